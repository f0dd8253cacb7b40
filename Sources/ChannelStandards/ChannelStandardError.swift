// SPDX-License-Identifier: Apache-2.0

/// What the standards' models do not cover.
package enum ChannelStandardError: Error, Equatable, CustomStringConvertible {
  /// A frequency in hertz outside the models' range.
  case frequency(Double)
  /// A height, distance or other quantity outside a table's range.
  case outside(quantity: String, value: Double, range: ClosedRange<Double>, model: String)
  /// A pair of radios, or a radio and a target, for which a scenario has no reference channel.
  case noReferenceChannel(link: String, scenario: String)

  package var description: String {
    switch self {
    case .frequency(let hertz):
      return "the models of TR 38.901 hold from 0.5 GHz to 100 GHz, so \(hertz / 1e9) GHz is"
        + " outside; choose a frequency between them"
    case .outside(let quantity, let value, let range, let model):
      return "\(quantity) of \(value) is outside the \(range.lowerBound) to \(range.upperBound)"
        + " that \(model) holds for; choose a value between them"
    case .noReferenceChannel(let link, let scenario):
      return "TR 38.901 clause 7.9.3 has no reference channel for \(link) in \(scenario); choose"
        + " another scenario, sensing mode or target"
    }
  }
}
