// SPDX-License-Identifier: Apache-2.0

package import InputDocuments

extension CaptureFile {
  /// Samples described by SigMF.
  ///
  /// - Parameter path: One of the two files.
  /// - Returns: The samples, channels side by side instant by instant, and what is told of them.
  /// - Throws: `InputError` when one of the files is missing or of a type that is not handled.
  package static func sigMF(
    _ path: String
  ) throws(InputError) -> (samples: RawSamples, notes: CaptureNotes, channels: Int) {
    var stem = path
    for ending in [".sigmf-meta", ".sigmf-data", ".sigmf"] where stem.hasSuffix(ending) {
      stem = String(stem.dropLast(ending.count))
      break
    }
    let meta = stem + ".sigmf-meta"
    let global = try JSONNode(meta)["global"]
    let type = global["core:datatype"].text ?? ""
    guard let layout = sigMFLayout(type) else {
      throw InputError(
        file: meta,
        "samples of the type '\(type)' are not handled; use ci16_le, cf32_le, ci8, cf64_le, ri16_le"
          + " or rf32_le")
    }
    let channels = global["core:num_channels"].whole ?? 1
    guard (1...4096).contains(channels) else {
      throw InputError(file: meta, "'core:num_channels' is not from 1 to 4096")
    }
    let bytes = try RandomAccessFile([stem + ".sigmf-data"])
    guard bytes.count.isMultiple(of: layout.sampleSize * channels) else {
      throw InputError(
        file: bytes.path,
        "the \(bytes.count) bytes are no whole samples of \(channels) channels of '\(type)'; the"
          + " file is truncated, copy it again")
    }
    var notes = CaptureNotes(file: meta)
    if global["rftwin:waveform"].isThere {
      try readOwnDescription(prefix: "rftwin:", global, into: &notes)
    }
    notes.receivers = channels
    notes.isComplex = layout.isComplex
    return (RawSamples(bytes, layout), notes, channels)
  }

  private static func sigMFLayout(_ type: String) -> SampleLayout? {
    switch type {
    case "ci16_le": SampleLayout(.int16, isComplex: true)
    case "cf32_le": SampleLayout(.float32, isComplex: true)
    case "cf64_le": SampleLayout(.float64, isComplex: true)
    case "ci8": SampleLayout(.int8, isComplex: true)
    case "ri16_le": SampleLayout(.int16, isComplex: false)
    case "rf32_le": SampleLayout(.float32, isComplex: false)
    default: nil
    }
  }
}
