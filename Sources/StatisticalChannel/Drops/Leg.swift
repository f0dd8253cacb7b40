// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Randomness
internal import RealModule
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
  /// The height of a vehicle that hides the other end, type 2 of TR 37.885, in metres.
  static let vehicleHeight = 1.6

  /// The same links where no copies of sites and no streets are in between.
  var besideItself: LegModel {
    LegModel(model: model, frequency: frequency, layout: SiteLayout([]), isTarget: isTarget)
  }

  /// A leg with a state that is drawn, or without line of sight where that is given.
  ///
  /// - Parameters:
  ///   - base: The base station's place, or that of the end that stands for it.
  ///   - terminal: The other end's place.
  ///   - stream: The leg's numbers.
  ///   - fields: Gives them instead where legs that are near to each other are alike.
  ///   - isObstructed: Whether the leg has no line of sight whatever the probability.
  /// - Returns: The leg.
  func leg(
    _ base: Vector3, _ terminal: Vector3, _ stream: inout RandomStream, fields: LinkFields? = nil,
    isObstructed: Bool = false
  ) -> Leg {
    let way = layout.displacement(from: base, to: terminal)
    var geometry = model.geometry(
      horizontalDistance: (way * way).sum().squareRoot(), baseHeight: base.z,
      terminalHeight: terminal.z, isTarget: isTarget)
    if layout.hasStreets {
      geometry.sharesStreet = StreetGrid.sharesStreet(
        SIMD2(base.x, base.y), SIMD2(terminal.x, terminal.y))
    }
    let place = LinkPlace(
      base: base, terminal: Vector3(base.x + way.x, base.y + way.y, terminal.z))
    let first = fields.map { normalProbability($0.sight(at: place)) } ?? stream.uniform()
    var (fading, blockage) = stream.normalPair()
    if hasTallTerminals(geometry) {
      let roofs = fields?.environmentHeights(at: place) ?? (stream.uniform(), stream.uniform())
      geometry.environmentHeight = EnvironmentHeights(
        horizontalDistance: geometry.horizontalDistance, terminalHeight: geometry.terminalHeight
      ).height(roofs.0, roofs.1)
    }
    let isSeen = !isObstructed && first < model.sightProbability(geometry)
    let state: SightState =
      isSeen ? .lineOfSight : isObstructed ? .obstructed : model.obstruction(geometry)
    if let fields {
      fading = -fields.shadowFading(state, at: place)
      blockage = fields.blockage(at: place)
    }
    var loss =
      model.pathLoss(state, geometry, frequency)
      + fading * model.shadowFadingDeviation(state, geometry, frequency)
    if state == .behindVehicle {
      loss += self.blockage((base.z, terminal.z), distance: geometry.distance, normal: blockage)
    }
    return Leg(state: state, loss: loss, fading: fading)
  }

  /// What a vehicle in between takes away, in decibels.
  ///
  /// - Parameters:
  ///   - heights: Those of both ends, in metres.
  ///   - distance: Between them, in metres.
  ///   - normal: A standard normal number.
  /// - Returns: Zero where the vehicle is too low.
  func blockage(_ heights: (Double, Double), distance: Double, normal: Double) -> Double {
    let hidden = VehicleBlockage(
      heights: heights, vehicle: Self.vehicleHeight, distance: distance)
    return hidden.map { max(0, $0.mean + $0.deviation * normal) } ?? 0
  }

  /// The geometry between two places.
  ///
  /// - Parameters:
  ///   - place: The places.
  ///   - roofs: Uniform numbers by which the ground of a line of sight lies on roofs.
  /// - Returns: The geometry.
  func geometry(_ place: LinkPlace, roofs: (Double, Double)) -> LargeScaleGeometry {
    let way = place.terminal - place.base
    var geometry = model.geometry(
      horizontalDistance: Double.hypot(way.x, way.y), baseHeight: place.base.z,
      terminalHeight: place.terminal.z, isTarget: isTarget)
    if hasTallTerminals(geometry) {
      geometry.environmentHeight = EnvironmentHeights(
        horizontalDistance: geometry.horizontalDistance, terminalHeight: geometry.terminalHeight
      ).height(roofs.0, roofs.1)
    }
    return geometry
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
