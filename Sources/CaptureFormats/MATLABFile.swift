// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import InputDocuments

/// A MATLAB file of level 5, of MATLAB's `save -v6` and `save -v7`.
///
/// It is read without libmatio: of the files of the tests with one bit changed, version 1.5.23 of
/// that crashes on some.
final class MATLABFile {
  private let path: String
  private let file: FileHandle
  private let isLittle: Bool

  /// Where the variables lie in the file, without their tags.
  private var elements: [(isCompressed: Bool, range: Range<Int>)] = []

  /// Opens a file and makes sure that it is whole; gives nil for one of version 7.3.
  ///
  /// That is HDF5 behind the same header. The header has 128 bytes, with the version and the order of bytes in the last four (MathWorks,
  /// MAT-File Format, 2023, "Level 5 MAT-File Header").
  ///
  /// - Parameter path: The file.
  /// - Throws: `InputError` when it is neither, or ends before its time.
  init?(_ path: String) throws(InputError) {
    let foreign = InputError(
      file: path,
      "this is no MATLAB file of version 5 or later; write it with 'save -v7' or 'save -v7.3'")
    let size = try TextFile.size(path)
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw InputError(file: path, "the file cannot be read; check its permissions")
    }
    self.path = path
    self.file = file
    let header = Self.bytes(0..<min(size, 128), of: file)
    guard header.count == 128 else { throw foreign }
    isLittle = header[126...] == [0x49, 0x4D]
    guard isLittle || header[126...] == [0x4D, 0x49] else { throw foreign }
    switch isLittle ? (header[125], header[124]) : (header[124], header[125]) {
    case (1, 0): try findElements(size)
    case (2, 0): return nil
    default: throw foreign
    }
  }

  deinit { try? file.close() }

  /// Goes from one variable to the next: each tells its kind and how many bytes it has.
  private func findElements(_ size: Int) throws(InputError) {
    var place = 128
    while place < size {
      let tag = Self.bytes(place..<min(size, place + 8), of: file)
      let words = words(tag)
      let start = place + 8
      guard words.count == 2, Int(words[1]) <= size - start else {
        throw InputError(
          file: path,
          "the file is truncated in the variable at byte \(place); was it copied whole?")
      }
      guard let kind = MATLABElements.Kind(rawValue: words[0]),
        kind == .matrix || kind == .compressed
      else {
        throw InputError(
          file: path, "the file is damaged: at byte \(place) a variable should begin")
      }
      elements.append((kind == .compressed, start..<start + Int(words[1])))
      place = start + Int(words[1])
    }
  }

  private static func bytes(_ range: Range<Int>, of file: FileHandle) -> [UInt8] {
    guard (try? file.seek(toOffset: UInt64(range.lowerBound))) != nil else { return [] }
    return Array(((try? file.read(upToCount: range.count)) ?? nil) ?? Data())
  }

  /// A variable, of which at most so many bytes are read where it is compressed.
  private func matrix(_ index: Int, limit: Int) -> MATLABMatrix? {
    let (isCompressed, range) = elements[index]
    guard isCompressed else {
      let end = range.lowerBound + min(range.count, limit)
      return MATLABMatrix(
        Self.bytes(range.lowerBound..<end, of: file)[...], isLittle: isLittle)
    }
    let packed = Self.bytes(range, of: file)[...]
    // Its tag is packed too, and tells how many bytes it has.
    guard let tag = unpacked(packed, limit: 8).map(words), tag.count == 2,
      tag[0] == MATLABElements.Kind.matrix.rawValue
    else { return nil }
    let whole = 8 + Int(tag[1])
    // With room for one byte more the stream's end is seen, and with it the checksum.
    guard let bytes = unpacked(packed, limit: min(whole + 1, limit)), bytes.count >= 8,
      bytes.count == min(whole, limit)
    else { return nil }
    return MATLABMatrix(bytes[8...], isLittle: isLittle)
  }

  private func words(_ bytes: [UInt8]) -> [UInt32] {
    MATLABElements([], isLittle: isLittle).words(bytes[...])
  }

  /// Enough for a variable's name and the names of a structure's fields.
  private static let outline = 65_536

  /// The variables of the file, and the fields of structures as "NAME.FIELD".
  private func names() -> [String] {
    elements.indices.flatMap { index -> [String] in
      guard let matrix = matrix(index, limit: Self.outline) else { return [] }
      let fields = matrix.fieldNames
      return fields.isEmpty ? [matrix.name] : fields.map { "\(matrix.name).\($0)" }
    }
  }

  /// Reads an array.
  ///
  /// - Parameter name: A variable, or fields of structures, "run.sweep.s21".
  /// - Returns: The array, with the axes as MATLAB's `size` tells them.
  /// - Throws: `InputError` when it is not there, not an array of numbers, or damaged.
  func array(_ name: String) throws(InputError) -> NumericArray {
    do {
      let found = try matrix(name)
      guard found.isNumeric else {
        throw InputError(
          file: path, "'\(name)' holds \(found.noun) where numbers are needed")
      }
      guard found.count > 0 else { throw InputError(file: path, "'\(name)' is empty") }
      return NumericArray(
        columnMajor: try found.numbers(), name: name, file: path, shape: found.shape)
    } catch let error as InputError {
      throw error
    } catch {
      throw InputError(
        file: path, "'\(name)' cannot be read; the file is damaged, copy or save it again")
    }
  }

  /// Finds a variable or a field.
  private func matrix(_ name: String) throws -> MATLABMatrix {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let outlines = elements.indices.lazy.map { self.matrix($0, limit: Self.outline)?.name }
    guard let index = outlines.firstIndex(of: parts[0]) else {
      // A variable whose start cannot be read may be the one.
      if outlines.contains(nil) { throw MATLABDamage() }
      throw absent(name)
    }
    guard var found = matrix(index, limit: .max) else { throw MATLABDamage() }
    for (level, field) in parts.enumerated().dropFirst() {
      let structure = parts[..<level].joined(separator: ".")
      guard found.isStructure else {
        throw InputError(file: path, "'\(structure)' is no structure and has no fields")
      }
      guard found.count == 1 else {
        throw InputError(
          file: path,
          "'\(structure)' is an array of \(found.count) structures; save one of them by itself")
      }
      guard let next = try found.field(field) else { throw absent(name) }
      found = next
    }
    return found
  }

  private func absent(_ name: String) -> InputError {
    InputError(file: path, absence(of: name, noun: "variable", among: names()))
  }
}
