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

extension LinkFading {
  /// Draws the rays of a leg whose state and shadow fading are known.
  ///
  /// - Parameters:
  ///   - leg: The leg.
  ///   - place: Where its ends are.
  ///   - fields: Gives the numbers where links that are near to each other are alike.
  ///   - stream: Gives them elsewhere.
  /// - Returns: The link with departure at the base.
  /// - Throws: `ChannelStandardError.noColumn` for a state that the surroundings do not have.
  func draw(
    _ leg: Leg, _ place: LinkPlace, fields: LinkFields?, from stream: inout BulkRandomStream
  ) throws(ChannelStandardError) -> ClusteredLink {
    if let fields {
      var numbers = fields.numbers(leg.state, at: place)
      return try draw(leg.state, base: place.base, terminal: place.terminal, from: &numbers).link
    }
    return try draw(
      leg.state, base: place.base, terminal: place.terminal, shadowFading: -leg.fading,
      from: &stream
    ).link
  }
}
