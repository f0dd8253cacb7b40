// SPDX-License-Identifier: Apache-2.0

import Foundation

/// An HDF5 file that h5py wrote; its root has attributes, and an array that claims vast lengths.
///
/// nine = arange(9), one = 7, word = "tau \u{03C4}" of any length, words = two texts of two bytes.
/// The array "vast" is one of 2^40 x 2^20 floats of which none was ever written.
enum ForeignFile {
  static var contents: Data {
    var data = Data(count: 6144)
    for (offset, text) in pieces {
      let bytes = Data(base64Encoded: text) ?? Data()
      data.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
    return data
  }

  /// Where the bytes are that are not zero.
  private static let pieces: [(offset: Int, text: String)] = [
    (0, "iUhERg0KGgoDCAg="),
    (20, "//////////8AGA=="),
    (36, "MA=="),
    (44, "QYmJB09IRFICAUIBEBAAAIoC"),
    (68, "MQ=="),
    (76, "CgIAAQAAFRIABAAA/////////////////////wx2AAADAAUADAAUAABuaW5lABAIAAAIAAAAAABAAAIB"),
    (136, "AQEJ"),
    (146, "CQ=="),
    (162, "AQ=="),
    (170, "Ag=="),
    (178, "Aw=="),
    (186, "BA=="),
    (194, "BQ=="),
    (202, "Bg=="),
    (210, "Bw=="),
    (218, "CA=="),
    (226, "DCUAAAMABAAMAAQAAG9uZQAQCAAACAAAAAAAQAACAAAABw=="),
    (267, "DDYAAAMABQAUAAQAAHdvcmQAGQEBABAAAAAQAAAAAQAAAAAACAACAAAABgAAAAAI"),
    (321, "AQAAAAwvAAADAAYACAAUAAB3b3JkcwATAQAAAgAAAAIBAQEC"),
    (364, "Ag=="),
    (372, "YWJjZAAABd2jjk9IRFICAQABASQAAAICAQEAAAAAAAEAAAAAEA=="),
    (419, "AQAAAAAQAAAAAAADFAABESAfAAQAAAAAACAAFwgAF38AAAAFAgABAwsIFQAABAIAAwIBAAAEBAADCv//"),
    (479, "////////AJ0="),
    (646, "5X5YGU9DSEsCEgAAAAD/////////////////////Bg8AAAEABHZhc3R+AQ=="),
    (695, "h+8Qdg=="),
    (2048, "R0NPTAEAAAAAEA=="),
    (2064, "AQ=="),
    (2072, "Bg=="),
    (2080, "dGF1IM+E"),
    (2096, "2A8="),
  ]
}
