// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments

/// Reads the start of NumPy's format for one array, versions 1.0 to 3.0 (NEP 1).
///
/// - Parameters:
///   - bytes: Holds the array.
///   - range: Where the array lies in it.
///   - file: What messages call it.
/// - Returns: The array, of which no numbers are read yet.
/// - Throws: `InputError` when it is no such array, or of numbers that are not handled.
func readNumPyArray(
  _ bytes: RandomAccessFile, in range: Range<Int>, calling file: String
) throws(InputError) -> RawSamples {
  func error(_ message: String) -> InputError { InputError(file: file, message) }
  let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  guard range.count >= 12 else { throw error("the file is too short for a NumPy array") }
  let start = try bytes.read(range.lowerBound..<range.lowerBound + 12)
  guard Array(start.prefix(6)) == magic, (1...3).contains(start[6]) else {
    throw error("this is no NumPy array; 'format' says that it is one")
  }
  let wide = start[6] > 1
  let length =
    wide
    ? start[8..<12].reversed().reduce(0) { $0 << 8 | Int($1) } : Int(start[8]) | Int(start[9]) << 8
  let textStart = range.lowerBound + (wide ? 12 : 10)
  guard length > 0, length < 1 << 20, textStart + length <= range.upperBound else {
    throw error("the array's head is damaged; copy the file again")
  }
  let text = String(decoding: try bytes.read(textStart..<textStart + length), as: UTF8.self)
  guard let head = NumPyHead(text) else {
    throw error("the array's head '\(text.prefix(60))' is not understood; save it with numpy.save")
  }
  guard let (number, isComplex) = head.number else {
    throw error(
      "numbers of the type '\(head.type)' are not handled; save little-endian integers, floats or"
        + " complex numbers, as samples.astype('<c8') are")
  }
  let layout = SampleLayout(number, isComplex: isComplex)
  let dataStart = textStart + length
  var size = layout.sampleSize
  for length in head.shape {
    let (product, overflows) = size.multipliedReportingOverflow(by: length)
    guard !overflows else { throw error("the array's shape is too large to be true") }
    size = product
  }
  guard dataStart + size <= range.upperBound else {
    throw error(
      "the array is truncated: its shape takes \(size) bytes, but \(range.upperBound - dataStart)"
        + " are there; copy the file again")
  }
  return RawSamples(
    bytes, from: dataStart, count: size / layout.sampleSize, layout, shape: head.shape,
    isColumnMajor: head.isColumnMajor, file: file)
}

/// What the head of a NumPy array says.
private struct NumPyHead {
  var type: String
  var isColumnMajor: Bool
  var shape: [Int]

  /// Reads "{'descr': '<c8', 'fortran_order': False, 'shape': (3, 4), }".
  init?(_ text: String) {
    func value(_ key: String) -> Substring? {
      guard let found = text.range(of: "'\(key)':") else { return nil }
      return text[found.upperBound...].drop { $0 == " " }
    }
    guard let type = value("descr"), type.first == "'",
      let order = value("fortran_order"), let shape = value("shape"), shape.first == "(",
      let end = shape.firstIndex(of: ")")
    else { return nil }
    self.type = String(type.dropFirst().prefix { $0 != "'" })
    isColumnMajor = order.hasPrefix("True")
    var lengths: [Int] = []
    for word in shape[..<end].dropFirst().split(separator: ",") {
      let digits = word.filter { $0 != " " }
      guard !digits.isEmpty else { continue }
      guard let length = Int(digits), length >= 0 else { return nil }
      lengths.append(length)
    }
    self.shape = lengths
  }

  /// The numbers; nil for those that are not handled.
  var number: (SampleLayout.Number, isComplex: Bool)? {
    switch type {
    case "|i1": (.int8, false)
    case "|u1": (.uint8, false)
    case "<i2": (.int16, false)
    case "<u2": (.uint16, false)
    case "<i4": (.int32, false)
    case "<u4": (.uint32, false)
    case "<i8": (.int64, false)
    case "<f4": (.float32, false)
    case "<f8": (.float64, false)
    case "<c8": (.float32, true)
    case "<c16": (.float64, true)
    default: nil
    }
  }
}

extension String {
  /// Where a text first stands in this one.
  fileprivate func range(of other: String) -> Range<String.Index>? { firstRange(of: other) }
}
