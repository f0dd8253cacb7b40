// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
internal import InputDocuments
internal import Quantities
internal import Spatial

/// Arrays of boards that are known by name.
private enum ArrayLayoutName: String, CaseIterable {
  case awr1243
}

/// The elements of a radio as they are written.
struct RadioArray {
  var transmit: [ArrayElement]
  var receive: [ArrayElement]

  var emission = Emission.first

  /// How many transmit elements the device lets send at once; nil for all.
  var mostAtOnce: Int?
}

/// Reads `array` of a radio.
///
/// - Parameters:
///   - node: The array's keys; without them there is one element at the radio's place.
///   - antenna: What elements without an antenna of their own have.
///   - bandCentre: The frequency of the wavelength, also for files of antennas.
///   - warnings: Sentences about what is allowed but hardly meant are added here.
/// - Returns: The elements.
/// - Throws: `InputError` with file and line.
func readArray(
  _ node: InputNode?, antenna: Antenna, bandCentre: Frequency, warnings: inout [String]
) throws(InputError) -> RadioArray {
  let single = [ArrayElement(antenna: antenna)]
  guard let node else { return RadioArray(transmit: single, receive: single) }
  let entry = try node.mapping()
  var reader = ElementReader(
    antenna: antenna, bandCentre: bandCentre,
    spacing: SIMD2(repeating: bandCentre.wavelength / 2))
  if let spacing = entry.optional("spacing") { reader.spacing = try reader.readSpacing(spacing) }
  if let unit = entry.optional("unit") { reader.unit = try reader.readUnit(unit) }
  let (transmit, receive) = (entry.optional("tx"), entry.optional("rx"))
  var array: RadioArray
  if let layout = entry.optional("layout") {
    if let side = transmit ?? receive {
      throw side.error("'\(side.path)' and 'layout' both tell the elements; keep one")
    }
    array = try reader.readLayout(layout)
  } else {
    array = RadioArray(
      transmit: try transmit.map { node throws(InputError) in try reader.readSide(node) } ?? single,
      receive: try receive.map { node throws(InputError) in try reader.readSide(node) } ?? single)
  }
  array.emission = try readEmission(entry, of: array)
  try entry.finish()
  warnings += reader.warnings
  return array
}

extension ElementReader {
  /// Both ends of a board.
  fileprivate func readLayout(_ node: InputNode) throws(InputError) -> RadioArray {
    switch try node.choice(ArrayLayoutName.self) {
    case .awr1243:
      let board = ArrayLayout.awr1243(spacing: spacing.x)
      return RadioArray(
        transmit: board.transmit.map { ArrayElement(position: $0, antenna: antenna) },
        receive: board.receive.map { ArrayElement(position: $0, antenna: antenna) },
        // Two of the three transmitters may be on at once (AWR1243 data sheet, SWRS188).
        mostAtOnce: 2)
    }
  }
}
