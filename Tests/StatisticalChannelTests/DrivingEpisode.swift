// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Channels
import Electromagnetics
import Quantities
import Spatial
import StatisticalChannel

/// A target that moves along a street past a base station and a terminal, at 79 GHz in UMi.
struct DrivingEpisode: Sendable {
  var base = Vector3(0, 0, 10)
  var terminal = Vector3(60, 25, 1.5)
  var start = Vector3(-40, 15, 1.5)
  var velocity = Vector3(15, 0, 0)
  var terminalVelocity = Vector3(0, -2, 0)
  var duration = 6.0
  var kind = TargetKind.human
  var target = SensingTarget.human
  var hasTargets = true
  var hasBackground = true

  let carrier = 79e9

  func point(_ time: Double) -> Vector3 { start + velocity * time }
  func receiver(_ time: Double) -> Vector3 { terminal + terminalVelocity * time }

  /// Link 0 is that of the base station alone, link 1 goes from it to the terminal.
  func episode(seed: UInt64, change: (inout EpisodeSetup) -> Void = { _ in }) throws
    -> StatisticalEpisode
  {
    func radio(
      _ name: String, _ node: SensingNode, _ place: Vector3, _ velocity: Vector3
    ) -> EpisodeSetup.Radio {
      EpisodeSetup.Radio(name: name, node: node) { time in
        AntennaPose(
          antenna: Antenna(), position: place + velocity * time, velocity: velocity)
      }
    }
    let (start, velocity) = (start, velocity)
    let point = EpisodeSetup.Target(
      name: "target", kind: kind, section: .of(target), point: 0, centre: 3,
      motion: { PointMotion(position: start + velocity * $0, velocity: velocity) },
      orientation: { _ in .identity })
    var setup = EpisodeSetup(
      .urbanMicro, frequency: try CarrierFrequency(hertz: carrier),
      radios: [
        radio("base", .transmissionPoint, base, .zero),
        radio("terminal", .terrestrialTerminal, terminal, terminalVelocity),
      ],
      targets: hasTargets ? [point] : [], links: [(0, 0), (0, 1)], interval: 0...duration)
    setup.hasBackground = hasBackground
    change(&setup)
    return try StatisticalEpisode(setup, seed: seed)
  }
}

extension PathTracks {
  /// The power of all paths at an instant, of the co-polar elements.
  func power(at time: Double) -> Double {
    states(of: Array(0..<count), at: time).reduce(0) {
      $0 + ($1.transfer.thetaFromTheta.lengthSquared + $1.transfer.phiFromPhi.lengthSquared) / 2
    }
  }

  /// The states of all paths by their names.
  func named(at time: Double) -> [PathIdentifier: PathState] {
    Dictionary(
      uniqueKeysWithValues: zip(identifiers, states(of: Array(0..<count), at: time)))
  }
}
