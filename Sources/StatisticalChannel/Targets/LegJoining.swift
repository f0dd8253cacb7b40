// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// How rays without line of sight of the way to a target are joined with those of the way from it.
package enum RayPairing: String, Hashable, Sendable, CaseIterable {
  /// Every ray with every ray.
  case everyRay
  /// Every cluster with every cluster, and in each such pair rays one by one.
  case everyCluster
  /// Clusters one by one in the order of their delays, and in each such pair rays one by one.
  case clustersInOrder
  /// Clusters one by one at random, and in each such pair rays one by one.
  case clustersAtRandom
  /// Rays one by one at random.
  case raysAtRandom
}

/// How both legs of a target channel are joined: TR 38.901 V19 clause 7.9.4.1 step 9.
///
/// A leg's line of sight is joined with the line of sight of the other one, which is never
/// dropped, and with all its other rays. Of N M rays each without line of sight that are joined one by one
/// 1 / (N M) of the power is left: 26 dB less with 400, which option 2 does not make up for.
package struct LegJoining: Hashable, Sendable {
  package var pairing: RayPairing
  /// Whether the line of sight is all there is of a leg that has one.
  package var keepsOnlyLinesOfSight: Bool
  /// Whether pairs of rays without line of sight have the power of all such pairs together.
  package var keepsPower: Bool
  /// Paths are dropped that are weaker than the strongest one by more decibels; nil drops none.
  package var dropsBelow: Double?

  package init(
    _ pairing: RayPairing, keepsOnlyLinesOfSight: Bool = false, keepsPower: Bool = false,
    dropsBelow: Double? = nil
  ) {
    self.pairing = pairing
    self.keepsOnlyLinesOfSight = keepsOnlyLinesOfSight
    self.keepsPower = keepsPower
    self.dropsBelow = dropsBelow
  }

  /// Whether echoes without line of sight on both legs have less power than their losses leave them.
  package var losesPower: Bool { pairing != .everyRay && !keepsPower }

  /// Option 1 of the standard: 25 dB below the strongest path all are dropped.
  package static let option1 = LegJoining(.everyRay, dropsBelow: 25)

  /// Option 2 of the standard, with which companies calibrated (Table 7.9.6.2-1): 40 dB.
  package static let option2 = LegJoining(.raysAtRandom, dropsBelow: 40)
}

/// The options and cases of the study of concatenation (arXiv 2409.14441), by their names there.
///
/// A number is an option; its suffix A keeps a leg's line of sight only, O and R are clusters in order
/// and at random, N the power of all pairs. Case A is option 0A. Option 2 takes its clusters at
/// random.
package enum StudyCase: String, Hashable, Sendable, CaseIterable {
  case option0 = "0"
  case option0A = "0A"
  case option1 = "1"
  case option1A = "1A"
  case option2 = "2"
  case option2A = "2A"
  case option3 = "3"
  case option3A = "3A"
  case caseA = "A"
  case case2O = "2O"
  case case2R = "2R"
  case case1N = "1N"
  case case2ON = "2ON"
  case case2RN = "2RN"
  case case3N = "3N"

  /// The study drops no paths.
  package var joining: LegJoining {
    switch self {
    case .option0: LegJoining(.everyRay)
    case .option0A, .caseA: LegJoining(.everyRay, keepsOnlyLinesOfSight: true)
    case .option1: LegJoining(.everyCluster)
    case .option1A: LegJoining(.everyCluster, keepsOnlyLinesOfSight: true)
    case .option2, .case2R: LegJoining(.clustersAtRandom)
    case .option2A: LegJoining(.clustersAtRandom, keepsOnlyLinesOfSight: true)
    case .option3: LegJoining(.raysAtRandom)
    case .option3A: LegJoining(.raysAtRandom, keepsOnlyLinesOfSight: true)
    case .case2O: LegJoining(.clustersInOrder)
    case .case1N: LegJoining(.everyCluster, keepsPower: true)
    case .case2ON: LegJoining(.clustersInOrder, keepsPower: true)
    case .case2RN: LegJoining(.clustersAtRandom, keepsPower: true)
    case .case3N: LegJoining(.raysAtRandom, keepsPower: true)
    }
  }
}
