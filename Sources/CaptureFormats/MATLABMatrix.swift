// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule

/// A variable of a MATLAB file of level 5, or a field of one, as far as it has been taken apart.
struct MATLABMatrix {
  /// What MATLAB calls its class, by the number in the file.
  let classNumber: UInt32
  let isComplex: Bool

  /// The lengths of the axes, as MATLAB's `size` tells them.
  let shape: [Int]

  /// How many elements the shape has.
  let count: Int
  let name: String

  /// What follows the name.
  private let content: MATLABElements

  /// Takes apart the start of an element of the kind `.matrix`; gives nil where it is damaged.
  ///
  /// - Parameters:
  ///   - bytes: The element without its tag; what follows the name may be missing.
  ///   - isLittle: The order of the bytes.
  init?(_ bytes: ArraySlice<UInt8>, isLittle: Bool) {
    var elements = MATLABElements(bytes, isLittle: isLittle)
    guard let flags = elements.next(.uint32).map(elements.words)?.first,
      let lengths = elements.next(.int32).map(elements.words), lengths.count >= 2,
      let name = elements.next(.int8)
    else { return nil }
    classNumber = flags & 0xFF
    isComplex = flags & 0x800 != 0
    shape = lengths.map { Int($0) }
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow else { return nil }
      count = product
    }
    self.count = count
    self.name = String(decoding: name, as: UTF8.self)
    content = elements
  }

  var isStructure: Bool { classNumber == 2 }

  /// Whether it holds numbers: doubles, singles, and integers of 8 to 64 bits.
  var isNumeric: Bool { (6...15).contains(classNumber) }

  /// What it holds, for messages.
  var noun: String {
    switch classNumber {
    case 1: "cells"
    case 2: "structures"
    case 4: "text"
    case 5: "a sparse matrix"
    default: isNumeric ? "numbers" : "something else"
    }
  }

  /// The names of a structure's fields.
  var fieldNames: [String] { structureContent?.names ?? [] }

  private var structureContent: (names: [String], fields: MATLABElements)? {
    guard isStructure else { return nil }
    var elements = content
    guard let width = elements.next(.int32).map(elements.words)?.first, width > 0,
      let letters = elements.next(.int8)
    else { return nil }
    let names = stride(
      from: letters.startIndex, to: letters.endIndex, by: Int(width)
    ).map { start in
      String(decoding: letters[start...].prefix(Int(width)).prefix { $0 != 0 }, as: UTF8.self)
    }
    return (names, elements)
  }

  /// What stands in a field of a single structure.
  ///
  /// - Returns: Nil where there is no such field.
  /// - Throws: `MATLABDamage` where what should be there is not.
  func field(_ name: String) throws(MATLABDamage) -> MATLABMatrix? {
    guard let structure = structureContent else { throw MATLABDamage() }
    let names = structure.names
    var fields = structure.fields
    guard let index = names.firstIndex(of: name) else { return nil }
    for _ in 0..<index where fields.next() == nil { throw MATLABDamage() }
    guard let bytes = fields.next(.matrix),
      let matrix = MATLABMatrix(bytes, isLittle: fields.isLittle)
    else { throw MATLABDamage() }
    return matrix
  }

  /// The numbers, the first axis running fastest.
  ///
  /// MATLAB keeps numbers in the smallest type that holds them all, whatever their class.
  func numbers() throws(MATLABDamage) -> NumericArray.Values {
    var elements = content
    func part() throws(MATLABDamage) -> [Double] {
      guard let element = elements.next(), let values = elements.numbers(element),
        values.count == count
      else { throw MATLABDamage() }
      return values
    }
    let real = try part()
    guard isComplex else { return .real(real) }
    return .complex(zip(real, try part()).map { Complex($0, $1) })
  }
}

/// Something in a MATLAB file is not as it should be.
struct MATLABDamage: Error {}
