// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Randomness

extension SensingDrops {
  /// The fields that legs of a radio have their random numbers from (TR 38.901 clause 7.6.3).
  ///
  /// Those of base stations are each one's own; terminals share theirs, so that two that are near to
  /// each other see the same alike.
  ///
  /// - Parameters:
  ///   - model: The legs' model.
  ///   - stage: What the legs are for.
  ///   - drop: The drop's number.
  ///   - radio: The radio's number among those of its kind.
  /// - Returns: Nil where each leg is drawn for itself.
  func fields(
    _ model: LegModel, _ stage: RandomStage, drop: Int, radio: Int
  ) -> LinkFields? {
    guard scenario.isConsistent else { return nil }
    let sites = scenario.layout.sites.count
    let number: Int
    switch stage {
    case .siteLegs: number = radio
    case .terminalLegs: number = sites
    default: number = sites + 1 + radio
    }
    var key = stream(.linkFields, drop: drop, leg: number)
    return LinkFields(model.model, key: key.next())
  }
}
