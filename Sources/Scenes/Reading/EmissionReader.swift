// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
internal import InputDocuments

/// How elements share the chirps, as it is written.
private enum MultiplexingName: String, CaseIterable {
  case timeDivision = "tdm"
  case dopplerDivision = "ddm"
}

/// Reads which transmit elements of an array send when: `active`, `multiplexing`, `sub-bands` and
/// `simultaneous-transmitters`.
///
/// - Parameters:
///   - entry: The keys of `array`.
///   - array: Its elements and what the device allows.
/// - Returns: Who sends when.
/// - Throws: `InputError` with file and line.
func readEmission(
  _ entry: InputMapping, of array: RadioArray
) throws(InputError) -> Emission {
  let limit =
    try entry.optional("simultaneous-transmitters")?.integer(in: 1...ArrayLayout.counts.upperBound)
    ?? array.mostAtOnce ?? .max
  let (active, subBands) = (entry.optional("active"), entry.optional("sub-bands"))
  let last = array.transmit.count - 1
  guard let kind = entry.optional("multiplexing") else {
    if let subBands { throw subBands.error("'\(subBands.path)' goes with 'multiplexing: ddm'") }
    if let active, active.isList {
      throw active.error(
        "'\(active.path)' lists elements without telling how they share the chirps; add"
          + " 'multiplexing: tdm' or 'ddm', or give one element")
    }
    return try active.map { node throws(InputError) in .single(try node.integer(in: 0...last)) }
      ?? .first
  }
  let elements =
    try active.map { node throws(InputError) in
      try readElements(node, last: last)
    } ?? Array(0...last)
  switch try kind.choice(MultiplexingName.self) {
  case .timeDivision:
    if let subBands { throw subBands.error("'\(subBands.path)' goes with 'multiplexing: ddm'") }
    return .timeDivision(elements)
  case .dopplerDivision:
    guard elements.count <= limit else {
      throw kind.error(
        "'\(kind.path)': \(elements.count) elements would send at once, more than the \(limit) that"
          + " the device allows; list fewer in 'active', choose 'tdm' or raise"
          + " 'simultaneous-transmitters'")
    }
    let parts = try subBands?.integer(in: elements.count...65_536) ?? elements.count
    return .dopplerDivision(elements, subBands: parts)
  }
}

/// Different elements in the order of their turns.
private func readElements(_ node: InputNode, last: Int) throws(InputError) -> [Int] {
  let list = node.isList ? try node.list() : [node]
  guard !list.isEmpty else {
    throw node.error("'\(node.path)' has no elements; give one, or leave the key out")
  }
  var elements: [Int] = []
  for item in list {
    let element = try item.integer(in: 0...last)
    guard !elements.contains(element) else {
      throw item.error("'\(node.path)' lists element \(element) twice")
    }
    elements.append(element)
  }
  return elements
}
