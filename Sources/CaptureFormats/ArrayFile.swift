// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import ComplexModule
internal import Foundation
package import InputDocuments

/// A file of named arrays of numbers: MATLAB's of any version since 5, or HDF5.
package struct ArrayFile {
  private enum Content {
    case level5(MATLABFile)
    case hdf5(HDF5File, isMATLAB: Bool)
  }

  /// The file, as messages name it.
  package let path: String
  private let content: Content

  /// Opens a file.
  ///
  /// - Parameter path: Its extension tells what it is: `.mat`, or another for HDF5.
  /// - Throws: `InputError` when it is not there, of another kind, truncated or damaged.
  package init(_ path: String) throws(InputError) {
    self.path = path
    let isMATLAB = (path as NSString).pathExtension.lowercased() == "mat"
    if isMATLAB, let file = try MATLABFile(path) {
      content = .level5(file)
      return
    }
    content = .hdf5(
      try inputFile { () throws(RecordError) in try HDF5File(opening: path) },
      isMATLAB: isMATLAB)
  }

  /// Reads an array.
  ///
  /// - Parameter name: What it is called: "sweep.s21" of MATLAB's structures, "sweeps/s21" of HDF5
  ///   groups.
  /// - Returns: The array, of finite numbers.
  /// - Throws: `InputError` when there is no such array, with those that there are; when it holds
  ///   something else, or a number is not finite.
  package func array(_ name: String) throws(InputError) -> NumericArray {
    switch content {
    case .level5(let file): try file.array(name).finite()
    case .hdf5(let file, let isMATLAB): try array(name, of: file, isMATLAB: isMATLAB).finite()
    }
  }

  private func array(
    _ name: String, of file: HDF5File, isMATLAB: Bool
  ) throws(InputError) -> NumericArray {
    let parts = name.split(separator: isMATLAB ? "." : "/")
    let place = "/" + parts.joined(separator: "/")
    guard !parts.isEmpty, file.has(place) else { throw absent(name, of: file, isMATLAB: isMATLAB) }
    let numbers = try inputFile { () throws(RecordError) in try file.numbers(place) }
    if isMATLAB { try checkMATLABArray(place, name, of: file) }
    guard !numbers.real.isEmpty else { throw InputError(file: path, "'\(name)' is empty") }
    let shape = numbers.shape.isEmpty ? [1] : numbers.shape
    let values: NumericArray.Values =
      if let imaginary = numbers.imaginary {
        .complex(zip(numbers.real, imaginary).map { Complex($0, $1) })
      } else {
        .real(numbers.real)
      }
    // MATLAB's first axis runs fastest, the last one does in HDF5, and so the file has them reversed.
    return isMATLAB
      ? NumericArray(columnMajor: values, name: name, file: path, shape: shape.reversed())
      : NumericArray(name: name, file: path, shape: shape, values: values)
  }

  /// MATLAB keeps texts and what is empty as numbers too, and says so.
  private func checkMATLABArray(
    _ place: String, _ name: String, of file: HDF5File
  ) throws(InputError) {
    let kind = file.textAttribute("MATLAB_class", of: place)
    if kind == "char" {
      throw InputError(file: path, "'\(name)' holds text where numbers are needed")
    }
    let isEmpty: Int32? = file.numberAttribute("MATLAB_empty", of: place)
    if (isEmpty ?? 0) != 0 { throw InputError(file: path, "'\(name)' is empty") }
  }

  private func absent(_ name: String, of file: HDF5File, isMATLAB: Bool) -> InputError {
    let names = ((try? file.arrayNames()) ?? []).map { place in
      isMATLAB
        ? place.dropFirst().split(separator: "/").joined(separator: ".") : String(place.dropFirst())
    }
    return InputError(
      file: path, absence(of: name, noun: isMATLAB ? "variable" : "array", among: names))
  }
}

/// Runs what reads HDF5 and turns its errors into those of inputs.
private func inputFile<Result>(
  _ body: () throws(RecordError) -> Result
) throws(InputError) -> Result {
  do {
    return try body()
  } catch {
    throw InputError(file: error.file, error.message)
  }
}
