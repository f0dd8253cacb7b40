// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Randomness
internal import Spatial

/// The large-scale loss between two places.
struct Leg: Hashable, Sendable {
  var state: SightState
  /// Path loss, shadow fading and what vehicles take away, in decibels.
  var loss: Double
  /// Shadow fading in standard deviations; positive means more loss.
  var fading: Double
}

/// Draws legs of one kind.
struct LegModel: Sendable {
  let model: LinkModel
  let frequency: CarrierFrequency
  let layout: SiteLayout
  /// Whether the second end is a target (TR 38.901 clause 7.9.3).
  let isTarget: Bool
  /// Walls that take the lines of sight that they stand in.
  let screens: [ReflectingWall]
  /// The height of a vehicle that hides the other end, type 2 of TR 37.885, in metres.
  static let vehicleHeight = 1.6

  /// The same links where no copies of sites and no streets are in between.
  var besideItself: LegModel {
    LegModel(
      model: model, frequency: frequency, layout: SiteLayout([]), isTarget: isTarget, screens: [])
  }

  /// A leg with a state that is drawn, or with one that is given.
  ///
  /// - Parameters:
  ///   - base: The base station's place, or that of the end that stands for it.
  ///   - terminal: The other end's place.
  ///   - stream: The leg's numbers.
  ///   - given: The leg's state whatever the probability; nil draws it.
  /// - Returns: The leg.
  func leg(
    _ base: Vector3, _ terminal: Vector3, _ stream: inout RandomStream,
    state given: SightState? = nil
  ) -> Leg {
    var geometry = geometry(base, terminal)
    if layout.hasStreets {
      geometry.sharesStreet = StreetGrid.sharesStreet(
        SIMD2(base.x, base.y), SIMD2(terminal.x, terminal.y))
    }
    let first = stream.uniform()
    let (fading, blockage) = stream.normalPair()
    if hasTallTerminals(geometry) {
      geometry.environmentHeight = EnvironmentHeights(
        horizontalDistance: geometry.horizontalDistance, terminalHeight: geometry.terminalHeight
      ).height(stream.uniform(), stream.uniform())
    }
    let isHidden = screens.contains { $0.blocks(base, terminal) }
    let state = given ?? drawnState(isHidden ? 1 : first, geometry)
    var loss =
      model.pathLoss(state, geometry, frequency)
      + fading * model.shadowFadingDeviation(state, geometry, frequency)
    if state == .behindVehicle,
      let hidden = VehicleBlockage(
        heights: (base.z, terminal.z), vehicle: Self.vehicleHeight, distance: geometry.distance)
    {
      loss += max(0, hidden.mean + hidden.deviation * blockage)
    }
    return Leg(state: state, loss: loss, fading: fading)
  }

  private func geometry(_ base: Vector3, _ terminal: Vector3) -> LargeScaleGeometry {
    let way = layout.displacement(from: base, to: terminal)
    return model.geometry(
      horizontalDistance: (way * way).sum().squareRoot(), baseHeight: base.z,
      terminalHeight: terminal.z, isTarget: isTarget)
  }

  /// The path loss that a line of sight would have, in decibels.
  func sightLoss(_ base: Vector3, _ terminal: Vector3) -> Double {
    model.pathLoss(.lineOfSight, geometry(base, terminal), frequency)
  }

  /// The state that a number between zero and one draws; one has no line of sight.
  private func drawnState(_ number: Double, _ geometry: LargeScaleGeometry) -> SightState {
    number < model.sightProbability(geometry) ? .lineOfSight : model.obstruction(geometry)
  }

  /// Whether the ground of a line of sight may be on roofs: UMa's terminals above 13 m.
  private func hasTallTerminals(_ geometry: LargeScaleGeometry) -> Bool {
    guard geometry.terminalHeight > 13 else { return false }
    switch model.formulas {
    case .ground(let surroundings): return surroundings.environment == .urbanMacro
    case .aerial(let environment):
      return environment == .urbanMacro && geometry.terminalHeight <= environment.lowestHeight
    case .vehicles: return false
    }
  }
}
