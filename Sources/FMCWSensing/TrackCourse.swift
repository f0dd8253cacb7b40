// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Quantities
internal import RadarFrames

/// How the tracks of paths are evaluated at the chirps of a frame.
package enum TrackEvaluation: Hashable, Sendable {
  /// The geometry is computed anew at every chirp.
  case exact

  /// The geometry is computed anew at every sample of every chirp, for all that moves.
  ///
  /// It is the reference for what is taken as linear within a ramp, and as slow as that sounds.
  case everySample

  /// Polynomials of degree 4 through exact nodes, over stretches as long as they stay within a bound.
  ///
  /// The bound is an error of phase in cycles at the centre frequency. The error of an amplitude stays
  /// below 1e-3 of the track's largest one.
  case adaptive(phaseError: Double)

  /// What the bound is unless the user sets one.
  package static let defaultPhaseError = 1e-4
}

/// Some tracks over the chirps of a frame, as rows that are kept or interpolated.
///
/// A stretch of chirps has five equidistant nodes. The polynomial through them errs most
/// between the outer ones; there it is held against the track itself, at both ends of the stretch.
/// Tracks that miss the bound, such as the echo of a panel that turns, are tried again over both halves.
/// Short stretches are evaluated at each of their chirps.
struct TrackCourse: Sendable {
  /// The tracks that follow polynomials over a stretch, or are kept chirp by chirp.
  struct Piece: Sendable {
    let tracks: [Int]
    let chirps: Range<Int>
    let isExact: Bool

    /// The rows at the nodes, or at each chirp, one after the other.
    fileprivate let nodes: [Double]
  }

  let layout: RowLayout
  let pieces: [Piece]

  /// When the middle sample of each chirp is taken, in seconds.
  private let times: [Double]

  /// The largest number of chirps that are not worth nodes: these and the checks are seven.
  private static let fewest = 7
  private static let nodes = 5

  /// Where the product of the distances from the nodes is largest, as shares of a stretch.
  private static let checks = [0.088_889, 0.911_111]

  /// The share of a track's amplitude that it may be off by.
  private static let amplitudeError = 1e-3

  /// What the values of a track may be off by.
  private struct Bounds {
    var delay: Double
    var rate: Double
    var gradient: Double
  }

  /// Evaluates some tracks of a course.
  ///
  /// - Parameters:
  ///   - evaluator: Gives their rows.
  ///   - tracks: Which tracks.
  ///   - times: When the middle sample of each chirp is taken, in seconds, ascending.
  ///   - evaluation: How.
  ///   - waveform: The chirp.
  init(
    _ evaluator: RowEvaluator, _ tracks: [Int], at times: [Double], _ evaluation: TrackEvaluation,
    _ waveform: FMCWWaveform
  ) {
    layout = evaluator.layout
    self.times = times
    var pieces: [Piece] = []
    switch evaluation {
    case .exact, .everySample:
      pieces = [Self.exact(evaluator, tracks, times, times.indices)]
    case .adaptive(let phaseError):
      let delay = phaseError / waveform.centreFrequency.hertz
      let half = Double(waveform.samples) / waveform.sampleRate.hertz / 2
      let bounds = Bounds(
        delay: delay, rate: delay / half, gradient: delay / max(evaluator.view.reach, 1e-9))
      Self.append(evaluator, tracks, times, times.indices, bounds, to: &pieces)
    }
    self.pieces = pieces
  }

  private static func exact(
    _ evaluator: RowEvaluator, _ tracks: [Int], _ times: [Double], _ chirps: Range<Int>
  ) -> Piece {
    Piece(
      tracks: tracks, chirps: chirps, isExact: true,
      nodes: chirps.flatMap { evaluator.rows(of: tracks, at: times[$0]) })
  }

  private static func append(
    _ evaluator: RowEvaluator, _ tracks: [Int], _ times: [Double], _ chirps: Range<Int>,
    _ bounds: Bounds, to pieces: inout [Piece]
  ) {
    guard !tracks.isEmpty else { return }
    guard chirps.count > fewest else {
      pieces.append(exact(evaluator, tracks, times, chirps))
      return
    }
    let (first, last) = (times[chirps.lowerBound], times[chirps.upperBound - 1])
    func rows(at share: Double) -> [Double] {
      evaluator.rows(of: tracks, at: min(first + share * (last - first), last))
    }
    let nodes = (0..<Self.nodes).map { rows(at: Double($0) / Double(Self.nodes - 1)) }
    let checks = Self.checks.map { (weights: weights(at: $0), rows: rows(at: $0)) }
    let layout = evaluator.layout
    var kept: [Int] = []
    var failed: [Int] = []
    for position in tracks.indices {
      let base = position * layout.stride
      let follows = checks.allSatisfy { check in
        isClose(nodes, check.weights, check.rows, base, layout, bounds)
      }
      if follows { kept.append(position) } else { failed.append(position) }
    }
    if !kept.isEmpty {
      let stride = layout.stride
      let rows = nodes.flatMap { row in
        kept.count == tracks.count
          ? row : kept.flatMap { row[$0 * stride..<($0 + 1) * stride] }
      }
      pieces.append(
        Piece(tracks: kept.map { tracks[$0] }, chirps: chirps, isExact: false, nodes: rows))
    }
    let middle = (chirps.lowerBound + chirps.upperBound) / 2
    for half in [chirps.lowerBound..<middle, middle..<chirps.upperBound] {
      append(evaluator, failed.map { tracks[$0] }, times, half, bounds, to: &pieces)
    }
  }

  /// Whether a row follows from the nodes.
  private static func isClose(
    _ nodes: [[Double]], _ weights: [Double], _ exact: [Double], _ base: Int,
    _ layout: RowLayout, _ bounds: Bounds
  ) -> Bool {
    func miss(_ number: Int) -> Double {
      var sum = -exact[base + number]
      for (node, weight) in zip(nodes, weights) { sum += weight * node[base + number] }
      return abs(sum)
    }
    guard miss(RowLayout.delay) <= bounds.delay, miss(RowLayout.rate) <= bounds.rate else {
      return false
    }
    let amplitudes = RowLayout.firstCoefficient..<layout.receiveGradient
    let largest = nodes.reduce(0.0) { largest, node in
      amplitudes.reduce(largest) { max($0, abs(node[base + $1])) }
    }
    guard amplitudes.allSatisfy({ miss($0) <= amplitudeError * largest }) else { return false }
    return (layout.receiveGradient..<layout.stride).allSatisfy { miss($0) <= bounds.gradient }
  }

  /// What the nodes count for at a share of the stretch: Lagrange's polynomials.
  private static func weights(at share: Double) -> [Double] {
    let x = share * Double(nodes - 1)
    return (0..<nodes).map { node in
      var product = 1.0
      for other in 0..<nodes where other != node {
        product *= (x - Double(other)) / Double(node - other)
      }
      return product
    }
  }

  /// The rows of a piece's tracks at one of its chirps.
  ///
  /// - Parameters:
  ///   - piece: A piece that holds the chirp.
  ///   - chirp: The chirp's position in the frame.
  ///   - rows: Receives the rows.
  func evaluate(_ piece: Piece, atChirp chirp: Int, into rows: inout [Double]) {
    let count = piece.tracks.count * layout.stride
    if piece.isExact {
      let start = (chirp - piece.chirps.lowerBound) * count
      rows.removeAll(keepingCapacity: true)
      rows.append(contentsOf: piece.nodes[start..<start + count])
      return
    }
    let (first, last) = (times[piece.chirps.lowerBound], times[piece.chirps.upperBound - 1])
    let w = Self.weights(at: (times[chirp] - first) / (last - first))
    if rows.count != count { rows = [Double](repeating: 0, count: count) }
    unsafe piece.nodes.withUnsafeBufferPointer { nodes in
      unsafe rows.withUnsafeMutableBufferPointer { rows in
        let (w0, w1, w2, w3, w4) = (w[0], w[1], w[2], w[3], w[4])
        for index in 0..<count {
          unsafe rows[index] =
            w0 * nodes[index] + w1 * nodes[index + count] + w2 * nodes[index + 2 * count]
            + w3 * nodes[index + 3 * count] + w4 * nodes[index + 4 * count]
        }
      }
    }
  }
}
