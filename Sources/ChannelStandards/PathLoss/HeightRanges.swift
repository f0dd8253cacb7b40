// SPDX-License-Identifier: Apache-2.0

/// For which heights above the ground, in metres, the standards give the path losses of a scenario.
///
/// TR 38.901 V19.4 Table 7.4.1-1 (one source), TR 36.777 V15 Table B-1 for what flies. Offices and factories have ranges of
/// distance instead, streets those of what they have in them.
package struct HeightRanges: Hashable, Sendable {
  /// Of base stations; one height where the table has one.
  package let base: ClosedRange<Double>
  /// Of terminals and targets; sensing takes what is lower as it is (clause 7.9.3).
  package let terminal: ClosedRange<Double>

  /// The ranges of a scenario, nil where the tables tell none.
  package static func of(_ scenario: SensingScenario) -> HeightRanges? {
    switch scenario {
    case .urbanMicro: HeightRanges(base: 10...10, terminal: 1.5...22.5)
    case .urbanMacro: HeightRanges(base: 25...25, terminal: 1.5...22.5)
    case .ruralMacro: HeightRanges(base: 10...150, terminal: 1...10)
    case .suburbanMacro: HeightRanges(base: 25...35, terminal: 1...14)
    case .urbanMicroAerial: HeightRanges(base: 10...10, terminal: 1.5...300)
    case .urbanMacroAerial: HeightRanges(base: 25...25, terminal: 1.5...300)
    case .ruralMacroAerial: HeightRanges(base: 10...150, terminal: 1...300)
    default: nil
    }
  }

  /// How many times higher or lower base stations may be before it is told: the formulas have their
  /// height, and those near it are in use.
  private static let slack = 2.0

  /// Whether base stations of a height are near what the table has.
  package func holds(base height: Double) -> Bool {
    (base.lowerBound / Self.slack...base.upperBound * Self.slack).contains(height)
  }

  /// Whether the other end is not higher than the table has it.
  package func holds(terminal height: Double) -> Bool { height <= terminal.upperBound }
}
