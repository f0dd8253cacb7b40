// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
package import InputDocuments

/// How numbers lie in a file, little-endian.
package struct SampleLayout: Hashable, Sendable {
  /// What a part of a sample is kept as.
  package enum Number: Hashable, Sendable {
    case int8, int16, int32, int64, uint8, uint16, uint32, float32, float64

    /// How many bytes it takes.
    package var size: Int {
      switch self {
      case .int8, .uint8: 1
      case .int16, .uint16: 2
      case .int32, .uint32, .float32: 4
      case .int64, .float64: 8
      }
    }
  }

  package var number: Number
  package var isComplex: Bool

  /// How many in-phase parts stand together before as many quadrature parts.
  ///
  /// One for numbers whose parts follow each other, two for devices with two LVDS lanes, four for
  /// those with four.
  package var group: Int

  /// Whether the quadrature parts come first.
  package var isQuadratureFirst: Bool

  package init(
    _ number: Number, isComplex: Bool, group: Int = 1, isQuadratureFirst: Bool = false
  ) {
    self.number = number
    self.isComplex = isComplex
    self.group = group
    self.isQuadratureFirst = isQuadratureFirst
  }

  /// How many bytes a sample takes.
  package var sampleSize: Int { number.size * (isComplex ? 2 : 1) }
}

/// Samples that lie in a file one after the other.
package struct RawSamples: SampleArray {
  private let bytes: RandomAccessFile
  private let start: Int
  package let layout: SampleLayout
  package let shape: [Int]?
  package let isColumnMajor: Bool
  package let count: Int

  /// What messages call the file.
  package let file: String

  /// Describes samples.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - start: How many bytes lie before the samples.
  ///   - count: How many samples there are; nil for as many whole groups as the file holds.
  ///   - layout: How they lie.
  ///   - shape: The lengths of the axes; nil where the file does not say.
  ///   - isColumnMajor: Whether the first axis is the fastest.
  ///   - file: What messages call it; nil for the file's path.
  package init(
    _ bytes: RandomAccessFile, from start: Int = 0, count: Int? = nil, _ layout: SampleLayout,
    shape: [Int]? = nil, isColumnMajor: Bool = false, file: String? = nil
  ) {
    self.bytes = bytes
    self.start = start
    self.layout = layout
    self.shape = shape
    self.isColumnMajor = isColumnMajor
    self.file = file ?? bytes.path
    let groups = max(0, bytes.count - start) / (layout.sampleSize * layout.group)
    self.count = count ?? groups * layout.group
  }

  package var isComplex: Bool { layout.isComplex }

  /// How many bytes are left behind the last sample.
  package var looseBytes: Int { max(0, bytes.count - start - count * layout.sampleSize) }

  package func read(_ range: Range<Int>) throws(InputError) -> [Complex<Double>] {
    // Whole groups are read, for a sample's parts lie apart in one.
    let group = layout.isComplex ? layout.group : 1
    let first = range.lowerBound / group * group
    let end = (range.upperBound + group - 1) / group * group
    let size = layout.sampleSize
    let parts = layout.number.values(of: try bytes.read(start + first * size..<start + end * size))
    guard layout.isComplex else { return parts.map { Complex($0) } }
    let (real, imaginary) = layout.isQuadratureFirst ? (group, 0) : (0, group)
    return range.map { index in
      let (whole, rest) = (index - first).quotientAndRemainder(dividingBy: group)
      let place = 2 * group * whole + rest
      return Complex(parts[place + real], parts[place + imaginary])
    }
  }
}

extension SampleLayout.Number {
  /// The numbers that bytes are.
  func values(of bytes: [UInt8]) -> [Double] {
    switch self {
    case .int8: bytes.map { Double(Int8(bitPattern: $0)) }
    case .uint8: bytes.map { Double($0) }
    case .int16: integers(bytes, Int16.self)
    case .uint16: integers(bytes, UInt16.self)
    case .int32: integers(bytes, Int32.self)
    case .uint32: integers(bytes, UInt32.self)
    case .int64: integers(bytes, Int64.self)
    case .float32:
      words(bytes, UInt32.self).map { Double(Float(bitPattern: $0)) }
    case .float64: words(bytes, UInt64.self).map { Double(bitPattern: $0) }
    }
  }

  private func integers<Word: FixedWidthInteger>(
    _ bytes: [UInt8], _ type: Word.Type
  ) -> [Double] {
    words(bytes, type).map { Double($0) }
  }

  private func words<Word: FixedWidthInteger>(_ bytes: [UInt8], _ type: Word.Type) -> [Word] {
    let size = MemoryLayout<Word>.size
    return unsafe bytes.withUnsafeBytes { raw in
      (0..<raw.count / size).map { index in
        unsafe Word(littleEndian: raw.loadUnaligned(fromByteOffset: index * size, as: type))
      }
    }
  }
}
