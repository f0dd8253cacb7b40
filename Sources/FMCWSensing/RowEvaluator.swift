// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Quantities
internal import Spatial

/// The numbers that the synthesis needs of a track at an instant, as a row that may be interpolated.
///
/// They are the delay in seconds, its rate, the coefficients of the amplitude over the ramp in square
/// roots of watts without the phase of the delay, and where elements lie beside their radio's
/// place the delay's gradients there, in seconds per metre along each axis of the radio.
struct RowLayout: Hashable, Sendable {
  /// How many complex coefficients an amplitude has.
  let coefficients: Int

  /// Whether elements lie beside their radio's place.
  let hasGradients: Bool

  static var delay: Int { 0 }
  static var rate: Int { 1 }
  static var firstCoefficient: Int { 2 }

  /// The gradient over receive elements; that over transmit elements follows.
  var receiveGradient: Int { Self.firstCoefficient + 2 * coefficients }
  var transmitGradient: Int { receiveGradient + 3 }

  /// How many numbers a row has.
  var stride: Int { receiveGradient + (hasGradients ? 6 : 0) }

  /// The delay of the row that begins at a number as a pair of elements has it, in seconds.
  @inline(__always)
  func delay(_ rows: [Double], at base: Int, of channel: ElementView.Channel) -> Double {
    var delay = rows[base + Self.delay]
    guard hasGradients else { return delay }
    for axis in 0..<3 {
      delay += rows[base + receiveGradient + axis] * channel.receive[axis]
      delay += rows[base + transmitGradient + axis] * channel.transmit[axis]
    }
    return delay
  }

  /// Whether the row that begins at a number has any amplitude.
  func isHeard(_ rows: [Double], at base: Int) -> Bool {
    (Self.firstCoefficient..<receiveGradient).contains { rows[base + $0] != 0 }
  }
}

/// Evaluates the tracks of one course as one view has them.
struct RowEvaluator: Sendable {
  let tracks: any PathTracks
  let course: RampCourse
  let view: ElementView
  let layout: RowLayout

  /// The square root of the power that is fed to a transmit element, in square roots of watts.
  let amplitudeOfPower: Double

  init(
    _ tracks: any PathTracks, _ course: RampCourse, seenBy view: ElementView,
    amplitudeOfPower: Double
  ) {
    self.tracks = tracks
    self.course = course
    self.view = view
    self.amplitudeOfPower = amplitudeOfPower
    layout = RowLayout(coefficients: course.polynomial.count, hasGradients: view.reach > 0)
  }

  /// The rows of some tracks at an instant in seconds.
  func rows(of list: [Int], at time: Double) -> [Double] {
    let link = tracks.ends(at: time)
    let ends = view.ends(link)
    let toReceiver = link.receiver.orientation.inverse
    let toTransmitter = link.transmitter.orientation.inverse
    let sampled = view.states(of: list, in: tracks, at: time, samples: course.samples)
    var rows: [Double] = []
    rows.reserveCapacity(list.count * layout.stride)
    for position in list.indices {
      let state = sampled[0][position]
      rows.append(state.delay)
      rows.append(state.delayRate)
      let amplitudes = sampled.map { ends.amplitude(of: $0[position]) * Complex(amplitudeOfPower) }
      for coefficient in course.coefficients(of: amplitudes) {
        rows.append(coefficient.real)
        rows.append(coefficient.imaginary)
      }
      guard layout.hasGradients else { continue }
      for gradient in [toReceiver(state.arrival), toTransmitter(state.departure)] {
        for axis in 0..<3 { rows.append(gradient[axis] / -PhysicalConstants.speedOfLight) }
      }
    }
    return rows
  }
}
