// SPDX-License-Identifier: Apache-2.0

/// An environment with the figures that its formulas take from its buildings and clutter.
///
/// Its path losses, shadow fadings and probabilities of a line of sight are those of
/// TR 38.901 V19.4 Tables 7.4.1-1 and 7.4.2-1 for base stations and terminals. Streets have the
/// links of TR 37.885 between base stations and what is in the street: those of UMa with an
/// environment height of 0.25 m in the urban grid, those of RMa at highways (figures that were
/// found in other simulators only). The formulas are evaluated where the tables say that they
/// hold, and go on beyond: to distances down to a metre, and to any height.
package struct Surroundings: Hashable, Sendable {
  package let environment: RadioEnvironment
  /// The hall's clutter, which only factories ask for.
  package var clutter: FactoryClutter
  /// h, the average height of buildings in metres (RMa and SMa).
  package var buildingHeight: Double
  /// W, the average width of streets in metres (RMa and SMa).
  package var streetWidth: Double
  /// The share of ground under vegetation, 0, 0.1 or 0.2 (SMa).
  package var vegetation: Double
  /// Whether losses and fadings without line of sight are the table's optional ones.
  package var usesOptionalLoss: Bool

  /// Creates surroundings with the tables' own figures.
  package init(_ environment: RadioEnvironment) {
    self.environment = environment
    let isDense = environment == .denseFactoryLow || environment == .denseFactoryHigh
    clutter = isDense ? .dense : .sparse
    buildingHeight = environment == .suburbanMacro ? 10 : 5
    streetWidth = environment == .suburbanMacro ? 10 : 20
    vegetation = 0
    usesOptionalLoss = false
  }

  /// The table of log-distance losses, nil for RMa and SMa and highways.
  package var table: LogDistanceTable? {
    switch environment {
    case .urbanMicro: .urbanMicro
    case .urbanMacro, .urbanGrid: .urbanMacro
    case .mixedOffice, .openOffice: .office
    case .sparseFactoryLow: .sparseFactoryLow
    case .denseFactoryLow: .denseFactoryLow
    case .sparseFactoryHigh, .factoryBothHigh: .sparseFactoryHigh
    case .denseFactoryHigh: .denseFactoryHigh
    case .ruralMacro, .suburbanMacro, .highway: nil
    }
  }

  /// The basic path loss PL_b in decibels (Table 7.4.1-1).
  ///
  /// - Parameters:
  ///   - state: Whether the ends see each other. What is seen from outdoors into a building has the
  ///     loss of its outdoor part, so the caller asks for that and adds `PenetrationLoss`.
  ///   - geometry: Where the ends are.
  ///   - frequency: The carrier.
  /// - Returns: The loss.
  package func pathLoss(
    _ state: SightState, _ geometry: LargeScaleGeometry, _ frequency: CarrierFrequency
  ) -> Double {
    guard let table else { return openCountryLoss(state, geometry, frequency) }
    let sight = sightLoss(table, geometry, frequency)
    guard state == .obstructed || state == .outdoorToIndoor else { return sight }
    if usesOptionalLoss, let optional = table.optional {
      return optional.decibels(geometry, frequency)
    }
    let loss = max(sight, table.obstructed.decibels(geometry, frequency))
    guard environment == .denseFactoryLow else { return loss }
    return max(loss, LogDistanceTable.sparseFactoryLow.obstructed.decibels(geometry, frequency))
  }

  /// The standard deviation of shadow fading in decibels (Table 7.4.1-1; outdoor to indoor
  /// Table 7.5-6).
  package func shadowFadingDeviation(
    _ state: SightState, _ geometry: LargeScaleGeometry, _ frequency: CarrierFrequency
  ) -> Double {
    switch (state, table) {
    case (.outdoorToIndoor, nil): 8
    case (.outdoorToIndoor, .some): 7
    case (.obstructed, nil): 8
    case (.obstructed, .some(let table)):
      usesOptionalLoss
        ? table.shadowFading.optional ?? table.shadowFading.obstructed
        : table.shadowFading.obstructed
    case (_, nil):
      geometry.horizontalDistance < openCountryBreakpoint(geometry, frequency) ? 4 : 6
    case (_, .some(let table)): table.shadowFading.sight
    }
  }

  /// The loss in line of sight of the environments with log-distance losses.
  private func sightLoss(
    _ table: LogDistanceTable, _ geometry: LargeScaleGeometry, _ frequency: CarrierFrequency
  ) -> Double {
    guard table.perBreakpointDecade > 0 else {
      return table.lineOfSight.decibels(geometry, frequency)
    }
    let breakpoint = urbanBreakpoint(geometry, frequency)
    guard geometry.horizontalDistance > breakpoint else {
      return table.lineOfSight.decibels(geometry, frequency)
    }
    return table.beyondBreakpoint.decibels(geometry, frequency)
      - table.perBreakpointDecade * breakpointDecades(breakpoint, geometry)
  }
}
