// SPDX-License-Identifier: Apache-2.0

/// The large-scale model of a link: what formulas it has, and how they are changed for sensing.
///
/// TR 38.901 V19.4 clause 7.9.3. What is said of TR 38.858 clause A.3 is known from other
/// simulators only.
package struct LinkModel: Hashable, Sendable {
  /// Where the formulas of path loss and shadow fading are from.
  package enum Formulas: Hashable, Sendable {
    /// TR 38.901 clause 7.4, or TR 37.885 for base stations and streets.
    case ground(Surroundings)
    /// TR 36.777 Annex B.
    case aerial(AerialEnvironment)
    /// TR 37.885 clause 6.2.
    case vehicles(VehicleLinks)
  }

  /// What gives the probability of a line of sight.
  package enum SightRule: Hashable, Sendable {
    case formulas
    /// Table 7.9.3-4, case 7.
    case fromGround(AerialEnvironment)
    /// Table 7.9.3-5, case 9.
    case betweenAerial(AerialEnvironment)
  }

  /// Which of the two sides' angle spreads hold at both sides.
  package enum SpreadRule: Hashable, Sendable {
    case tabulated
    /// ASA and ZSA are drawn like ASD and ZSD, and the zenith of departure has no offset
    /// (Table 7.9.3-1, note 1).
    case departure
    /// ASD and ZSD are drawn like ASA and ZSA (Table 7.9.3-1, note 2).
    case arrival
  }

  package var formulas: Formulas
  package var sight: SightRule
  package var spreads: SpreadRule
  /// The height in metres that the formulas take for the first end instead of its own.
  package var baseHeight: Double?
  /// The height in metres that the formulas take for the second end instead of its own.
  package var terminalHeight: Double?

  /// Creates a model.
  package init(
    formulas: Formulas, sight: SightRule = .formulas, spreads: SpreadRule = .tabulated,
    baseHeight: Double? = nil, terminalHeight: Double? = nil
  ) {
    self.formulas = formulas
    self.sight = sight
    self.spreads = spreads
    self.baseHeight = baseHeight
    self.terminalHeight = terminalHeight
  }

  /// The geometry of a link of this model.
  ///
  /// - Parameters:
  ///   - horizontalDistance: d2D in metres.
  ///   - baseHeight: The first end's height in metres: the base station's where there is one.
  ///   - terminalHeight: The second end's height in metres.
  ///   - isTarget: Whether the second end is a target, whose breakpoint in UMi and UMa is that of
  ///     a height of 1.5 m.
  ///   - environmentHeight: hE in metres.
  /// - Returns: The geometry, whose d3D is that of the ends themselves.
  package func geometry(
    horizontalDistance: Double, baseHeight: Double, terminalHeight: Double, isTarget: Bool,
    environmentHeight: Double = 1
  ) -> LargeScaleGeometry {
    var geometry = LargeScaleGeometry(
      horizontalDistance: horizontalDistance, baseHeight: baseHeight,
      terminalHeight: terminalHeight, environmentHeight: environmentHeight)
    if let height = self.baseHeight { geometry.baseHeight = height }
    if let height = self.terminalHeight { geometry.terminalHeight = height }
    geometry.breakpointTerminalHeight =
      isTarget && hasUrbanBreakpoint ? 1.5 : geometry.terminalHeight
    return geometry
  }

  private var hasUrbanBreakpoint: Bool {
    guard case .ground(let surroundings) = formulas else { return false }
    return [.urbanMicro, .urbanMacro, .urbanGrid].contains(surroundings.environment)
  }

  /// The probability of a line of sight.
  package func sightProbability(_ geometry: LargeScaleGeometry) -> Double {
    switch (sight, formulas) {
    case (.fromGround(let environment), _): environment.sightFromGround(geometry)
    case (.betweenAerial(let environment), _): environment.sightBetween(geometry)
    case (_, .ground(let surroundings)): surroundings.sightProbability(geometry)
    case (_, .aerial(let environment)): environment.sightProbability(geometry)
    case (_, .vehicles(let street)): street.sightProbability(geometry)
    }
  }

  /// What is in the way where there is no line of sight.
  package func obstruction(_ geometry: LargeScaleGeometry) -> SightState {
    guard case .vehicles = formulas, geometry.sharesStreet else { return .obstructed }
    return .behindVehicle
  }

  /// The path loss in decibels.
  package func pathLoss(
    _ state: SightState, _ geometry: LargeScaleGeometry, _ frequency: CarrierFrequency
  ) -> Double {
    switch formulas {
    case .ground(let surroundings): surroundings.pathLoss(state, geometry, frequency)
    case .aerial(let environment): environment.pathLoss(state, geometry, frequency)
    case .vehicles(let street): street.pathLoss(state, geometry, frequency)
    }
  }

  /// The standard deviation of shadow fading in decibels.
  package func shadowFadingDeviation(
    _ state: SightState, _ geometry: LargeScaleGeometry, _ frequency: CarrierFrequency
  ) -> Double {
    switch formulas {
    case .ground(let surroundings):
      surroundings.shadowFadingDeviation(state, geometry, frequency)
    case .aerial(let environment): environment.shadowFadingDeviation(state, geometry, frequency)
    case .vehicles(let street): street.shadowFadingDeviation(state)
    }
  }
}

extension AerialEnvironment {
  /// The probability that a terminal on the ground sees one in the air (Table 7.9.3-4, case 7).
  func sightFromGround(_ geometry: LargeScaleGeometry) -> Double {
    guard geometry.terminalHeight > lowestHeight else {
      return Surroundings(.urbanMicro).sightProbability(geometry)
    }
    let rule: Self = self == .ruralMacro ? .ruralMacro : .urbanMicro
    return rule.sightProbability(geometry)
  }

  /// The probability that two terminals in the air see each other (Table 7.9.3-5, case 9).
  ///
  /// The rules take the higher one's height, so that either may be called the first. Two that are
  /// both above the heights at which base stations always see them, which the table does not
  /// list, see each other, too.
  func sightBetween(_ geometry: LargeScaleGeometry) -> Double {
    let high = max(geometry.baseHeight, geometry.terminalHeight)
    let low = min(geometry.baseHeight, geometry.terminalHeight)
    var ordered = geometry
    (ordered.baseHeight, ordered.terminalHeight) = (low, high)
    let isRural = self == .ruralMacro
    if high <= lowestHeight { return Surroundings(.urbanMicro).sightProbability(ordered) }
    let upward: Self = isRural ? .ruralMacro : .urbanMicro
    if low <= lowestHeight { return upward.sightProbability(ordered) }
    let level: Self = isRural ? .ruralMacro : .urbanMacro
    return level.sightProbability(ordered)
  }
}
