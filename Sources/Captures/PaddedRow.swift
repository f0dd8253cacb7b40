// SPDX-License-Identifier: Apache-2.0

/// A row of a table that has room for more things than there are.
struct PaddedRow<Item> {
  let items: [Item]

  /// How many things the row has room for.
  let count: Int

  /// A value of each thing.
  ///
  /// - Parameters:
  ///   - missing: What stands where there is no thing.
  ///   - value: The value of one.
  /// - Returns: As many as there is room for.
  func values<Element>(_ missing: Element, _ value: (Item) -> Element) -> [Element] {
    (0..<count).map { $0 < items.count ? value(items[$0]) : missing }
  }

  /// The components of a vector of each thing; no numbers where there is none.
  func vectors<Vector: SIMD<Double>>(_ value: (Item) -> Vector?) -> [Double] {
    values(nil, value).flatMap { list($0 ?? Vector(repeating: .nan)) }
  }
}

/// The components of a vector.
func list<Vector: SIMD>(_ vector: Vector) -> [Vector.Scalar] {
  vector.indices.map { vector[$0] }
}

extension RecordedLink {
  /// A row of a table.
  ///
  /// - Parameters:
  ///   - name: The table, within the link's group.
  ///   - index: The position on its first axis.
  /// - Returns: The values, none where another axis has no cells.
  /// - Throws: `RecordError` when they cannot be read.
  func row<Element: HDF5Element>(
    _ name: String, _ index: Int
  ) throws(RecordError) -> [Element] {
    // An axis without cells has no rows.
    guard try file.shape(of: group + name).dropFirst().allSatisfy({ $0 > 0 }) else { return [] }
    return try file.read(group + name, rows: index..<index + 1)
  }

  /// A row of a table with so many values of each of some things.
  func row<Element: HDF5Element>(
    _ name: String, _ index: Int, width: Int = 1, count: Int
  ) throws(RecordError) -> [Element] {
    let values: [Element] = try row(name, index)
    guard values.count == width * count else {
      throw file.damaged(group + name, "does not fit the tables beside it")
    }
    return values
  }
}
