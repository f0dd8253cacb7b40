// SPDX-License-Identifier: Apache-2.0

/// What the standards' models and tables do not cover.
package enum ChannelStandardError: Error, Hashable, CustomStringConvertible {
  /// A frequency in hertz outside the models' range.
  case frequency(Double)
  /// A state of sight that surroundings do not have.
  case noColumn(RadioEnvironment, SightState)
  case hallMissing(RadioEnvironment)
  case noAbsoluteDelay(RadioEnvironment)
  case noReferencePoints(RadioEnvironment)
  /// Surroundings whose tables of TR 38.900 are not at hand.
  case noEarlierTables(RadioEnvironment)
  /// A pair of radios, or a radio and a target, for which a scenario has no reference channel.
  case noReferenceChannel(link: String, scenario: String)
  /// A frequency in hertz at which a material is not tabulated.
  case noMaterial(EnvironmentMaterial, hertz: Double)

  package var description: String {
    switch self {
    case .frequency(let hertz):
      "the models of TR 38.901 hold from 0.5 GHz to 100 GHz, so \(hertz / 1e9) GHz is outside; "
        + "choose a frequency between them"
    case .noColumn(let environment, let sight):
      "the standards know no \(sight.rawValue) links in the surroundings \(environment.rawValue): "
        + "choose another state of sight"
    case .hallMissing(let environment):
      "the delay spread in \(environment.rawValue) follows from the hall's length, width and height: "
        + "give all three"
    case .noAbsoluteDelay(let environment):
      "TR 38.901 Table 7.6.9-1 has no absolute delay for \(environment.rawValue): switch it off"
    case .noReferencePoints(let environment):
      "TR 38.901 clause 7.9.4.2 has no reference points for \(environment.rawValue): use a bistatic "
        + "background, or none"
    case .noEarlierTables(let environment):
      "of the tables of V14 (TR 38.900) those of UMi and offices are at hand, not of"
        + " \(environment.rawValue); choose V16 or V19"
    case .noReferenceChannel(let link, let scenario):
      "TR 38.901 clause 7.9.3 has no reference channel for \(link) in \(scenario); choose "
        + "another scenario, sensing mode or target"
    case .noMaterial(let material, let hertz):
      "TR 38.901 Table 7.6.8-1 has \(material.rawValue) from \(material.gigahertz.lowerBound) GHz to "
        + "\(material.gigahertz.upperBound) GHz, not at \(hertz / 1e9) GHz; choose another material"
    }
  }
}
