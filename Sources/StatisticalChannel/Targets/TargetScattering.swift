// SPDX-License-Identifier: Apache-2.0

package import ChannelStandards
internal import ComplexModule
package import Electromagnetics
internal import Randomness
internal import RealModule
package import Spatial

/// What a point of a target does to waves: TR 38.901 V19 clause 7.9.2.
package struct TargetScattering: Hashable, Sendable {
  /// nil scatters the same power in all directions.
  package var section: TargetCrossSection?
  /// Which of the section's points it is.
  package var point: Int
  /// Turns the target's frame, x forward and z up, into the world's.
  package var orientation: Rotation
  /// Whether sigma_S is drawn; otherwise it is one.
  package var fluctuates: Bool
  /// Whether sigma_D is followed; calibrations leave it at one (Table 7.9.6.2-1).
  package var isDirective: Bool
  /// The ratio of co-polar to cross-polar power.
  package var crossPolarization: NormalDecibels

  /// A point of a standard target.
  package init(
    _ section: TargetCrossSection, point: Int = 0, orientation: Rotation = .identity,
    fluctuates: Bool = true, isDirective: Bool = true
  ) {
    self.section = section
    self.point = point
    self.orientation = orientation
    self.fluctuates = fluctuates
    self.isDirective = isDirective
    crossPolarization = section.crossPolarization
  }

  /// A point that scatters the same power in all directions.
  package init(uniform crossPolarization: NormalDecibels) {
    section = nil
    point = 0
    orientation = .identity
    fluctuates = false
    isDirective = false
    self.crossPolarization = crossPolarization
  }

  /// sigma_D between two directions away from the target, unit vectors in the world.
  package func directivity(transmitter: Vector3, receiver: Vector3) -> Double {
    guard isDirective, let section else { return 1 }
    return section.directivity(
      point: point, transmitter: orientation.inverse(transmitter),
      receiver: orientation.inverse(receiver))
  }

  /// sigma_S, capped as (7.9.4-1) has it.
  package func fluctuation(from stream: inout some RandomNumberGenerator) -> Double {
    guard fluctuates, let section else { return 1 }
    return section.fluctuation(normal: NormalLayers.shared.number(from: &stream))
  }

  /// The polarisation matrix of a path (7.9.2-5).
  ///
  /// - Parameters:
  ///   - isSymmetric: Whether the path is its own reverse, so that the matrix equals its transpose.
  ///   - stream: Gives the random numbers.
  /// - Returns: The matrix.
  package func transfer(
    isSymmetric: Bool, from stream: inout some RandomNumberGenerator
  ) -> PolarizationTransfer {
    var transfer = PolarizationTransfer.random(
      crossPolarization: crossPolarization, from: &stream)
    if isSymmetric { transfer.phiFromTheta = transfer.thetaFromPhi }
    return transfer
  }
}
