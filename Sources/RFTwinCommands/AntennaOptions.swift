// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Electromagnetics
internal import RFTwin
internal import Spatial

/// The antennas at both ends of a link.
struct AntennaOptions: ParsableArguments {
  @Option(help: "The transmitter's pattern.")
  var txPattern = PatternChoice.iso

  @Option(help: "The receivers' pattern.")
  var rxPattern = PatternChoice.iso

  @Option(help: "The transmitter's polarisation, V or H.")
  var txPolarization = PolarizationChoice.V

  @Option(help: "The receivers' polarisation, V or H.")
  var rxPolarization = PolarizationChoice.V

  @Option(
    parsing: .unconditional, help: "The transmitter's orientation, \"YAW,PITCH,ROLL\" in radians.")
  var txOrientation = Triple(.zero)

  @Option(
    parsing: .unconditional, help: "The receivers' orientation, \"YAW,PITCH,ROLL\" in radians.")
  var rxOrientation = Triple(.zero)

  @Option(parsing: .unconditional, help: "The transmitter's velocity, VX,VY,VZ in m/s.")
  var txVelocity = Triple(.zero)

  @Option(parsing: .unconditional, help: "The receivers' velocity, VX,VY,VZ in m/s.")
  var rxVelocity = Triple(.zero)

  func validate() throws {
    guard txVelocity.isSlowerThanLight, rxVelocity.isSlowerThanLight else {
      throw ValidationError("Please give --tx-velocity and --rx-velocity less than light's speed.")
    }
  }

  /// The transmitting end at a position.
  func transmitter(at position: Vector3) -> PathQuery.End {
    PathQuery.End(
      position: position, orientation: txOrientation.rotation, velocity: txVelocity.vector,
      antenna: Antenna(pattern: txPattern.pattern, polarization: txPolarization.polarization))
  }

  /// A receiving end at a position.
  func receiver(at position: Vector3) -> PathQuery.End {
    PathQuery.End(
      position: position, orientation: rxOrientation.rotation, velocity: rxVelocity.vector,
      antenna: Antenna(pattern: rxPattern.pattern, polarization: rxPolarization.polarization))
  }
}

extension Triple {
  fileprivate var rotation: Rotation {
    Rotation(yaw: vector.x, pitch: vector.y, roll: vector.z)
  }
}

/// Patterns by the names that other ray tracers use.
enum PatternChoice: String, ExpressibleByArgument, CaseIterable {
  case iso
  case dipole
  case halfWaveDipole = "hw-dipole"
  case tr38901

  var pattern: AntennaPattern {
    switch self {
    case .iso: .isotropic
    case .dipole: .shortDipole
    case .halfWaveDipole: .halfWaveDipole
    case .tr38901: .tr38901
    }
  }
}

/// Polarisations by their initials.
enum PolarizationChoice: String, ExpressibleByArgument, CaseIterable {
  case V
  case H

  var polarization: Polarization { self == .V ? .vertical : .horizontal }
}
