// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import Electromagnetics
internal import InputDocuments
internal import Quantities
internal import RealModule

/// What the numbers of a field's table are.
enum FieldUnit {
  /// Relative to the field of an isotropic radiator: squares are gains.
  case gain

  /// r E in volts, as peak values of phasors.
  case volt

  /// Of any scale.
  case none
}

/// A far field as a file holds it, before it is scaled to a gain.
struct RawField {
  var grid: TabulatedField.Grid
  var samples: [TabulatedField.Sample]
  var unit: FieldUnit
  var file: String

  /// How much more than it is fed an antenna may seem to radiate: measured gains are uncertain by
  /// as much.
  private static let tolerance = Decibels(si: 1)

  /// The pattern with the gain that the user or the file states, or else without losses.
  ///
  /// Given the largest gain, the table is scaled to it. Given the incident power P of fields in
  /// volts, the realised gain is 4 pi |r E|^2 / (2 eta P). Else a table of gains stays as it is, and
  /// fields are scaled so that their mean gain over the sphere is one: the gain is the directivity.
  ///
  /// - Parameter options: What the user says.
  /// - Returns: The pattern.
  /// - Throws: `InputError` when there is no field, or more of it than the antenna is fed.
  func pattern(_ options: AntennaFile.Options) throws(InputError) -> AntennaPattern {
    let mean = FarFieldPower.mean(of: samples, on: grid)
    let largest = samples.reduce(0) { max($0, $1.power) }
    guard mean > 0, mean.isFinite, largest.isFinite else {
      throw InputError(
        file: file, largest > 0 ? "the field is too strong" : "the field is zero in all directions")
    }
    let gainPerPower: Double
    if let gain = options.gain {
      gainPerPower = gain.powerRatio / largest
    } else if let power = options.power {
      guard unit != .gain else {
        throw InputError(
          file: file, "a table of gains needs no 'power'; leave it out, or give 'gain'")
      }
      gainPerPower = 2 * .pi / (PhysicalConstants.vacuumImpedance * power.watts)
    } else {
      gainPerPower = unit == .gain ? 1 : 1 / mean
    }
    let radiated = Decibels(powerRatio: mean * gainPerPower)
    guard radiated <= Self.tolerance else {
      throw InputError(
        file: file,
        "the antenna would radiate \(shortest(radiated.decibels.rounded(toPlaces: 2))) dB more than"
          + " it is fed; its directivity is"
          + " \(shortest(Decibels(powerRatio: largest / mean).decibels.rounded(toPlaces: 2))) dBi")
    }
    return .tabulated(
      TabulatedField(
        grid: grid, boresight: options.boresight, scale: gainPerPower.squareRoot(),
        samples: samples))
  }
}

extension Double {
  /// The number rounded for a message.
  func rounded(toPlaces places: Int) -> Double {
    let scale = Double.pow(10, places)
    return (self * scale).rounded() / scale
  }
}

/// Even steps of azimuth that close the circle.
struct AzimuthSteps {
  /// How many different azimuths there are.
  let sectors: Int

  /// Whether the last one repeats the first.
  let repeatsFirst: Bool

  /// The steps of `count` azimuths in degrees, or nil where they leave a gap or overlap.
  init?(first: Double, last: Double, count: Int) {
    guard count >= 3, last > first else { return nil }
    let span = last - first
    let step = span / Double(count - 1)
    // Angles are written with a few digits only.
    let slack = 0.01 * step
    if abs(span - 360) < slack {
      (sectors, repeatsFirst) = (count - 1, true)
    } else if abs(span + step - 360) < slack {
      (sectors, repeatsFirst) = (count, false)
    } else {
      return nil
    }
    guard sectors >= 3 else { return nil }
  }
}
