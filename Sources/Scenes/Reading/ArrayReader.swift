// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Quantities
internal import Spatial

/// Arrays of boards that are known by name.
private enum ArrayLayout: String, CaseIterable {
  /// The four receive antennas of the evaluation boards of TI's AWR1243, in a row, half a wavelength
  /// apart.
  case awr1243

  var receiveElements: Int { 4 }
}

/// Reads a row of receive elements around the radio's place.
///
/// They stand across the boresight from left to right, half a wavelength apart by default.
func readArray(
  _ node: InputNode?, bandCentre: Frequency
) throws(InputError) -> [Vector3] {
  guard let node else { return [.zero] }
  let entry = try node.mapping()
  let transmit = try entry.integer("tx", in: 1...64, default: 1)
  guard transmit == 1 else {
    throw node.error(
      "'\(node.path)': several transmit elements need a schedule, which is not modelled yet; use"
        + " 'tx: 1'")
  }
  let layout: ArrayLayout? = try entry.optional("layout")?.choice()
  let receive = entry.optional("rx")
  if layout != nil, let receive {
    throw receive.error("'\(receive.path)' and 'layout' both tell the receive elements; keep one")
  }
  let count: Int
  if let layout {
    count = layout.receiveElements
  } else {
    count = try entry.integer("rx", in: 1...256, default: 1)
  }
  let spacing = try entry.quantity(
    "spacing", in: Distance.plausibleSpacings, default: Distance(si: bandCentre.wavelength / 2))
  try entry.finish()
  return (0..<count).map { element in
    Vector3(0, (Double(count - 1) / 2 - Double(element)) * spacing.metres, 0)
  }
}
