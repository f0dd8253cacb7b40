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
  ///   - fields: Gives them instead where legs that are near to each other are alike.
  ///   - given: The leg's state whatever the probability; nil draws it.
  /// - Returns: The leg.
  func leg(
    _ base: Vector3, _ terminal: Vector3, _ stream: inout RandomStream, fields: LinkFields? = nil,
    state given: SightState? = nil
  ) -> Leg {
    let place = nearest(base, terminal)
    var geometry = geometry(place)
    if layout.hasStreets {
      geometry.sharesStreet = StreetGrid.sharesStreet(
        SIMD2(base.x, base.y), SIMD2(terminal.x, terminal.y))
    }
    let first = fields.map { normalProbability($0.sight(at: place)) } ?? stream.uniform()
    var (fading, blockage) = stream.normalPair()
    if hasTallTerminals(geometry) {
      let roofs = fields?.environmentHeights(at: place) ?? (stream.uniform(), stream.uniform())
      geometry.environmentHeight = EnvironmentHeights(
        horizontalDistance: geometry.horizontalDistance, terminalHeight: geometry.terminalHeight
      ).height(roofs.0, roofs.1)
    }
    let isHidden = screens.contains { $0.blocks(base, terminal) }
    let state = given ?? drawnState(isHidden ? 1 : first, geometry)
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
    var geometry = geometry(place)
    if hasTallTerminals(geometry) {
      geometry.environmentHeight = EnvironmentHeights(
        horizontalDistance: geometry.horizontalDistance, terminalHeight: geometry.terminalHeight
      ).height(roofs.0, roofs.1)
    }
    return geometry
  }

  /// The geometry between two places without roofs.
  private func geometry(_ place: LinkPlace) -> LargeScaleGeometry {
    let way = place.terminal - place.base
    return model.geometry(
      horizontalDistance: (way.x * way.x + way.y * way.y).squareRoot(), baseHeight: place.base.z,
      terminalHeight: place.terminal.z, isTarget: isTarget)
  }

  /// Both places, the second where its nearest copy is.
  private func nearest(_ base: Vector3, _ terminal: Vector3) -> LinkPlace {
    let way = layout.displacement(from: base, to: terminal)
    return LinkPlace(base: base, terminal: Vector3(base.x + way.x, base.y + way.y, terminal.z))
  }

  /// The path loss that a line of sight would have, in decibels.
  func sightLoss(_ base: Vector3, _ terminal: Vector3) -> Double {
    model.pathLoss(.lineOfSight, geometry(nearest(base, terminal)), frequency)
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
