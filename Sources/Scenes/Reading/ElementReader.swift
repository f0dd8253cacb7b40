// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
internal import InputDocuments
internal import Quantities
internal import Spatial

/// Reads the elements at one end of a radio's array.
struct ElementReader {
  /// What elements without an antenna of their own have.
  let antenna: Antenna
  let bandCentre: Frequency

  /// From a column to the next and from a row to the next, in metres, where a side has none.
  var spacing: SIMD2<Double>

  /// What the numbers of positions count, in metres.
  var unit = 1.0

  /// Sentences about what is allowed but hardly meant.
  var warnings: [String] = []

  init(antenna: Antenna, bandCentre: Frequency, spacing: SIMD2<Double>) {
    self.antenna = antenna
    self.bandCentre = bandCentre
    self.spacing = spacing
  }

  /// How far an element may be from its radio's place along each axis.
  private static let farthest = Distance.plausibleSpacings.upperBound

  /// Reads `tx` or `rx`: a number of elements in a row, a list of elements, or a uniform grid.
  mutating func readSide(_ node: InputNode) throws(InputError) -> [ArrayElement] {
    if node.isMapping { return try readGrid(node) }
    guard node.isList else {
      let count = try node.integer(in: ArrayLayout.counts)
      return ArrayLayout.uniform(columns: count, spacing: spacing).map {
        ArrayElement(position: $0, antenna: antenna)
      }
    }
    let list = try node.list()
    try check(count: list.count, at: node)
    var elements: [ArrayElement] = []
    elements.reserveCapacity(list.count)
    for entry in list { elements.append(try readElement(entry)) }
    return elements
  }

  private func check(count: Int, at node: InputNode) throws(InputError) {
    guard count > 0 else {
      throw node.error("'\(node.path)' has no elements; give one, or leave the key out")
    }
    guard count <= ArrayLayout.counts.upperBound else {
      throw node.error(
        "'\(node.path)' has \(count) elements, more than the \(ArrayLayout.counts.upperBound) that"
          + " are handled")
    }
  }

  /// An element of a list: its position, or keys.
  private mutating func readElement(_ node: InputNode) throws(InputError) -> ArrayElement {
    if node.isList { return ArrayElement(position: try readPosition(node), antenna: antenna) }
    guard node.isMapping else {
      throw node.error(
        "'\(node.path)' must be an element: its position [x, y, z], or the keys 'position',"
          + " 'orientation' and 'antenna'")
    }
    let entry = try node.mapping()
    let position = try readPosition(entry.required("position"))
    let element = try readKind(entry, at: position)
    try entry.finish()
    return element
  }

  /// What a grid or an element says beside its place.
  private mutating func readKind(
    _ entry: InputMapping, at position: Vector3
  ) throws(InputError) -> ArrayElement {
    var element = ArrayElement(position: position, antenna: antenna)
    if let orientation = entry.optional("orientation") {
      element.orientation = try readOrientation(orientation)
    }
    if let own = entry.optional("antenna") {
      element.antenna = try readAntenna(own, frequency: bandCentre, warnings: &warnings)
    }
    return element
  }

  private func readPosition(_ node: InputNode) throws(InputError) -> Vector3 {
    let position = try readVector(node) * unit
    guard pointwiseMax(position, -position).max() <= Self.farthest.metres else {
      throw node.error(
        "'\(node.path)' lies more than \(Self.farthest) from the radio's place; positions are in"
          + " metres unless 'unit' says otherwise")
    }
    return position
  }

  /// A row or a grid of even steps.
  private mutating func readGrid(_ node: InputNode) throws(InputError) -> [ArrayElement] {
    let entry = try node.mapping()
    let shape = try entry.required("uniform")
    let counts = shape.isList ? try shape.list() : [shape]
    guard (1...2).contains(counts.count) else {
      throw shape.error("'\(shape.path)' must be the number of columns, or of columns and of rows")
    }
    let columns = try counts[0].integer(in: ArrayLayout.counts)
    let rows = counts.count > 1 ? try counts[1].integer(in: ArrayLayout.counts) : 1
    try check(count: columns * rows, at: shape)
    let steps = try entry.optional("spacing").map { node throws(InputError) in
      try readSpacing(node)
    }
    let centre = try entry.optional("position").map { node throws(InputError) in
      try readPosition(node)
    }
    let kind = try readKind(entry, at: centre ?? .zero)
    try entry.finish()
    return ArrayLayout.uniform(columns: columns, rows: rows, spacing: steps ?? spacing).map {
      var element = kind
      element.position += $0
      return element
    }
  }

  /// Reads `spacing`: a length for columns and rows, or one for each.
  func readSpacing(_ node: InputNode) throws(InputError) -> SIMD2<Double> {
    guard node.isList else { return SIMD2(repeating: try readLength(node)) }
    let lengths = try node.list()
    guard lengths.count == 2 else {
      throw node.error(
        "'\(node.path)' must be one length, or those between columns and between rows")
    }
    return SIMD2(try readLength(lengths[0]), try readLength(lengths[1]))
  }

  /// Reads `unit`: what the numbers of positions count.
  func readUnit(_ node: InputNode) throws(InputError) -> Double { try readLength(node) }

  /// A length above zero in metres, written with its unit or in wavelengths of the band's centre.
  private func readLength(_ node: InputNode) throws(InputError) -> Double {
    let text = try node.string()
    let (number, symbol) = splitNumberAndUnit(text.trimmingSpaces())
    let length: Distance
    if let number, number.isFinite, ["wavelength", "wavelengths"].contains(symbol) {
      length = Distance(si: number * bandCentre.wavelength)
    } else {
      length = try node.quantity()
    }
    guard length.metres > 0 else {
      throw node.error(
        "'\(node.path)' must be above zero, not \(text); for elements at one place give a list of"
          + " positions")
    }
    guard Distance.plausibleSpacings.contains(length) else {
      throw node.error("'\(node.path)' must lie below \(Self.farthest), not \(length)")
    }
    return length.metres
  }
}
