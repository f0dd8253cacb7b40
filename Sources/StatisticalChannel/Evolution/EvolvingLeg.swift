// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Quantities
internal import RealModule
internal import Spatial

/// What a link is like on a large scale at some place, in sight and out of it.
struct LargeScaleMoment: Hashable, Sendable {
  /// The share of power that the state with a line of sight has: one, zero, or in between where one
  /// state passes into the other.
  var sight: Double
  /// Path loss less what shadow fading adds, in decibels, of both states.
  var lossInSight: Double
  var lossObstructed: Double
  /// The linear Rician factor in sight.
  var ricianFactor: Double

  /// The square root of the gain in a state.
  func amplitude(isSeen: Bool) -> Double {
    let share = isSeen ? sight : 1 - sight
    return share.squareRoot() * Double.exp10(-(isSeen ? lossInSight : lossObstructed) / 20)
  }

  /// The line of sight's share of the power in sight.
  var lineShare: Double { ricianFactor / (ricianFactor + 1) }
}

/// A link whose ends move, with numbers that are functions of where they are.
struct EvolvingLeg: Sendable {
  let model: LegModel
  let fading: LinkFading
  let fields: LinkFields
  /// By which the ground of a line of sight lies on roofs; they stay, since heights would jump.
  private var roofs: (Double, Double)

  /// How much of the probability of a line of sight a passage between states takes to either side.
  private static let passage = 0.02

  init(_ model: LegModel, fading: LinkFading, fields: LinkFields, start: LinkPlace) {
    self.model = model
    self.fading = fading
    self.fields = fields
    roofs = fields.environmentHeights(at: start)
  }

  /// The same link where it begins at another place.
  func starting(at place: LinkPlace) -> EvolvingLeg {
    var leg = self
    leg.roofs = fields.environmentHeights(at: place)
    return leg
  }

  /// The state without a line of sight.
  func obstruction(at place: LinkPlace) -> SightState {
    model.model.obstruction(model.geometry(place, roofs: roofs))
  }

  /// What the link is like at a place.
  func moment(at place: LinkPlace) -> LargeScaleMoment {
    let geometry = model.geometry(place, roofs: roofs)
    var numbers = fields.numbers(.lineOfSight, at: place)
    return LargeScaleMoment(
      sight: sight(geometry, place),
      lossInSight: loss(.lineOfSight, geometry, place),
      lossObstructed: loss(model.model.obstruction(geometry), geometry, place),
      ricianFactor: fading.ricianFactor(.lineOfSight, from: &numbers))
  }

  /// The clusters of the link at a place.
  ///
  /// - Throws: `ChannelStandardError.noColumn` where the state has no fast fading.
  func link(isSeen: Bool, at place: LinkPlace) throws(ChannelStandardError) -> ClusteredLink {
    let sight = isSeen ? SightState.lineOfSight : obstruction(at: place)
    var numbers = fields.numbers(sight, at: place)
    return try fading.draw(
      sight, base: place.base, terminal: place.terminal, from: &numbers
    ).link
  }

  /// The share of power in sight.
  ///
  /// Physics primer, eq. 82.
  private func sight(_ geometry: LargeScaleGeometry, _ place: LinkPlace) -> Double {
    let probability = model.model.sightProbability(geometry)
    let excess = probability - normalProbability(fields.sight(at: place))
    // No wider than there is room, so that the mean over places is the probability itself.
    let width = min(Self.passage, probability, 1 - probability)
    guard width > 0 else { return probability >= 1 ? 1 : 0 }
    let share = min(max(excess / width, -1), 1)
    return (1 + Double.sin(.pi / 2 * share)) / 2
  }

  private func loss(
    _ sight: SightState, _ geometry: LargeScaleGeometry, _ place: LinkPlace
  ) -> Double {
    let deviation = model.model.shadowFadingDeviation(sight, geometry, model.frequency)
    let shadow = -fields.shadowFading(sight, at: place) * deviation
    let blockage =
      sight == .behindVehicle
      ? model.blockage(
        (place.base.z, place.terminal.z), distance: geometry.distance,
        normal: fields.blockage(at: place)) : 0
    return model.model.pathLoss(sight, geometry, model.frequency) + shadow + blockage
  }
}
