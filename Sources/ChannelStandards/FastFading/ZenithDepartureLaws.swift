// SPDX-License-Identifier: Apache-2.0

extension ZenithDepartureLaw {
  /// The row for links of an environment; streets, which have their own spreads, take that of UMi.
  package static func of(_ environment: RadioEnvironment, obstructed: Bool) -> ZenithDepartureLaw {
    switch environment {
    case .urbanMacro: obstructed ? macroObstructed : macroInSight
    case .urbanMicro, .urbanGrid, .highway: obstructed ? microObstructed : microInSight
    case .ruralMacro: obstructed ? ruralObstructed : ruralInSight
    case .suburbanMacro: obstructed ? suburbanObstructed : suburbanInSight
    case .mixedOffice, .openOffice: obstructed ? officeObstructed : officeInSight
    default: obstructed ? factoryObstructed : factoryInSight
    }
  }

  private static let macroInSight = ZenithDepartureLaw(
    floor: -0.5, perKilometre: -2.1, perMetre: -0.01, constant: LogarithmicLaw(0.75),
    deviation: LogarithmicLaw(0.4))

  private static let macroObstructed = ZenithDepartureLaw(
    floor: -0.5, perKilometre: -2.1, perMetre: -0.01, constant: LogarithmicLaw(0.9),
    deviation: LogarithmicLaw(0.49),
    offset: .macro(
      a: LogarithmicLaw(-0.782, 0.208), floor: 25, c: LogarithmicLaw(2.03, -0.13),
      height: -0.07, e: LogarithmicLaw(-5.96, 7.66)))

  private static let microInSight = ZenithDepartureLaw(
    floor: -0.21, perKilometre: -14.8, perMetre: 0.01, heights: .distance,
    constant: LogarithmicLaw(0.83), deviation: LogarithmicLaw(0.35))

  private static let microObstructed = ZenithDepartureLaw(
    floor: -0.5, perKilometre: -3.1, perMetre: 0.01, heights: .excess,
    constant: LogarithmicLaw(0.2), deviation: LogarithmicLaw(0.35),
    offset: .power(slope: -1.5, floor: 10, constant: 3.3))

  private static let ruralInSight = ZenithDepartureLaw(
    floor: -1, perKilometre: -0.17, perMetre: -0.01, constant: LogarithmicLaw(0.22),
    deviation: LogarithmicLaw(0.34))

  private static let ruralObstructed = ZenithDepartureLaw(
    floor: -1, perKilometre: -0.19, perMetre: -0.01, constant: LogarithmicLaw(0.28),
    deviation: LogarithmicLaw(0.3), offset: .elevations(top: 35, upper: 3.5, lower: 1.5))

  private static let officeInSight = ZenithDepartureLaw(
    constant: LogarithmicLaw(2.228, -1.43, offset: 1),
    deviation: LogarithmicLaw(0.3, 0.13, offset: 1))

  private static let officeObstructed = ZenithDepartureLaw(
    constant: LogarithmicLaw(1.08), deviation: LogarithmicLaw(0.36))

  private static let factoryInSight = ZenithDepartureLaw(
    constant: LogarithmicLaw(1.35), deviation: LogarithmicLaw(0.35))

  private static let factoryObstructed = ZenithDepartureLaw(
    constant: LogarithmicLaw(1.2), deviation: LogarithmicLaw(0.55))

  private static let suburbanInSight = ZenithDepartureLaw(
    constant: LogarithmicLaw(0.14), deviation: LogarithmicLaw(0.16))

  private static let suburbanObstructed = ZenithDepartureLaw(
    constant: LogarithmicLaw(0.14), deviation: LogarithmicLaw(0.16), offset: .degrees(3.5))
}
