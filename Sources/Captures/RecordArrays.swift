// SPDX-License-Identifier: Apache-2.0

/// Something of a record that can be written elsewhere as an array.
package enum RecordItem: Sendable {
  /// Numbers, row by row.
  case numbers(name: String, kind: HDF5ElementKind, shape: [Int])

  /// Texts along one axis, or a single one.
  case texts(name: String, shape: [Int], values: [String])

  /// A single number that is attached to a group.
  case number(name: String, kind: HDF5ElementKind, bytes: [UInt8])
}

extension Record {
  /// All arrays of a record, and what is attached to its groups.
  ///
  /// What is attached has the name "group@key".
  ///
  /// - Parameter links: The links whose arrays are wanted.
  /// - Returns: The items in alphabetical order, without their numbers.
  /// - Throws: `RecordError` when there is something that records do not have.
  package func items(ofLinks links: [RecordedLink]) throws(RecordError) -> [RecordItem] {
    let groups = Set(links.map(\.group))
    func isWanted(_ name: String) -> Bool {
      guard name.hasPrefix(RecordLayout.links + "/") else { return true }
      return groups.contains { name == $0 || name.hasPrefix($0 + "/") }
    }
    let contents = try file.contents()
    var items: [RecordItem] = []
    for group in contents.groups where isWanted(group) {
      for key in file.attributes(of: group) {
        let name = "\(group)@\(key)"
        if let text = file.textAttribute(key, of: group) {
          items.append(.texts(name: name, shape: [], values: [text]))
        } else if let (kind, bytes) = file.numberBytes(ofAttribute: key, of: group) {
          items.append(.number(name: name, kind: kind, bytes: bytes))
        }
      }
    }
    for array in contents.arrays where isWanted(array) {
      let (kind, shape) = (try file.kind(of: array), try file.shape(of: array))
      items.append(
        kind == .text
          ? .texts(name: array, shape: shape, values: try file.strings(array))
          : .numbers(name: array, kind: kind, shape: shape))
    }
    return items
  }

  /// Visits the bytes of an array of numbers, as they are kept, in row-major order.
  ///
  /// - Parameters:
  ///   - name: The array.
  ///   - kind: Of its elements.
  ///   - shape: The lengths of its axes.
  ///   - body: Called with some rows at a time, so that memory does not grow with the array.
  /// - Throws: `RecordError` when they cannot be read or the closure throws it.
  package func forEachPortion(
    of name: String, kind: HDF5ElementKind, shape: [Int],
    _ body: ([UInt8]) throws(RecordError) -> Void
  ) throws(RecordError) {
    let rowSize = max(1, shape.dropFirst().reduce(kind.bytes, *))
    let step = max(1, (1 << 22) / rowSize)
    for first in stride(from: 0, to: shape[0], by: step) {
      let rows = first..<min(first + step, shape[0])
      try body(try file.bytes(of: name, rows: rows, shape: shape, elementSize: kind.bytes))
    }
  }
}
