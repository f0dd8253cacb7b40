// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A stretch of delay in which the levels of two profiles are held against each other.
package struct DelayBand: Hashable, Sendable {
  package enum Finding: String, Hashable, Sendable {
    /// Both are echoes.
    case compared
    /// Only the reference is an echo.
    case missed
    /// Only the simulation is an echo.
    case extra
  }

  /// The middle, in seconds.
  package let delay: Double
  package let finding: Finding

  /// By how much the simulation is stronger, in dB, without noise and without the bias of speckle;
  /// nil unless compared.
  package let error: Double?

  /// The standard deviation that speckle alone gives to such an error, in dB.
  package let speckleDeviation: Double
}

/// How two profiles are compared band by band.
///
/// Bands of some cells hold more looks than a cell. Their mean powers, less the noise, are compared as
/// levels. An error of speckle alone has the variance of both levels together; the difference of
/// their biases is taken out.
struct BandComparison {
  /// How many delay cells a band has.
  let width: Int

  /// What an echo exceeds in both records, in watts.
  let threshold: Double
  let referenceNoise: Double
  let simulatedNoise: Double
  let referenceSpeckle: Speckle
  let simulatedSpeckle: Speckle

  /// The mean power of each band; cells at the end that fill none are left out.
  func bands(_ powers: [Double]) -> [Double] {
    stride(from: 0, to: powers.count - width + 1, by: width).map { first in
      powers[first..<first + width].reduce(0, +) / Double(width)
    }
  }

  /// What is found in a band; nil where neither record shows an echo there.
  func finding(_ a: Double, _ b: Double) -> DelayBand.Finding? {
    switch (a > threshold, b > threshold) {
    case (true, true): .compared
    case (true, false): .missed
    case (false, true): .extra
    case (false, false): nil
    }
  }

  /// The error of a band in which both are echoes, in dB.
  func error(_ a: Double, _ b: Double) -> Double {
    decibels((b - simulatedNoise) / (a - referenceNoise))
      - (simulatedSpeckle.levelBias - referenceSpeckle.levelBias)
  }

  /// What speckle alone makes of an error, as a standard deviation in dB.
  var speckleDeviation: Double {
    (referenceSpeckle.levelVariance + simulatedSpeckle.levelVariance).squareRoot()
  }

  /// All bands in which there is an echo.
  func compare(_ a: [Double], _ b: [Double], delays: [Double]) -> [DelayBand] {
    zip(bands(a), bands(b)).enumerated().compactMap { index, powers in
      guard let finding = finding(powers.0, powers.1) else { return nil }
      let first = index * width
      return DelayBand(
        delay: (delays[first] + delays[first + width - 1]) / 2, finding: finding,
        error: finding == .compared ? error(powers.0, powers.1) : nil,
        speckleDeviation: speckleDeviation)
    }
  }
}

/// How the mean profiles of two links differ.
package struct ProfileErrors: Sendable {
  package let bands: [DelayBand]

  /// The mean of the errors and of their magnitudes, in dB; nil where nothing can be compared.
  package let signed: Double?
  package let absolute: Double?

  /// Where they lie, from frames and bands drawn anew.
  package let signedInterval: Interval?
  package let absoluteInterval: Interval?

  /// The mean magnitude that speckle alone would give, in dB.
  package let speckleAlone: Double

  /// The independent looks of a band in the reference and in the simulation.
  package let looks: (reference: Double, simulated: Double)

  package func count(_ finding: DelayBand.Finding) -> Int {
    bands.count { $0.finding == finding }
  }

  /// Compares the mean profiles of two links.
  init(_ profiles: ProfilePair, delays: [Double], comparison: BandComparison) {
    let found = comparison.compare(
      profiles.reference.mean, profiles.simulated.mean, delays: delays)
    bands = found
    looks = (comparison.referenceSpeckle.looks, comparison.simulatedSpeckle.looks)
    // The mean magnitude of a normal number; levels of few looks are close to that.
    speckleAlone = (2 / Double.pi).squareRoot() * comparison.speckleDeviation
    let errors = found.compactMap(\.error)
    guard !errors.isEmpty else {
      (signed, absolute, signedInterval, absoluteInterval) = (nil, nil, nil, nil)
      return
    }
    let signed = errors.reduce(0, +) / Double(errors.count)
    let absolute = errors.reduce(0) { $0 + abs($1) } / Double(errors.count)
    let reference = profiles.reference.powers.map(comparison.bands)
    let simulated = profiles.simulated.powers.map(comparison.bands)
    func drawn(_ resampling: inout Resampling) -> [Double] {
      let (first, second) = profiles.draw(&resampling)
      let errors = zip(mean(reference, first), mean(simulated, second)).compactMap { a, b in
        comparison.finding(a, b) == .compared ? comparison.error(a, b) : nil
      }
      return resampling.positions(of: errors.count).map { errors[$0] }
    }
    var resampling = Resampling(purpose: 2)
    signedInterval = resampling.interval(around: signed, of: errors.count) {
      let errors = drawn(&$0)
      return errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count)
    }
    absoluteInterval = resampling.interval(around: absolute, of: errors.count) {
      let errors = drawn(&$0)
      return errors.isEmpty ? nil : errors.reduce(0) { $0 + abs($1) } / Double(errors.count)
    }?.within(0...Double.infinity)
    (self.signed, self.absolute) = (signed, absolute)
  }
}

/// The mean of some rows.
private func mean(_ rows: [[Double]], _ positions: [Int]) -> [Double] {
  var mean = [Double](repeating: 0, count: rows.first?.count ?? 0)
  for position in positions {
    for index in mean.indices { mean[index] += rows[position][index] }
  }
  return mean.map { $0 / Double(max(1, positions.count)) }
}
