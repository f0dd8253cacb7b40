// SPDX-License-Identifier: Apache-2.0

// What lies outside of these ranges is a slip of the pen or of a unit. Within them nothing that
// is computed later overflows or loses the precision that a phase needs.

extension Frequency {
  /// From long waves to the far infrared.
  package static let plausible = Frequency(hertz: 1e3)...Frequency(hertz: 1e13)
}

extension Frequency {
  /// How often a part swings: from geology to the rate of the fastest rotors.
  package static let plausibleSwings = Frequency(hertz: 1e-9)...Frequency(hertz: 2e5)
}

extension FrequencySlope {
  /// From a crawl to the width of all bands in a few picoseconds.
  package static let plausible = FrequencySlope(si: 1)...FrequencySlope(si: 1e20)
}

extension TimeSpan {
  /// Instants, of which seconds since 1970 are the largest in use.
  package static let plausibleInstants = TimeSpan(si: -1e10)...TimeSpan(si: 1e10)

  /// Spans from nothing to years.
  package static let plausible = TimeSpan(si: 0)...TimeSpan(si: 1e8)
}

extension Distance {
  /// Coordinates in metres; Embree gives up far beyond them.
  package static let plausibleCoordinates = Distance(si: -1e7)...Distance(si: 1e7)

  /// The unit of a mesh file.
  package static let plausibleUnits = Distance(si: 1e-9)...Distance(si: 1e6)

  /// The radius of a wheel.
  package static let plausibleRadii = Distance(si: 1e-3)...Distance(si: 1e3)

  /// The length of a vehicle; that of a person may be left at nothing.
  package static let plausibleLengths = Distance(si: 0)...Distance(si: 1e3)

  /// From one antenna element to the next.
  package static let plausibleSpacings = Distance(si: 0)...Distance(si: 1e3)

  /// The thickness of a wall.
  package static let plausibleThicknesses = Distance(si: 1e-9)...Distance(si: 1e3)

  /// The height of a surface's roughness; from some wavelengths on nothing is reflected in phase.
  package static let plausibleHeights = Distance(si: 0)...Distance(si: 0.1)
}

extension Angle {
  /// Angles of some thousand turns.
  package static let plausible = Angle(si: -1e5)...Angle(si: 1e5)
}

extension AngularVelocity {
  /// Up to ten million turns a minute.
  package static let plausible = AngularVelocity(si: -1.1e6)...AngularVelocity(si: 1.1e6)
}

extension Decibels {
  /// The gain of an antenna.
  package static let plausibleGains = Decibels(si: -50)...Decibels(si: 100)

  /// The noise figure of a receiver.
  package static let plausibleNoiseFigures = Decibels(si: 0)...Decibels(si: 100)

  /// What is left of a power on its way.
  package static let plausibleLosses = Decibels(si: -300)...Decibels(si: 0)

  /// How far a pattern falls below its peak.
  package static let plausibleFloors = Decibels(si: 1e-3)...Decibels(si: 300)
}

extension Power {
  /// From far below any noise to a nuclear power plant.
  package static let plausible = Power(dBm: -200)...Power(dBm: 100)
}

extension NoiseDensity {
  /// From below any oscillator's floor to a carrier that is all noise.
  package static let plausible = NoiseDensity(si: -300)...NoiseDensity(si: 0)
}

extension Proportion {
  /// Errors of clocks up to a per mille.
  package static let plausibleClockErrors = Proportion(si: -1e-3)...Proportion(si: 1e-3)
}
