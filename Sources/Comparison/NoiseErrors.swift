// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// How the noise of two links differs over delay, as the medians of their maps tell it.
///
/// In each delay cell the median over the Doppler shifts of a map is hardly moved by the few shifts at
/// which echoes are, so filters of the receiver show in it: a high-pass at the first delays, the edges of
/// a decimation filter at the last ones. Medians lie below means by what the number of channels makes
/// of them, at most 1.6 dB, and alike in records of as many channels.
package struct NoiseErrors: Sendable {
  /// Medians in each delay cell, the mean of all maps, in watts; zero where maps hold none.
  package let reference: [Double]
  package let simulated: [Double]

  /// The difference of the medians over all cells in dB; nil where a record has no noise.
  package let level: Double?

  /// Of the medians over all cells, in watts.
  package let levels: (reference: Double, simulated: Double)

  /// The root mean square of the cells' differences less `level`, in dB.
  package let shape: Double?

  /// - Parameters:
  ///   - reference: Medians in each delay cell, map by map.
  ///   - simulated: Those of the simulation.
  init(_ reference: [[Double]], _ simulated: [[Double]]) {
    let (a, b) = (Self.average(reference), Self.average(simulated))
    (self.reference, self.simulated) = (a, b)
    levels = (middle(a), middle(b))
    let errors = zip(a, b).filter { $0 > 0 && $1 > 0 }.map { decibels($1 / $0) }
    guard levels.reference > 0, levels.simulated > 0 else {
      (level, shape) = (nil, nil)
      return
    }
    let common = decibels(levels.simulated / levels.reference)
    level = common
    shape = mean(errors.map { ($0 - common) * ($0 - common) }).map { $0.squareRoot() }
  }

  private static func average(_ maps: [[Double]]) -> [Double] {
    guard let first = maps.first else { return [] }
    return first.indices.map { cell in
      maps.reduce(0) { $0 + $1[cell] } / Double(maps.count)
    }
  }
}

extension MapWindow {
  /// The median over all Doppler shifts in each delay cell.
  var medians: [Double] {
    (0..<bins).map { bin in
      middle(stride(from: bin, to: power.count, by: bins).map { power[$0] })
    }
  }
}

/// The median, zero of nothing.
private func middle(_ values: [Double]) -> Double {
  guard !values.isEmpty else { return 0 }
  let sorted = values.sorted()
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}
