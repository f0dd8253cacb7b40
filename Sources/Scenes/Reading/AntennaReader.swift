// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
internal import InputDocuments
internal import Quantities
internal import Spatial

/// The antenna patterns as they are written.
private enum PatternName: String, CaseIterable {
  case isotropic
  case dipole
  case halfWaveDipole = "half-wave-dipole"
  case tr38901
  case sector
}

/// Reads `antenna` of a radio.
func readAntenna(_ node: InputNode) throws(InputError) -> Antenna {
  let entry = try node.mapping()
  let pattern: AntennaPattern
  switch try entry.required("pattern").choice(PatternName.self) {
  case .isotropic: pattern = .isotropic
  case .dipole: pattern = .shortDipole
  case .halfWaveDipole: pattern = .halfWaveDipole
  case .tr38901: pattern = .tr38901
  case .sector: pattern = .sector(try readSector(entry))
  }
  let polarization: Polarization = try entry.optional("polarization")?.choice() ?? .vertical
  try entry.finish()
  return Antenna(pattern: pattern, polarization: polarization)
}

private func readSector(_ entry: InputMapping) throws(InputError) -> AntennaPattern.Sector {
  let node = try entry.required("beamwidth")
  let widths = try node.list()
  guard widths.count == 2 else {
    throw node.error("'\(node.path)' must be the widths in azimuth and elevation")
  }
  let azimuth: Angle = try widths[0].quantity()
  let elevation: Angle = try widths[1].quantity()
  for width in [azimuth, elevation] where width.radians <= 0 || width.radians > 2 * .pi {
    throw node.error("'\(node.path)' must lie between 0 and 360 deg")
  }
  let floor = try entry.quantity("floor", default: Decibels(si: 30))
  if let written = entry.optional("floor") {
    guard floor.decibels > 0 else {
      throw written.error("'\(written.path)' must be above 0 dB: it lies below the peak")
    }
    _ = try written.quantity(in: Decibels.plausibleFloors)
  }
  return AntennaPattern.Sector(
    gain: try entry.quantity("gain", in: Decibels.plausibleGains), azimuthBeamwidth: azimuth,
    elevationBeamwidth: elevation,
    floor: floor)
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
  let count = try entry.integer("rx", in: 1...256, default: 1)
  let spacing = try entry.quantity(
    "spacing", in: Distance.plausibleSpacings, default: Distance(si: bandCentre.wavelength / 2))
  try entry.finish()
  return (0..<count).map { element in
    Vector3(0, (Double(count - 1) / 2 - Double(element)) * spacing.metres, 0)
  }
}
