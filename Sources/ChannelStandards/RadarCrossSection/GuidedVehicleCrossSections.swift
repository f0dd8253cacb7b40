// SPDX-License-Identifier: Apache-2.0

internal import Spatial

extension TargetCrossSection {
  static let automatedGuidedVehicle = TargetCrossSection(
    mean: -4.25, fluctuation: 2.51,
    crossPolarization: .init(9.6, 6.85),
    bistatic: SIMD2(12, 1.45),
    lobes: [
      CrossSectionLobe(
        face: .front, azimuth: (0, 13.68), zenith: (90, 13.68),
        peak: 13.02, depth: 23.29, azimuths: -45...45, zeniths: 30...180),
      CrossSectionLobe(
        face: .left, azimuth: (90, 15.53), zenith: (75, 20.03),
        peak: 7.33, depth: 17.6, azimuths: 45...135, zeniths: 30...180),
      CrossSectionLobe(
        face: .back, azimuth: (180, 12.49), zenith: (90, 11.89),
        peak: 11.01, depth: 21.28, azimuths: 135...225, zeniths: 30...180),
      CrossSectionLobe(
        face: .right, azimuth: (270, 15.53), zenith: (75, 20.03),
        peak: 7.33, depth: 17.6, azimuths: 225...315, zeniths: 30...180),
      CrossSectionLobe(
        face: .roof, azimuth: nil, zenith: (0, 11.44),
        peak: 11.79, depth: 22.06, azimuths: 0...360, zeniths: 0...30),
    ],
    size: Vector3(0.5, 1, 0.5))

  static let automatedGuidedVehicleFivePoints = TargetCrossSection(
    mean: -4.25, fluctuation: 2.51,
    crossPolarization: .init(9.6, 6.85),
    bistatic: SIMD2(12, 1.45),
    lobes: [
      CrossSectionLobe(
        face: .front, azimuth: (0, 13.68), zenith: (90, 13.68),
        peak: 13, depth: 30.26, azimuths: 0...360, zeniths: 0...180),
      CrossSectionLobe(
        face: .left, azimuth: (90, 15.53), zenith: (75, 20.03),
        peak: 7.27, depth: 24.53, azimuths: 0...360, zeniths: 0...180),
      CrossSectionLobe(
        face: .back, azimuth: (180, 12.49), zenith: (90, 11.89),
        peak: 10.98, depth: 28.24, azimuths: 0...360, zeniths: 0...180),
      CrossSectionLobe(
        face: .right, azimuth: (270, 15.53), zenith: (75, 20.03),
        peak: 7.27, depth: 24.53, azimuths: 0...360, zeniths: 0...180),
      CrossSectionLobe(
        face: .roof, azimuth: nil, zenith: (0, 11.44),
        peak: 11.77, depth: 29.03, azimuths: 0...360, zeniths: 0...180),
    ],
    pointCount: 5,
    size: Vector3(0.5, 1, 0.5))
}
