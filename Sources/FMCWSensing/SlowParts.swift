// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Spatial

/// What changes slowly of a path: all but the phase that its delay makes.
struct SlowPart {
  /// In square roots of watts, without the phase of the delay.
  var amplitude: Complex<Double>

  /// The delay at a receive element relative to its radio's place, in seconds per metre along each
  /// axis of the radio.
  var slowness: Vector3

  /// The same of a transmit element.
  var departureSlowness: Vector3

  /// The value between this one and another.
  @inline(__always)
  func mixed(with other: SlowPart, _ share: Double) -> SlowPart {
    SlowPart(
      amplitude: Complex(
        amplitude.real + (other.amplitude.real - amplitude.real) * share,
        amplitude.imaginary + (other.amplitude.imaginary - amplitude.imaginary) * share),
      slowness: slowness + (other.slowness - slowness) * share,
      departureSlowness: departureSlowness
        + (other.departureSlowness - departureSlowness) * share)
  }
}

/// The slow parts of some tracks over a group of neighbouring chirps.
///
/// They are evaluated at four nodes of the group. A straight line over two steps between nodes that
/// misses the node in its middle by d misses by d / 4 over single steps, which is what is used. A
/// track that misses by more than `tolerance`, such as the echo of a panel that turns, is evaluated
/// at every chirp instead.
struct SlowParts {
  /// The chirps of the nodes, and the parts `[node][track]`.
  private let nodes: [Int]
  private let parts: [[SlowPart]]

  /// Tracks that do not follow a straight line, and their parts `[chirp][position in the list]`.
  private let restless: [Int]
  private let exact: [[SlowPart]]

  /// The largest d relative to the track's amplitude: a quarter of it is -60 dB.
  private static let tolerance = 4e-3

  /// Evaluates tracks over a group.
  ///
  /// - Parameters:
  ///   - chirps: How many chirps the group has, at least one.
  ///   - tracks: How many tracks there are.
  ///   - evaluate: Gives the parts of the listed tracks at a chirp of the group.
  init(chirps: Int, tracks: Int, evaluate: (_ tracks: [Int], _ chirp: Int) -> [SlowPart]) {
    let last = chirps - 1
    let nodes = chirps <= 4 ? Array(0...last) : [0, last / 3, last - last / 3, last]
    let all = Array(0..<tracks)
    let parts = nodes.map { evaluate(all, $0) }
    var restless: [Int] = []
    if nodes.count < chirps {
      restless = all.filter { track in
        let size = parts.map { $0[track].amplitude.length }.max() ?? 0
        return (1...2).contains { middle in
          let share =
            Double(nodes[middle] - nodes[middle - 1])
            / Double(nodes[middle + 1] - nodes[middle - 1])
          let line = parts[middle - 1][track].mixed(with: parts[middle + 1][track], share)
          return (line.amplitude - parts[middle][track].amplitude).length > Self.tolerance * size
        }
      }
    }
    self.nodes = nodes
    self.parts = parts
    self.restless = restless
    exact = restless.isEmpty ? [] : (0..<chirps).map { evaluate(restless, $0) }
  }

  /// The parts of all tracks at a chirp of the group.
  func at(chirp: Int) -> [SlowPart] {
    let next = nodes.firstIndex { $0 >= chirp } ?? nodes.count - 1
    guard nodes[next] != chirp else { return parts[next] }
    let (before, after) = (parts[next - 1], parts[next])
    let share = Double(chirp - nodes[next - 1]) / Double(nodes[next] - nodes[next - 1])
    var mixed = before.indices.map { before[$0].mixed(with: after[$0], share) }
    for (position, track) in restless.enumerated() { mixed[track] = exact[chirp][position] }
    return mixed
  }
}
