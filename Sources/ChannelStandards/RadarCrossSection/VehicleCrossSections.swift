// SPDX-License-Identifier: Apache-2.0

internal import Spatial

extension TargetCrossSection {
  static let vehicle = TargetCrossSection(
    mean: 11.25, fluctuation: 3.41,
    crossPolarization: .init(21.12, 6.88),
    bistatic: SIMD2(6, 1.65),
    lobes: [
      CrossSectionLobe(
        face: .left, azimuth: (90, 26.9), zenith: (79.7, 44.42),
        peak: 20.75, depth: 13.68, azimuths: 45...135, zeniths: 30...180),
      CrossSectionLobe(
        face: .back, azimuth: (180, 36.32), zenith: (79.65, 36.73),
        peak: 14.56, depth: 7.5, azimuths: 135...225, zeniths: 30...180),
      CrossSectionLobe(
        face: .right, azimuth: (270, 26.9), zenith: (79.7, 44.42),
        peak: 20.75, depth: 13.68, azimuths: 225...315, zeniths: 30...180),
      CrossSectionLobe(
        face: .front, azimuth: (0, 40.54), zenith: (71.75, 29.13),
        peak: 15.52, depth: 8.45, azimuths: -45...45, zeniths: 30...180),
      CrossSectionLobe(
        face: .roof, azimuth: nil, zenith: (0, 18.13),
        peak: 21.26, depth: 14.19, azimuths: 0...360, zeniths: 0...30),
    ],
    size: Vector3(5, 2, 1.6))

  static let vehicleFivePoints = TargetCrossSection(
    mean: 11.25, fluctuation: 3.41,
    crossPolarization: .init(21.12, 6.88),
    bistatic: SIMD2(6, 1.65),
    lobes: [
      CrossSectionLobe(
        face: .left, azimuth: (90, 26.9), zenith: (79.7, 44.42),
        peak: 20.6, depth: 20.52, azimuths: 0...360, zeniths: 0...180),
      CrossSectionLobe(
        face: .back, azimuth: (180, 36.32), zenith: (79.65, 36.73),
        peak: 13.9, depth: 13.82, azimuths: 0...360, zeniths: 0...180),
      CrossSectionLobe(
        face: .right, azimuth: (270, 26.9), zenith: (79.7, 44.42),
        peak: 20.6, depth: 20.52, azimuths: 0...360, zeniths: 0...180),
      CrossSectionLobe(
        face: .front, azimuth: (0, 40.54), zenith: (71.75, 29.13),
        peak: 14.99, depth: 14.91, azimuths: 0...360, zeniths: 0...180),
      CrossSectionLobe(
        face: .roof, azimuth: nil, zenith: (0, 18.13),
        peak: 21.12, depth: 21.05, azimuths: 0...360, zeniths: 0...180),
    ],
    pointCount: 5,
    size: Vector3(5, 2, 1.6))
}
