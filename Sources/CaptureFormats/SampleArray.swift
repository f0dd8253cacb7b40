// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
package import InputDocuments

/// Numbers of a capture in a file, read a range at a time so that memory does not grow with them.
package protocol SampleArray {
  /// The file, as messages name it.
  var file: String { get }

  /// The lengths of the axes, as the user of the format sees them; nil where the file does not say.
  var shape: [Int]? { get }

  /// Whether the first axis is the one whose neighbours lie side by side, as in MATLAB.
  var isColumnMajor: Bool { get }

  /// How many numbers there are: complex ones count once.
  var count: Int { get }

  /// Whether the numbers are complex.
  var isComplex: Bool { get }

  /// Reads numbers in the order in which they lie in the file.
  ///
  /// - Parameter range: Within zero to `count`.
  /// - Returns: The numbers, real ones with an imaginary part of zero.
  /// - Throws: `InputError` when the file cannot be read.
  func read(_ range: Range<Int>) throws(InputError) -> [Complex<Double>]
}

extension SampleArray {
  package var isColumnMajor: Bool { false }
}

/// Real numbers whose last axis holds the in-phase and the quadrature part, taken for complex ones.
package struct QuadraturePairs: SampleArray {
  private let parts: any SampleArray

  /// Pairs numbers; nil unless they are real and their last axis has two places side by side.
  package init?(_ parts: any SampleArray) {
    guard !parts.isComplex, !parts.isColumnMajor, parts.shape?.last == 2 else { return nil }
    self.parts = parts
  }

  package var file: String { parts.file }
  package var shape: [Int]? { parts.shape?.dropLast() }
  package var count: Int { parts.count / 2 }
  package var isComplex: Bool { true }

  package func read(_ range: Range<Int>) throws(InputError) -> [Complex<Double>] {
    let values = try parts.read(2 * range.lowerBound..<2 * range.upperBound)
    return range.indices.map { index in
      let place = 2 * (index - range.lowerBound)
      return Complex(values[place].real, values[place + 1].real)
    }
  }
}
