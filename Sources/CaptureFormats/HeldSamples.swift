// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
package import InputDocuments

/// Numbers of a capture that a file holds in a form that must be read as a whole.
package struct HeldSamples: SampleArray {
  package let file: String
  package let shape: [Int]?
  package let isComplex: Bool
  private let values: [Complex<Double>]

  /// Takes the numbers of an array.
  package init(_ array: NumericArray) {
    file = "\(array.file), \(array.name)"
    shape = array.shape
    values = array.complexValues
    if case .complex = array.values { isComplex = true } else { isComplex = false }
  }

  /// Takes complex numbers.
  ///
  /// - Parameters:
  ///   - values: The numbers, in row-major order.
  ///   - shape: The lengths of the axes.
  ///   - file: Where they are from, as messages name it.
  init(_ values: [Complex<Double>], shape: [Int], file: String) {
    precondition(shape.reduce(1, *) == values.count, "as many numbers as the shape has places")
    (self.values, self.shape, self.file, isComplex) = (values, shape, file, true)
  }

  package var count: Int { values.count }

  package func read(_ range: Range<Int>) throws(InputError) -> [Complex<Double>] {
    Array(values[range])
  }
}
