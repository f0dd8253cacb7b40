// SPDX-License-Identifier: Apache-2.0

internal import Spatial

extension TargetCrossSection {
  static let smallUAV = TargetCrossSection(
    mean: -12.81, fluctuation: 3.74,
    crossPolarization: .init(13.75, 7.07),
    size: Vector3(0.3, 0.4, 0.2))

  static let largeUAV = TargetCrossSection(
    mean: -5.85, fluctuation: 2.5,
    crossPolarization: .init(13.75, 7.07),
    bistatic: SIMD2(6.05, 1.33),
    lobes: [
      CrossSectionLobe(
        face: .left, azimuth: (90, 7.13), zenith: (90, 8.68),
        peak: 7.43, depth: 14.3, azimuths: 45...135, zeniths: 45...135),
      CrossSectionLobe(
        face: .back, azimuth: (180, 10.09), zenith: (90, 11.43),
        peak: 3.99, depth: 10.86, azimuths: 135...225, zeniths: 45...135),
      CrossSectionLobe(
        face: .right, azimuth: (270, 7.13), zenith: (90, 8.68),
        peak: 7.43, depth: 14.3, azimuths: 225...315, zeniths: 45...135),
      CrossSectionLobe(
        face: .front, azimuth: (0, 14.19), zenith: (90, 16.53),
        peak: 1.02, depth: 7.89, azimuths: -45...45, zeniths: 45...135),
      CrossSectionLobe(
        face: .bottom, azimuth: nil, zenith: (180, 4.93),
        peak: 13.55, depth: 20.42, azimuths: 0...360, zeniths: 135...180),
      CrossSectionLobe(
        face: .roof, azimuth: nil, zenith: (0, 4.93),
        peak: 13.55, depth: 20.42, azimuths: 0...360, zeniths: 0...45),
    ],
    size: Vector3(1.6, 1.5, 0.7))
}
