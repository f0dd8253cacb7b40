// SPDX-License-Identifier: Apache-2.0

extension FastFadingColumn {
  /// The column for links of an environment.
  ///
  /// - Parameters:
  ///   - environment: The surroundings.
  ///   - sight: The state of sight.
  ///   - release: The edition of TR 38.901.
  /// - Returns: The column.
  /// - Throws: `ChannelStandardError.noColumn` where the standards have none, `noEarlierTables` where
  ///   those of the edition are not at hand.
  package static func of(
    _ environment: RadioEnvironment, _ sight: SightState, release: StandardRelease = .release19
  ) throws(ChannelStandardError) -> FastFadingColumn {
    let earlier = try earlier(environment, sight, release)
    guard let column = earlier ?? current(environment, sight) else {
      throw .noColumn(environment, sight)
    }
    return column
  }

  /// The column of an edition before V19, nil where it is the same.
  private static func earlier(
    _ environment: RadioEnvironment, _ sight: SightState, _ release: StandardRelease
  ) throws(ChannelStandardError) -> FastFadingColumn? {
    switch (release, environment) {
    case (.release19, _): return nil
    case (.release16, _): return earlier(environment, sight)
    case (.release14, .urbanMicro):
      return sight == .outdoorToIndoor
        ? urbanMicroOutdoorToIndoor14 : earlier(environment, sight)
    case (.release14, .mixedOffice), (.release14, .openOffice): return nil
    case (.release14, _): throw .noEarlierTables(environment)
    }
  }

  private static func current(
    _ environment: RadioEnvironment, _ sight: SightState
  ) -> FastFadingColumn? {
    switch environment {
    case .urbanMicro:
      choose(sight, urbanMicroLineOfSight, urbanMicroObstructed, urbanMicroOutdoorToIndoor)
    case .urbanMacro:
      choose(sight, urbanMacroLineOfSight, urbanMacroObstructed, urbanMacroOutdoorToIndoor)
    case .ruralMacro:
      choose(sight, ruralMacroLineOfSight, ruralMacroObstructed, ruralMacroOutdoorToIndoor)
    case .suburbanMacro:
      choose(sight, suburbanMacroLineOfSight, suburbanMacroObstructed, suburbanMacroOutdoorToIndoor)
    case .mixedOffice, .openOffice: choose(sight, officeLineOfSight, officeObstructed, nil)
    case .sparseFactoryLow, .denseFactoryLow, .sparseFactoryHigh, .denseFactoryHigh:
      choose(sight, factoryLineOfSight, factoryObstructed, nil)
    case .factoryBothHigh: choose(sight, factoryLineOfSight, nil, nil)
    case .urbanGrid:
      sight == .behindVehicle
        ? urbanGridBehindVehicle : choose(sight, urbanGridLineOfSight, urbanGridObstructed, nil)
    case .highway:
      sight == .behindVehicle ? highwayBehindVehicle : choose(sight, highwayLineOfSight, nil, nil)
    }
  }

  private static func choose(
    _ sight: SightState, _ lineOfSight: FastFadingColumn, _ obstructed: FastFadingColumn?,
    _ indoor: FastFadingColumn?
  ) -> FastFadingColumn? {
    switch sight {
    case .lineOfSight: lineOfSight
    case .obstructed: obstructed
    case .outdoorToIndoor: indoor
    case .behindVehicle: nil
    }
  }

  private static func earlier(
    _ environment: RadioEnvironment, _ sight: SightState
  ) -> FastFadingColumn? {
    switch environment {
    case .urbanMicro:
      choose(sight, urbanMicroLineOfSight16, urbanMicroObstructed16, urbanMicroOutdoorToIndoor)
    case .urbanMacro:
      choose(sight, urbanMacroLineOfSight16, urbanMacroObstructed16, urbanMacroOutdoorToIndoor16)
    default: nil
    }
  }
}
