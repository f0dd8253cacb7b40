// SPDX-License-Identifier: Apache-2.0

internal import Randomness
internal import RealModule
package import Spatial

/// Where both ends of a link are, in metres.
package struct LinkPlace: Hashable, Sendable {
  package var base: Vector3
  package var terminal: Vector3

  package init(base: Vector3, terminal: Vector3) {
    self.base = base
    self.terminal = terminal
  }
}

/// Random numbers that are functions of where the ends of a link are: TR 38.901 clause 7.6.3.
///
/// Each number is a field of standard normal values over all places. Two links have values with the
/// correlation e^(-d / D), where d^2 is how far their bases are apart, squared, plus the same of their
/// terminals, in three dimensions each. A field is a sum of plane waves whose wave vectors are of the
/// Cauchy distribution, which has that correlation as its characteristic function, and whose
/// amplitudes are normal, so that its values are exactly normal over seeds. Nothing is stored but the
/// key: a value takes as long wherever and whenever it is asked for.
///
/// Physics primer, eq. 78.
package struct CorrelatedFields: Hashable, Sendable {
  /// How many waves a field has; the mean over a single field strays by the root of one in so many.
  static let waves = 64

  /// What a group of fields is for; fields of a group have their wave vectors in common.
  ///
  /// The raw values are part of what a seed means: never renumber them.
  package enum Group: UInt64, Hashable, Sendable {
    case sight = 0
    case largeScale = 1
    case clusters = 2
  }

  private let key: UInt64

  /// - Parameter key: Tells these fields from all others; links that have it in common are alike.
  package init(key: UInt64) { self.key = key }

  /// The fields of a group at a place.
  ///
  /// - Parameters:
  ///   - group: What the fields are for.
  ///   - number: Tells fields of a group that have nothing to do with each other, such as those of
  ///     states of sight; 0..<256.
  ///   - place: Where the link's ends are.
  ///   - distance: D in metres, greater than zero.
  /// - Returns: The fields' waves at the place.
  package func waves(
    _ group: Group, _ number: Int, at place: LinkPlace, over distance: Double
  ) -> FieldWaves {
    let index = group.rawValue << 8 | UInt64(number)
    var stream = BulkRandomStream(seed: key, stage: .fieldWaves, index: index)
    var waves = FieldWaves(key: key, index: index << 24)
    let layers = NormalLayers.shared
    func vector() -> Vector3 {
      Vector3(
        layers.number(from: &stream), layers.number(from: &stream), layers.number(from: &stream))
    }
    for wave in 0..<Self.waves {
      let (base, terminal) = (vector(), vector())
      // A normal number is never zero to the last bit but by a chance of 2^-53.
      let divisor = max(abs(layers.number(from: &stream)), .leastNormalMagnitude)
      let phase =
        (base.dot(place.base) + terminal.dot(place.terminal)) / (divisor * distance)
      waves.set(wave, phase: phase)
    }
    return waves
  }
}

/// The waves of a group of fields at a place.
package struct FieldWaves: Sendable {
  private let key: UInt64
  private let index: UInt64
  private var cosines = InlineArray<64, Double>(repeating: 0)
  private var sines = InlineArray<64, Double>(repeating: 0)

  fileprivate init(key: UInt64, index: UInt64) {
    self.key = key
    self.index = index
  }

  fileprivate mutating func set(_ wave: Int, phase: Double) {
    cosines[wave] = Double.cos(phase)
    sines[wave] = Double.sin(phase)
  }

  /// The value of a field: standard normal over keys and fields.
  ///
  /// - Parameter field: Which of the group's fields, below 2^24.
  /// - Returns: The value.
  package func normal(_ field: Int) -> Double {
    var stream = BulkRandomStream(
      seed: key, stage: .fieldAmplitudes, index: index | UInt64(field & 0xFF_FFFF))
    let layers = NormalLayers.shared
    var sum = 0.0
    for wave in 0..<CorrelatedFields.waves {
      sum += layers.number(from: &stream) * cosines[wave]
      sum += layers.number(from: &stream) * sines[wave]
    }
    return sum / Double(CorrelatedFields.waves).squareRoot()
  }

  /// The value of a field as a number that is uniform in [0, 1].
  package func uniform(_ field: Int) -> Double { normalProbability(normal(field)) }
}

/// The probability that a standard normal number is less than some value.
///
/// Physics primer, eq. 79.
package func normalProbability(_ value: Double) -> Double {
  Double.erfc(-value / 2.0.squareRoot()) / 2
}
