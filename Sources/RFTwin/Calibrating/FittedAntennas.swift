// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import Electromagnetics
internal import Quantities
internal import Scenes

/// What is fitted of the antennas of radios along with materials: patterns and orientations.
///
/// Both change the powers of paths as materials do, so no one of the three can be found before the others.
struct FittedAntennas: Sendable {
  private let patterns: [(radio: Int, name: String, spread: Double)]
  private let orientations: [(radio: Int, name: String)]

  /// By how much radios are turned for which paths were traced.
  private let traced: [Int: RadioTurn]

  /// The transmitter and the receiver of each observed link, with the antennas that paths were traced for.
  private let ends: [(transmitter: End, receiver: End)]

  private typealias End = (radio: Int, element: ArrayElement)

  /// How well the mounting of a radio is known before along each axis, in degrees.
  private static let orientationSpread = 3.0

  /// - Parameters:
  ///   - settings: What to do.
  ///   - scene: Of the scenario.
  ///   - links: For each observed link which of the scene it is.
  ///   - traced: By how much radios are turned for which paths were traced.
  init(
    _ settings: CalibrationSettings, _ scene: Scene, links: [Int], traced: [Int: RadioTurn]
  ) {
    patterns = settings.antennas.compactMap { entry in
      scene.radios.firstIndex { $0.name == entry.radio }.map { ($0, entry.radio, entry.spread) }
    }
    orientations = scene.radios.enumerated()
      .filter { settings.orientations.contains($1.name) }.map { ($0, $1.name) }
    self.traced = traced
    ends = links.map {
      let link = scene.links[$0]
      return (
        (link.transmitter, scene.radios[link.transmitter].activeTransmitElements[0]),
        (link.receiver, scene.radios[link.receiver].receiveElements[0])
      )
    }
  }

  /// The numbers that are fitted, patterns first.
  var unknowns: [Unknown] {
    let angles = AntennaCorrections.angles
    return patterns.flatMap { antenna in
      angles.indices.map { angle in
        Unknown(
          name: "pattern of \(antenna.name) at \(shortest(angles[angle])) deg", unit: "dB",
          prior: 0, spread: antenna.spread, kind: .antenna(radio: antenna.radio, angle: angle))
      }
    }
      + orientations.flatMap { own in
        (0..<3).map { axis in
          Unknown(
            name: "\(["yaw", "pitch", "roll"][axis]) of \(own.name)", unit: "deg", prior: 0,
            spread: Self.orientationSpread, kind: .orientation(radio: own.radio, axis: axis))
        }
      }
  }

  /// How many numbers that are.
  var count: Int { orientationsFirst + 3 * orientations.count }

  private var orientationsFirst: Int { patterns.count * AntennaCorrections.angles.count }

  /// The free value of an unknown that a fit begins with: what the traced paths have already.
  func start(of unknown: Unknown) -> Double {
    guard case .orientation(let radio, let axis) = unknown.kind else { return unknown.prior }
    return traced[radio]?[axis] ?? 0
  }

  /// By how much radios are turned.
  ///
  /// - Parameters:
  ///   - values: Of all unknowns.
  ///   - first: The position of the first of an antenna among them.
  /// - Returns: The turn of each radio whose orientation is fitted, by its number in the scene.
  func turns(_ values: [Double], first: Int) -> [Int: RadioTurn] {
    var turns: [Int: RadioTurn] = [:]
    for (number, own) in orientations.enumerated() {
      let place = first + orientationsFirst + 3 * number
      turns[own.radio] = RadioTurn(
        yaw: values[place], pitch: values[place + 1], roll: values[place + 2])
    }
    return turns
  }

  /// What turns a radio to the other side of where its scenario has it look: in yaw, in pitch and in both.
  ///
  /// - Parameter first: The position of the first number of an antenna among all unknowns.
  /// - Returns: For each radio and each of the three what makes values of all unknowns others.
  func mirrorings(first: Int) -> [([Double]) -> [Double]] {
    orientations.indices.flatMap { number in
      [[0], [1], [0, 1]].map { axes in
        { values in
          var mirrored = values
          for axis in axes { mirrored[first + orientationsFirst + 3 * number + axis].negate() }
          return mirrored
        }
      }
    }
  }

  /// What the antennas of an observed link differ by.
  ///
  /// - Parameters:
  ///   - link: Which of the observed links.
  ///   - values: Of all unknowns.
  ///   - first: The position of the first of an antenna among them.
  /// - Returns: The antennas at these values.
  func antennas(ofLink link: Int, _ values: [Double], first: Int) -> LinkAntennas {
    let (transmitter, receiver) = ends[link]
    var antennas = LinkAntennas()
    if !patterns.isEmpty {
      antennas.corrections = AntennaCorrections(
        transmitter: correction(transmitter.radio, values, first),
        receiver: correction(receiver.radio, values, first))
    }
    let turns = turns(values, first: first)
    if turns[transmitter.radio] != nil || turns[receiver.radio] != nil {
      antennas.turned = TurnedAntennas(
        transmitter: turned(transmitter, turns, first), receiver: turned(receiver, turns, first))
    }
    return antennas
  }

  private func correction(
    _ radio: Int, _ values: [Double], _ first: Int
  ) -> AntennaCorrections.End? {
    let count = AntennaCorrections.angles.count
    return patterns.firstIndex { $0.radio == radio }.map { number in
      let own = first + number * count
      return AntennaCorrections.End(first: own, decibels: Array(values[own..<own + count]))
    }
  }

  private func turned(
    _ end: End, _ turns: [Int: RadioTurn], _ first: Int
  ) -> TurnedAntenna {
    let number = orientations.firstIndex { $0.radio == end.radio }
    return TurnedAntenna(
      end.element, first: number.map { first + orientationsFirst + 3 * $0 },
      traced: traced[end.radio] ?? RadioTurn(), turn: turns[end.radio] ?? RadioTurn())
  }
}
