// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Electromagnetics
import Execution
import FMCWSensing
import Quantities
import RadarFrames
import Spatial

/// Paths of constant amplitude whose delays are given functions of time.
///
/// The antennas are isotropic.
struct PointTracks: PathTracks {
  struct Point: Sendable {
    var amplitude: Double
    var arrival = Vector3.unitX
    var delay: @Sendable (Double) -> PathDelay
  }

  var points: [Point]
  var restingCount = 0
  var interval: ClosedRange<Double> { -1e3...1e3 }
  var count: Int { points.count }
  var identifiers: [PathIdentifier] {
    points.indices.map { PathIdentifier(rawValue: UInt64($0)) }
  }

  func ends(at time: Double) -> LinkEnds {
    let pose = AntennaPose(antenna: Antenna(), position: .zero)
    return LinkEnds(transmitter: pose, receiver: pose)
  }

  func states(of tracks: [Int], at time: Double) -> [PathState] {
    tracks.map { path($0, at: time).state }
  }

  func delays(of tracks: Range<Int>, at time: Double) -> [PathDelay] {
    tracks.map { points[$0].delay(time) }
  }

  func path(_ track: Int, at time: Double) -> PropagationPath {
    let point = points[track]
    let delay = point.delay(time)
    return PropagationPath(
      identifier: identifiers[track],
      state: PathState(
        delay: delay.delay, delayRate: delay.rate,
        transfer: PolarizationTransfer(
          thetaFromTheta: Complex(point.amplitude), thetaFromPhi: .zero, phiFromTheta: .zero,
          phiFromPhi: .zero),
        departure: .unitX, arrival: point.arrival),
      interactions: [])
  }
}

extension PointTracks.Point {
  /// A point whose delay changes at a constant rate from a value at time zero.
  static func uniform(
    amplitude: Double, delay: Double, rate: Double = 0, arrival: Vector3 = .unitX
  ) -> PointTracks.Point {
    PointTracks.Point(amplitude: amplitude, arrival: arrival) { time in
      PathDelay(delay: delay + rate * time, rate: rate)
    }
  }
}

extension IFSynthesis {
  /// The synthesis for one isotropic transmit element at its radio's place and a row of receivers.
  init(
    waveform: FMCWWaveform, power: Power, receiveElements: [Vector3], workers: Workers
  ) {
    self.init(
      waveform: waveform, power: power,
      pairs: ElementPairs(
        transmit: [ArrayElement()], receive: receiveElements.map { ArrayElement(position: $0) }),
      workers: workers)
  }
}
