// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// A frequency; SI unit hertz.
package struct Frequency: Quantity {
  package static let noun = "frequency"
  package static let units: [MeasurementUnit] = [
    .init("Hz", 1), .init("kHz", 1e3), .init("MHz", 1e6), .init("GHz", 1e9),
  ]
  package var si: Double
  package init(si: Double) { self.si = si }

  /// Creates a frequency from its value in hertz.
  package init(hertz: Double) { si = hertz }

  /// Creates a frequency from its value in gigahertz.
  package init(gigahertz: Double) { si = gigahertz * 1e9 }

  /// The frequency in hertz.
  package var hertz: Double { si }

  /// The free-space wavelength in metres.
  package var wavelength: Double { PhysicalConstants.speedOfLight / si }
}

/// A rate of change of frequency, the slope of a chirp; SI unit hertz per second.
package struct FrequencySlope: Quantity {
  package static let noun = "frequency slope"
  package static let units: [MeasurementUnit] = [
    .init("Hz/s", 1), .init("MHz/us", 1e12), .init("kHz/us", 1e9), .init("GHz/s", 1e9),
    .init("MHz/ms", 1e9),
  ]
  package var si: Double
  package init(si: Double) { self.si = si }
}

/// A span of time; SI unit second.
package struct TimeSpan: Quantity {
  package static let noun = "time"
  package static let units: [MeasurementUnit] = [
    .init("s", 1), .init("ms", 1e-3), .init("us", 1e-6), .init("ns", 1e-9), .init("ps", 1e-12),
    .init("min", 60, isPrinted: false),
  ]
  package var si: Double
  package init(si: Double) { self.si = si }

  /// The span in seconds.
  package var seconds: Double { si }
}

/// A length; SI unit metre.
package struct Distance: Quantity {
  package static let noun = "length"
  package static let units: [MeasurementUnit] = [
    .init("m", 1), .init("km", 1e3), .init("cm", 1e-2), .init("mm", 1e-3), .init("um", 1e-6),
    .init("in", 0.0254, isPrinted: false), .init("ft", 0.3048, isPrinted: false),
  ]
  package var si: Double
  package init(si: Double) { self.si = si }

  /// The length in metres.
  package var metres: Double { si }
}

/// A speed; SI unit metre per second.
package struct Speed: Quantity {
  package static let noun = "speed"
  package static let units: [MeasurementUnit] = [.init("m/s", 1), .init("km/h", 1 / 3.6)]
  package var si: Double
  package init(si: Double) { self.si = si }
}

/// A plane angle; SI unit radian.
package struct Angle: Quantity {
  package static let noun = "angle"
  package static let units: [MeasurementUnit] = [
    .init("rad", 1, isPrinted: false), .init("deg", Double.pi / 180),
  ]
  package var si: Double
  package init(si: Double) { self.si = si }

  /// The angle in radians.
  package var radians: Double { si }

  /// Creates an angle from its value in degrees.
  package init(degrees: Double) { si = degrees * .pi / 180 }
}

/// An angular velocity; SI unit radian per second.
package struct AngularVelocity: Quantity {
  package static let noun = "angular velocity"
  package static let units: [MeasurementUnit] = [
    .init("rad/s", 1), .init("deg/s", Double.pi / 180), .init("rpm", 2 * Double.pi / 60),
  ]
  package var si: Double
  package init(si: Double) { self.si = si }
}

/// A ratio of powers, kept in decibels because that is how it is written and read.
///
/// There is deliberately no arithmetic between decibels and linear powers: convert first.
package struct Decibels: Quantity {
  package static let noun = "level in decibels"
  package static let units: [MeasurementUnit] = [.init("dB", 1), .init("dBi", 1)]
  package var si: Double
  package init(si: Double) { self.si = si }

  /// Creates a level from a ratio of powers; zero gives minus infinity.
  package init(powerRatio: Double) { si = 10 * Double.log10(powerRatio) }

  /// Creates a level from a ratio of amplitudes; zero gives minus infinity.
  package init(amplitudeRatio: Double) { si = 20 * Double.log10(amplitudeRatio) }

  /// The level in decibels.
  package var decibels: Double { si }

  /// The ratio of powers.
  package var powerRatio: Double { Double.pow(10, si / 10) }

  /// The ratio of amplitudes.
  package var amplitudeRatio: Double { Double.pow(10, si / 20) }
}

/// A power density of noise relative to a carrier, kept in decibels for one hertz.
package struct NoiseDensity: Quantity {
  package static let noun = "noise density"
  package static let units: [MeasurementUnit] = [.init("dBc/Hz", 1)]
  package var si: Double
  package init(si: Double) { self.si = si }

  /// The level in decibels.
  package var decibels: Double { si }
}

/// A small part of a whole, such as a clock's error; SI unit one.
package struct Proportion: Quantity {
  package static let noun = "proportion"
  package static let units: [MeasurementUnit] = [.init("ppm", 1e-6), .init("ppb", 1e-9)]
  package var si: Double
  package init(si: Double) { self.si = si }

  /// The ratio of the part to the whole.
  package var ratio: Double { si }
}

/// A power; written in watts, milliwatts or dBm, kept in watts.
package struct Power: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The power in watts.
  package var watts: Double

  /// Creates a power from its value in watts.
  package init(watts: Double) { self.watts = watts }

  /// Creates a power from its level above one milliwatt.
  package init(dBm: Double) { watts = 1e-3 * Double.pow(10, dBm / 10) }

  /// The level in decibels above one milliwatt; minus infinity for no power.
  package var dBm: Double { 10 * Double.log10(watts / 1e-3) }

  package static func < (left: Self, right: Self) -> Bool { left.watts < right.watts }
  package var description: String { "\(shortest(dBm)) dBm" }

  /// Reads a power such as "12 dBm", "10 mW" or "1 W".
  package init(parsing text: String) throws(QuantityError) {
    let (number, unit) = splitNumberAndUnit(text.trimmingSpaces())
    guard let value = number, value.isFinite else {
      throw .notANumber(text: text.trimmingSpaces(), noun: "power", example: "12 dBm")
    }
    switch unit {
    case "dBm": self.init(dBm: value)
    case "W": self.init(watts: value)
    case "mW": self.init(watts: value * 1e-3)
    case "": throw .missingUnit(text: text, noun: "power", symbols: ["dBm", "mW", "W"])
    default: throw .wrongUnit(unit: unit, noun: "power", symbols: ["dBm", "mW", "W"])
    }
    guard watts.isFinite else { throw .tooLarge(text: text.trimmingSpaces(), noun: "power") }
  }
}
