// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
internal import Foundation
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
  case horn
  case gaussianBeam = "gaussian-beam"
  case file
}

/// Reads `antenna` of a radio.
///
/// - Parameters:
///   - node: The antenna's keys.
///   - frequency: The frequency in use, for files that hold several.
///   - warnings: Sentences about what is allowed but hardly meant are added here.
/// - Returns: The antenna.
/// - Throws: `InputError` with file and line.
func readAntenna(
  _ node: InputNode, frequency: Frequency, warnings: inout [String]
) throws(InputError) -> Antenna {
  let entry = try node.mapping()
  let polarization = try entry.optional("polarization").map(readPolarization)
  let pattern: AntennaPattern
  var ownPolarization: Polarization?
  switch try entry.required("pattern").choice(PatternName.self) {
  case .isotropic: pattern = .isotropic
  case .dipole: pattern = .shortDipole
  case .halfWaveDipole: pattern = .halfWaveDipole
  case .tr38901: pattern = .tr38901
  case .sector: pattern = .sector(try readSector(entry))
  case .horn: pattern = .horn(try readHorn(entry))
  case .gaussianBeam: pattern = .gaussianBeam(try readGaussianBeam(entry))
  case .file:
    let file = try readPatternFile(entry, frequency: frequency)
    pattern = file.pattern
    ownPolarization = file.polarization
    warnings += file.warnings(at: frequency, polarization: polarization)
  }
  if case .tabulated = pattern, let written = entry.optional("polarization") {
    throw written.error(
      "'\(written.path)' is for patterns without a direction of the field, but the file holds both"
        + " polarisations; leave it out, or turn the radio")
  }
  let correction = try entry.optional("correction").map(readCorrection)
  try entry.finish()
  return Antenna(
    pattern: pattern, polarization: polarization ?? ownPolarization ?? .vertical,
    correction: correction)
}

/// Reads the half-power widths in azimuth and in elevation.
private func readBeamwidths(
  _ entry: InputMapping, in range: ClosedRange<Angle>
) throws(InputError) -> (azimuth: Angle, elevation: Angle) {
  let node = try entry.required("beamwidth")
  let widths = try node.list()
  guard widths.count == 2 else {
    throw node.error("'\(node.path)' must be the widths in azimuth and elevation")
  }
  let azimuth: Angle = try widths[0].quantity()
  let elevation: Angle = try widths[1].quantity()
  for width in [azimuth, elevation] where !range.contains(width) {
    throw node.error(
      "'\(node.path)' must lie between \(degrees(range.lowerBound)) and"
        + " \(degrees(range.upperBound))")
  }
  return (azimuth, elevation)
}

private func degrees(_ angle: Angle) -> String { "\(shortest(angle.radians * 180 / .pi)) deg" }

private func readSector(_ entry: InputMapping) throws(InputError) -> SectorBeam {
  let (azimuth, elevation) = try readBeamwidths(
    entry, in: Angle(si: .leastNonzeroMagnitude)...Angle(degrees: 360))
  let floor = try entry.quantity("floor", default: Decibels(si: 30))
  if let written = entry.optional("floor") {
    guard floor.decibels > 0 else {
      throw written.error("'\(written.path)' must be above 0 dB: it lies below the peak")
    }
    _ = try written.quantity(in: Decibels.plausibleFloors)
  }
  return SectorBeam(
    gain: try entry.quantity("gain", in: Decibels.plausibleGains), azimuthBeamwidth: azimuth,
    elevationBeamwidth: elevation,
    floor: floor)
}

private func readHorn(_ entry: InputMapping) throws(InputError) -> HornBeam {
  let (azimuth, elevation) = try readBeamwidths(entry, in: HornBeam.beamwidths)
  let gain = try readGain(
    entry,
    directivity: HornBeam.directivity(azimuthBeamwidth: azimuth, elevationBeamwidth: elevation))
  return HornBeam(gain: gain, azimuthBeamwidth: azimuth, elevationBeamwidth: elevation)
}

private func readGaussianBeam(_ entry: InputMapping) throws(InputError) -> GaussianBeam {
  let (azimuth, elevation) = try readBeamwidths(entry, in: GaussianBeam.beamwidths)
  let gain = try readGain(
    entry,
    directivity: GaussianBeam.directivity(
      azimuthBeamwidth: azimuth, elevationBeamwidth: elevation))
  return GaussianBeam(gain: gain, azimuthBeamwidth: azimuth, elevationBeamwidth: elevation)
}

/// Reads the gain of a beam that radiates no more than it is fed, or nil for one without losses.
private func readGain(
  _ entry: InputMapping, directivity: Decibels
) throws(InputError) -> Decibels? {
  guard let node = entry.optional("gain") else { return nil }
  let gain = try node.quantity(in: Decibels.plausibleGains)
  // Widths in data sheets are rounded to degrees, and these beams have no side lobes.
  guard gain.decibels <= directivity.decibels + 1 else {
    throw node.error(
      "'\(node.path)' is more than a beam of these widths can have, which is"
        + " \(shortest(directivity.decibels.rounded(toPlaces: 2))) dBi; leave it out, or give a"
        + " smaller one")
  }
  return gain
}

private func readPatternFile(
  _ entry: InputMapping, frequency: Frequency
) throws(InputError) -> AntennaFile {
  let name = try entry.required("file")
  let path = TextFile.path(try name.string(), besideFile: name.file)
  guard FileManager.default.fileExists(atPath: path) else {
    throw name.error("there is no antenna file '\(path)'; check the path")
  }
  var options = AntennaFile.Options()
  options.gain = try entry.optional("gain")?.quantity(in: Decibels.plausibleGains)
  options.power = try entry.optional("incident-power")?.power(in: Power.plausible)
  if let boresight = entry.optional("boresight") { options.boresight = try boresight.choice() }
  if let power = entry.optional("incident-power"), options.gain != nil {
    throw power.error("'\(power.path)' and 'gain' both scale the field; keep one")
  }
  let file = try AntennaFile(path, options: options, frequency: frequency)
  guard !file.hasBothPolarizations else { return file }
  for key in ["incident-power", "boresight"] {
    if let node = entry.optional(key) {
      throw node.error(
        "'\(node.path)' is for fields over the sphere, not for two cuts; leave it out")
    }
  }
  return file
}
