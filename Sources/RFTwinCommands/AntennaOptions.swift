// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Electromagnetics
internal import Quantities
internal import RFTwin
internal import Scenes
internal import Spatial

/// The antennas at both ends of a link.
struct AntennaOptions: ParsableArguments {
  @Option(help: "The transmitter's pattern, or a file of it: .ffd, .msi or .csv.")
  var txPattern = PatternChoice.iso

  @Option(help: "The receivers' pattern, as for --tx-pattern.")
  var rxPattern = PatternChoice.iso

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The transmitter's polarisation: V, H, RHCP, LHCP, slant+45, slant-45 or an angle from"
        + " vertical, \"30 deg\". [default: V, or what the file names]"),
    transform: PolarizationChoice.init(argument:))
  var txPolarization: PolarizationChoice?

  @Option(
    parsing: .unconditional, help: "The receivers' polarisation, as for --tx-polarization.",
    transform: PolarizationChoice.init(argument:))
  var rxPolarization: PolarizationChoice?

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

  /// The antennas at both ends, with their files read.
  struct Antennas {
    var transmitting: Antenna
    var receiving: Antenna

    /// Sentences about what is allowed but hardly meant.
    var warnings: [String] = []
  }

  /// Reads the files among the patterns.
  func antennas(at frequency: Frequency) throws -> Antennas {
    var warnings: [String] = []
    func antenna(
      _ choice: PatternChoice, _ polarization: PolarizationChoice?, _ option: String
    ) throws -> Antenna {
      let wish = polarization?.polarization
      switch choice {
      case .named(let name):
        return Antenna(pattern: name.pattern, polarization: wish ?? .vertical)
      case .file(let path):
        let file = try AntennaFile(path, frequency: frequency)
        guard wish == nil || !file.hasBothPolarizations else {
          throw DataError(
            "\(path): the file holds both polarisations; leave out --\(option)-polarization, or turn"
              + " the antenna with --\(option)-orientation")
        }
        warnings += file.warnings(at: frequency, polarization: wish)
        return Antenna(
          pattern: file.pattern, polarization: wish ?? file.polarization ?? .vertical)
      }
    }
    let transmitting = try antenna(txPattern, txPolarization, "tx")
    let receiving = try antenna(rxPattern, rxPolarization, "rx")
    return Antennas(transmitting: transmitting, receiving: receiving, warnings: warnings)
  }

  /// The transmitting end at a position.
  func transmitter(at position: Vector3, _ antennas: Antennas) -> PathQuery.End {
    PathQuery.End(
      position: position, orientation: txOrientation.rotation, velocity: txVelocity.vector,
      antenna: antennas.transmitting)
  }

  /// A receiving end at a position.
  func receiver(at position: Vector3, _ antennas: Antennas) -> PathQuery.End {
    PathQuery.End(
      position: position, orientation: rxOrientation.rotation, velocity: rxVelocity.vector,
      antenna: antennas.receiving)
  }
}

extension Triple {
  fileprivate var rotation: Rotation {
    Rotation(yaw: vector.x, pitch: vector.y, roll: vector.z)
  }
}

/// A pattern by its name, or a file of one.
enum PatternChoice: ExpressibleByArgument {
  /// Patterns by the names that other ray tracers use.
  enum Name: String, CaseIterable {
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

  case named(Name)
  case file(String)

  static let iso = PatternChoice.named(.iso)
  static var allValueStrings: [String] { Name.allCases.map(\.rawValue) + ["FILE"] }
  var defaultValueDescription: String {
    switch self {
    case .named(let name): name.rawValue
    case .file(let path): path
    }
  }

  init?(argument: String) {
    if let name = Name(rawValue: argument) {
      self = .named(name)
    } else if argument.contains(".") || argument.contains("/") {
      // A bare word is a slip of a name rather than a file without an extension.
      self = .file(argument)
    } else {
      return nil
    }
  }
}

/// A polarisation by its name or initials, or an angle from vertical.
struct PolarizationChoice {
  let polarization: Polarization

  /// Reads a polarisation.
  ///
  /// - Throws: `ValidationError`, which tells what there is.
  init(argument: String) throws {
    guard let polarization = Polarization(written: argument) else {
      throw ValidationError(
        "give one of \(Polarization.names.joined(separator: ", ")), or an angle from vertical up to"
          + " 180 deg, such as \"30 deg\"")
    }
    self.polarization = polarization
  }
}
