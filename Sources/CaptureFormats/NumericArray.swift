// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
package import InputDocuments

/// An array of numbers that another program wrote, in row-major order.
///
/// MATLAB's arrays have their axes in the order in which MATLAB's `size` tells them, those of HDF5
/// in the order of the file.
package struct NumericArray: Sendable {
  /// The numbers, whatever type they were kept as.
  package enum Values: Sendable {
    case real([Double])
    case complex([Complex<Double>])
  }

  /// What it is called in its file.
  package var name: String

  /// The file, as messages name it.
  package var file: String

  /// The lengths of the axes; at least one axis.
  package var shape: [Int]
  package var values: Values

  package init(name: String, file: String, shape: [Int], values: Values) {
    self.name = name
    self.file = file
    self.shape = shape
    self.values = values
  }

  /// How many numbers there are.
  package var count: Int {
    switch values {
    case .real(let values): values.count
    case .complex(let values): values.count
    }
  }

  /// The lengths of the axes in words, "501 x 847".
  package var extent: String { shape.map(String.init).joined(separator: " x ") }

  /// The numbers as complex ones.
  package var complexValues: [Complex<Double>] {
    switch values {
    case .real(let values): values.map { Complex($0, 0) }
    case .complex(let values): values
    }
  }

  /// The numbers of an array that must be real.
  ///
  /// - Throws: `InputError` when they are complex.
  package func realValues() throws(InputError) -> [Double] {
    guard case .real(let values) = values else {
      throw InputError(file: file, "'\(name)' holds complex numbers where real ones are needed")
    }
    return values
  }

  /// Makes sure that every number is finite.
  ///
  /// - Returns: The array itself.
  /// - Throws: `InputError` with the place of the first number that is not.
  package func finite() throws(InputError) -> NumericArray {
    let first =
      switch values {
      case .real(let values): values.firstIndex { !$0.isFinite }
      case .complex(let values): values.firstIndex { !$0.isFinite }
      }
    guard let first else { return self }
    throw InputError(
      file: file,
      "'\(name)' (\(extent)) has no finite number at \(place(of: first)), counted from 0; leave out"
        + " the rows that were not measured")
  }

  /// Where a position lies along each axis, "[3, 12]".
  private func place(of position: Int) -> String {
    var (rest, indices) = (position, [Int]())
    for length in shape.reversed() {
      indices.append(rest % length)
      rest /= length
    }
    return "[\(indices.reversed().map(String.init).joined(separator: ", "))]"
  }

  /// The array with its axes in another order.
  ///
  /// - Parameter order: For each axis of the result, which of this array's axes it is.
  /// - Returns: The same numbers, transposed.
  package func transposed(_ order: [Int]) -> NumericArray {
    precondition(order.sorted() == Array(shape.indices), "an order of all axes")
    guard order != Array(shape.indices) else { return self }
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    var result = self
    result.shape = order.map { shape[$0] }
    let places = Self.places(shape: result.shape, strides: order.map { strides[$0] })
    switch values {
    case .real(let values): result.values = .real(places.map { values[$0] })
    case .complex(let values): result.values = .complex(places.map { values[$0] })
    }
    return result
  }

  /// The positions of all cells of an array whose neighbours along each axis lie so far apart.
  private static func places(shape: [Int], strides: [Int]) -> [Int] {
    var places = [0]
    for (length, stride) in zip(shape, strides) {
      places = places.flatMap { start in (0..<length).map { start + $0 * stride } }
    }
    return places
  }

  /// An array from numbers in the order of MATLAB and Fortran, in which the first axis runs fastest.
  package init(columnMajor values: Values, name: String, file: String, shape: [Int]) {
    let stored = NumericArray(
      name: name, file: file, shape: shape.reversed(), values: values)
    self = stored.transposed(shape.indices.reversed())
  }
}

/// What a message says of something that a file does not have: also what it has.
func absence(of name: String, noun: String, among names: [String]) -> String {
  guard !names.isEmpty else { return "there is no \(noun) '\(name)'; the file has none at all" }
  let shown = names.prefix(12).map { "'\($0)'" }.joined(separator: ", ")
  let rest = names.count - 12
  return "there is no \(noun) '\(name)'; the file has \(shown)"
    + (rest > 0 ? " and \(rest) more" : "")
}
