// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Electromagnetics
import Execution
import FMCWSensing
import Quantities
import RadarFrames
import RealModule
import Spatial
import TestSupport
import Testing

@Suite("IF samples of arrays")
struct ArraySynthesisTests {
  /// The line of sight between two radios, one of which moves.
  private struct Sight: PathTracks {
    var transmitter = AntennaPose(antenna: Antenna(), position: .zero)
    var receiver: AntennaPose
    var restingCount: Int
    var interval: ClosedRange<Double> { -1...1 }
    var count: Int { 1 }
    var identifiers: [PathIdentifier] { [PathIdentifier(rawValue: 0)] }

    func ends(at time: Double) -> LinkEnds {
      var moved = receiver
      moved.position += moved.velocity * time
      return LinkEnds(transmitter: transmitter, receiver: moved)
    }

    func states(of tracks: [Int], at time: Double) -> [PathState] {
      states(of: tracks, at: time, sample: nil, between: nil)
    }

    func delays(of tracks: Range<Int>, at time: Double) -> [PathDelay] {
      delays(of: tracks, at: time, between: ends(at: time))
    }

    func states(
      of tracks: [Int], at time: Double, samples: [Int?], between ends: LinkEnds?
    ) -> [[PathState]] {
      let ends = ends ?? self.ends(at: time)
      let way = ends.receiver.position - ends.transmitter.position
      let direction = way.normalized
      let speed = (ends.receiver.velocity - ends.transmitter.velocity).dot(direction)
      let basis = SphericalBasis(at: direction)
      let transfer = PolarizationTransfer(
        arrivalBasis: SphericalBasis(at: -direction), fromTheta: FieldVector(basis.thetaHat),
        fromPhi: FieldVector(basis.phiHat))
      let state = PathState(
        delay: way.length / PhysicalConstants.speedOfLight,
        delayRate: speed / PhysicalConstants.speedOfLight,
        transfer: transfer.scaled(by: Complex(1 / way.length)), departure: direction,
        arrival: -direction)
      return samples.map { _ in tracks.map { _ in state } }
    }

    func delays(of tracks: Range<Int>, at time: Double, between ends: LinkEnds) -> [PathDelay] {
      states(of: Array(tracks), at: time, sample: nil, between: ends).map {
        PathDelay(delay: $0.delay, rate: $0.delayRate)
      }
    }

    func path(_ track: Int, at time: Double) -> PropagationPath {
      PropagationPath(
        identifier: identifiers[track], state: states(of: [track], at: time)[0], interactions: [])
    }
  }

  private func frame(_ pairs: ElementPairs, _ tracks: Sight, chirps: Int = 20) -> RadarFrame {
    IFSynthesis(
      waveform: sounder, power: Power(watts: 1), pairs: pairs, workers: Workers(count: 2)
    ).frame(over: tracks, chirpStarts: (0..<chirps).map { Double($0) * sounder.chirpPeriod }).frame
  }

  private func samples(_ frame: RadarFrame, chirp: Int, channel: Int) -> [Complex<Double>] {
    let start = frame.offset(chirp: chirp, channel: channel)
    return Array(frame.samples[start..<start + sounder.samples])
  }

  private static let elements = [
    ArrayElement(position: Vector3(0, 0.3, 0)),
    ArrayElement(
      position: Vector3(0, 0.1, 0.05), orientation: Rotation(yaw: 0.1, pitch: 0, roll: 0.6),
      antenna: Antenna(pattern: .shortDipole, polarization: .slanted(.init(degrees: 10)))),
    ArrayElement(
      position: Vector3(0, -0.3, 0), antenna: Antenna(polarization: .rightCircular)),
    ArrayElement(position: Vector3(0, -0.3, 0.1)),
  ]

  @Test("exact channels are what single antennas at their places receive", arguments: [0, 1])
  func exact(resting: Int) {
    let velocity = resting == 1 ? Vector3.zero : Vector3(-6, 2, 0)
    let orientation = Rotation(yaw: 2.5, pitch: 0.2, roll: 0.1)
    let receiver = AntennaPose(
      antenna: Antenna(), position: Vector3(4, 0.5, 0.2), orientation: orientation,
      velocity: velocity)
    let whole = Sight(receiver: receiver, restingCount: resting)
    let transmit = [Self.elements[2], Self.elements[1]]
    let frame = frame(
      ElementPairs(transmit: transmit, receive: Self.elements, model: .exact), whole)
    #expect(frame.channels == 8)
    for (from, sender) in transmit.enumerated() {
      for (to, element) in Self.elements.enumerated() {
        var single = Sight(receiver: receiver.at(element), restingCount: resting)
        single.transmitter = whole.transmitter.at(sender)
        let alone = self.frame(
          ElementPairs(
            transmit: [ArrayElement(antenna: sender.antenna)],
            receive: [ArrayElement(antenna: element.antenna)]), single)
        for chirp in [0, 7, 19] {
          let (a, b) = (
            samples(frame, chirp: chirp, channel: 4 * from + to),
            samples(alone, chirp: chirp, channel: 0)
          )
          // The same terms, so only the rounding of 4 m in wavelengths, at amplitudes below 1.
          #expect(zip(a, b).allSatisfy { ($0 - $1).length < 1e-9 })
          // The weakest pair is nearly crossed.
          #expect(b[sounder.middleSample].length > 1e-3)
        }
      }
    }
  }

  @Test("plane waves give each element its own pattern, in the order of the elements")
  func patterns() {
    // Elements of three patterns, so that those alike are not neighbours.
    let still = Sight(
      receiver: AntennaPose(
        antenna: Antenna(), position: Vector3(100, 0, 0),
        orientation: Rotation(yaw: .pi, pitch: 0, roll: 0)), restingCount: 1)
    let frame = frame(
      ElementPairs(transmit: [ArrayElement()], receive: Self.elements), still, chirps: 2)
    let sent = Antenna().field(towards: .unitX, orientation: .identity)
    for (channel, element) in Self.elements.enumerated() {
      let received = element.antenna.field(
        towards: -.unitX,
        orientation: Rotation(yaw: .pi, pitch: 0, roll: 0) * element.orientation)
      let gain = (received.dot(sent.real)).lengthSquared / 1e4
      let power = samples(frame, chirp: 1, channel: channel)[sounder.middleSample].lengthSquared
      // The sum of exponentials is good to 1e-5 of its terms.
      #expect(isClose(power, gain, relative: 2e-5))
    }
  }

  @Test("a transmit element that stands ahead is heard earlier by the way it is ahead")
  func transmitPlace() {
    let wavelength = sounder.centreFrequency.wavelength
    let still = Sight(
      receiver: AntennaPose(antenna: Antenna(), position: Vector3(30, 0, 0)), restingCount: 0)
    let turned = Rotation(yaw: .pi / 2, pitch: 0, roll: 0)
    var sight = still
    sight.transmitter.orientation = turned
    // The radio looks along y, so its -y axis points to the receiver.
    let transmit = [.zero, Vector3(0, -wavelength / 8, 0)].map { ArrayElement(position: $0) }
    let frame = frame(
      ElementPairs(transmit: transmit, receive: [ArrayElement()]), sight, chirps: 1)
    let middle = (0...1).map { samples(frame, chirp: 0, channel: $0)[sounder.middleSample] }
    #expect(isClose((middle[1] / middle[0]).phase, .pi / 4, within: 1e-4))
  }
}
