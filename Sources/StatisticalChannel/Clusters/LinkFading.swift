// SPDX-License-Identifier: Apache-2.0

package import ChannelStandards
internal import LinearAlgebra
internal import Quantities
internal import RealModule
package import Spatial

/// The fast fading of links of one model: which tables they have, and how clause 7.9.3 changes them.
package struct LinkFading: Sendable {
  /// What the tables leave open.
  package struct Options: Hashable, Sendable {
    package var release = StandardRelease.release19
    /// Whether paths without line of sight come later than the straight way (7.6.9).
    package var hasAbsoluteDelay = true
    /// The hall's size, which factories need; the longest excess delay indoors follows from it.
    package var hall: HallSize?
    /// Clusters far below the others, which backgrounds may have (7.9.5.5).
    package var weakClusters: WeakClusters?

    package init() {}
  }

  /// A link's clusters with the shadow fading that they were drawn with.
  package struct Faded: Sendable {
    package var link: ClusteredLink
    /// In standard deviations; positive means more power.
    package var shadowFading: Double
  }

  private struct State: Sendable {
    var large: LargeScaleModel
    var clusters: ClusterModel
    var weak: (clusters: WeakClusters, model: ClusterModel)?
  }

  private let environment: RadioEnvironment
  private let spreads: LinkModel.SpreadRule
  private let frequency: CarrierFrequency
  private let states: [SightState: State]

  /// Prepares the fading of a model's links.
  ///
  /// - Parameters:
  ///   - model: The links' large-scale model.
  ///   - frequency: The carrier.
  ///   - options: What the tables leave open.
  /// - Throws: `ChannelStandardError` where a factory's hall has no size.
  package init(
    _ model: LinkModel, frequency: CarrierFrequency, options: Options = Options()
  ) throws {
    environment = model.fadingEnvironment
    spreads = model.spreads
    self.frequency = frequency
    var states: [SightState: State] = [:]
    for sight in SightState.allCases {
      guard (try? FastFadingColumn.of(environment, sight)) != nil else { continue }
      states[sight] = try Self.state(model, environment, sight, frequency, options)
    }
    self.states = states
  }

  private static func state(
    _ model: LinkModel, _ environment: RadioEnvironment, _ sight: SightState,
    _ frequency: CarrierFrequency, _ options: Options
  ) throws -> State {
    var parameters = try FastFadingParameters(
      environment, sight, frequency: frequency, hall: options.hall,
      release: options.release)
    if case .aerial = model.formulas {
      parameters = parameters.withRicianFactor(decibels: FastFadingParameters.aerialRicianFactor)
    }
    switch model.spreads {
    case .tabulated: break
    case .departure: parameters.arrivalAzimuthSpread = parameters.departureAzimuthSpread
    case .arrival: parameters.departureAzimuthSpread = parameters.arrivalAzimuthSpread
    }
    var clusters = ClusterModel(parameters)
    clusters.isIndoorTerminal = sight == .outdoorToIndoor
    if options.hasAbsoluteDelay, environment != .factoryBothHigh {
      clusters.absoluteDelay = try AbsoluteDelay(environment, frequency: frequency)
    }
    if let hall = options.hall, environment.isIndoors {
      let longest = max(hall.length, hall.width, hall.height)
      clusters.longestExcessDelay = 2 * longest / PhysicalConstants.speedOfLight
    }
    return State(
      large: try LargeScaleModel(parameters), clusters: clusters,
      weak: options.weakClusters.map { ($0, $0.model(beside: clusters)) })
  }

  /// Whether links of a state of sight can be drawn.
  func has(_ sight: SightState) -> Bool { states[sight] != nil }

  /// Draws a link.
  ///
  /// - Parameters:
  ///   - sight: Its state, which the surroundings must have.
  ///   - base: Where the end is that stands for the base station, in metres.
  ///   - terminal: Where the other end is, in metres.
  ///   - outdoorSight: The state of the outdoor part of a link to indoors, whose zenith angles of
  ///     departure follow it; nil elsewhere.
  ///   - shadowFading: In standard deviations where it was drawn before, positive for more power.
  ///   - stream: Gives the random numbers.
  /// - Returns: The link with departure at the first end.
  /// - Throws: `ChannelStandardError.noColumn` for a state that the surroundings do not have.
  package func draw(
    _ sight: SightState, base: Vector3, terminal: Vector3, outdoorSight: SightState? = nil,
    shadowFading: Double? = nil, from stream: inout some LinkNumbers
  ) throws(ChannelStandardError) -> Faded {
    guard let state = states[sight] else { throw .noColumn(environment, sight) }
    let way = terminal - base
    let departure = departure(
      outdoorSight ?? sight, state,
      LinkGeometry(
        groundDistance: (way.x * way.x + way.y * way.y).squareRoot(), baseHeight: base.z,
        terminalHeight: terminal.z))
    var values = state.large.draw(
      departure: departure, shadowFading: shadowFading, from: &stream)
    if spreads == .departure {
      // Drawn like the departure's, but on its own (Table 7.9.3-1, note 1).
      values.arrivalZenithSpread =
        state.large.draw(departure: departure, from: &stream).departureZenithSpread
    }
    var link = state.clusters.draw(
      values, base: base, terminal: terminal, departure: departure, from: &stream)
    if let weak = state.weak {
      var obstructed = values
      obstructed.ricianFactor = nil
      stream.begin(set: 1)
      let second = weak.model.draw(
        obstructed, base: base, terminal: terminal, departure: departure, from: &stream)
      link = weak.clusters.joined(link, second)
    }
    return Faded(link: link, shadowFading: values.shadowFading)
  }

  /// The Rician factor of a link, linear; zero without a line of sight.
  ///
  /// - Parameters:
  ///   - sight: Its state.
  ///   - numbers: Gives the numbers of its large-scale parameters.
  /// - Returns: The factor.
  func ricianFactor(_ sight: SightState, from numbers: inout some LinkNumbers) -> Double {
    // The zenith spread does not touch it.
    let departure = ZenithDeparture(spread: .init(mean: 0, deviation: 0), offset: 0)
    let values = states[sight]?.large.draw(departure: departure, from: &numbers)
    return values?.ricianFactor.map { Double.exp10($0 / 10) } ?? 0
  }

  private func departure(
    _ sight: SightState, _ state: State, _ geometry: LinkGeometry
  ) -> ZenithDeparture {
    var departure = ZenithDeparture(
      environment, sight, geometry, state.large.parameters, frequency: frequency)
    switch spreads {
    case .tabulated: break
    case .departure: departure.offset = 0
    case .arrival: departure.spread = state.large.parameters.arrivalZenithSpread
    }
    return departure
  }
}

extension LinkModel {
  /// The surroundings whose tables of fast fading hold.
  var fadingEnvironment: RadioEnvironment {
    switch formulas {
    case .ground(let surroundings):
      // Between base stations and what is in the street: the links of UMa and RMa (TR 37.885).
      switch surroundings.environment {
      case .urbanGrid: .urbanMacro
      case .highway: .ruralMacro
      case let environment: environment
      }
    case .aerial(let aerial): aerial.ground
    case .vehicles(let street): street == .urbanGrid ? .urbanGrid : .highway
    }
  }
}
