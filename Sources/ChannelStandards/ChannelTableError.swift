// SPDX-License-Identifier: Apache-2.0

/// Why a standard's tables have no answer.
package enum ChannelTableError: Error, Hashable, CustomStringConvertible {
  /// In hertz.
  case frequencyOutOfRange(Double)
  case noColumn(RadioEnvironment, SightState)
  case hallMissing(RadioEnvironment)
  case noAbsoluteDelay(RadioEnvironment)
  case noReferencePoints(RadioEnvironment)

  package var description: String {
    switch self {
    case .frequencyOutOfRange(let hertz):
      "TR 38.901 holds from 0.5 GHz to 100 GHz, and \(hertz / 1e9) GHz is outside: choose a frequency "
        + "in that range"
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
    }
  }
}

/// The range of TR 38.901 (clause 7.1), in hertz.
package let standardFrequencies: ClosedRange<Double> = 0.5e9...100e9

/// - Parameter hertz: A frequency.
/// - Throws: `ChannelTableError.frequencyOutOfRange` outside 0.5 GHz to 100 GHz.
package func checkStandardFrequency(_ hertz: Double) throws(ChannelTableError) {
  guard standardFrequencies.contains(hertz) else { throw .frequencyOutOfRange(hertz) }
}
