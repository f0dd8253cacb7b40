// SPDX-License-Identifier: Apache-2.0

/// A kind of target with the radar cross-section that TR 38.901 clause 7.9.2 gives it.
package enum SensingTarget: String, Hashable, Sendable, CaseIterable {
  case smallUAV = "uav-small"
  case largeUAV = "uav-large"
  /// A human by model 1, the same from all sides.
  case human = "human"
  /// A human by model 2, with a front and a back.
  case humanTwoSided = "human-two-sided"
  case vehicle = "vehicle"
  case vehicleFivePoints = "vehicle-five-points"
  case automatedGuidedVehicle = "agv"
  case automatedGuidedVehicleFivePoints = "agv-five-points"

  /// What links to it are like.
  package var kind: TargetKind {
    switch self {
    case .smallUAV, .largeUAV: .aerialVehicle
    case .human, .humanTwoSided: .human
    case .vehicle, .vehicleFivePoints: .vehicle
    case .automatedGuidedVehicle, .automatedGuidedVehicleFivePoints: .guidedVehicle
    }
  }
}

extension TargetCrossSection {
  /// The radar cross-section of a kind of target.
  package static func of(_ target: SensingTarget) -> TargetCrossSection {
    switch target {
    case .smallUAV: smallUAV
    case .largeUAV: largeUAV
    case .human: human
    case .humanTwoSided: humanTwoSided
    case .vehicle: vehicle
    case .vehicleFivePoints: vehicleFivePoints
    case .automatedGuidedVehicle: automatedGuidedVehicle
    case .automatedGuidedVehicleFivePoints: automatedGuidedVehicleFivePoints
    }
  }
}
