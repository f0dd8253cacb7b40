// SPDX-License-Identifier: Apache-2.0

internal import Spatial

extension TargetCrossSection {
  static let human = TargetCrossSection(
    mean: -1.37, fluctuation: 3.94,
    crossPolarization: .init(19.81, 4.25),
    size: Vector3(0.5, 0.5, 1.75), pointHeight: 0.625)

  static let humanTwoSided = TargetCrossSection(
    mean: -1.37, fluctuation: 3.94,
    crossPolarization: .init(19.81, 4.25),
    bistatic: SIMD2(0.5714, 0.1),
    lobes: [
      CrossSectionLobe(
        face: .front, azimuth: (0, 216.65), zenith: (90, 55.7),
        peak: 2.14, depth: 7.7, azimuths: -90...90, zeniths: 0...180),
      CrossSectionLobe(
        face: .back, azimuth: (180, 216.65), zenith: (90, 55.7),
        peak: 2.14, depth: 7.7, azimuths: 90...270, zeniths: 0...180),
    ],
    size: Vector3(0.5, 0.5, 1.75), pointHeight: 0.625)
}
