// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Randomness
internal import Spectra

/// A profile of which it is known how other phases of its scatterers would change it.
///
/// Each stretch of delay that makes one independent sample is drawn anew as its power times a mean of so
/// many looks, after Wilson and Hilferty (1931); a peak that stands out is taken for a steady path that
/// the clutter around it adds to or takes from (Rice 1945).
struct SpeckledProfile {
  /// In watts, with the noise.
  let powers: [Double]

  /// The looks of a cell, and what stands out.
  let finder: ComponentFinder
  private let noise: Double

  /// How many cells make one independent sample.
  private let sample: Int

  /// The clutter around each peak over its own power, and for each cell the peak that it belongs to.
  private let clutter: [Double]
  private let peakOfCell: [Int?]

  /// The cell of each peak, and how its level in nepers bends there, per cell squared.
  private let tops: [(cell: Int, curvature: Double)]

  /// - Parameters:
  ///   - frames: The profiles whose mean it is.
  ///   - axes: The delays, and the taper.
  ///   - threshold: What an echo exceeds, in watts.
  ///   - isEcho: Which cells tell how rough the profile is.
  ///   - figures: Those of the taper.
  init(
    _ frames: FrameProfiles, _ axes: CommonAxes, threshold: Double, isEcho: [Bool],
    figures: WindowFigures
  ) {
    let mean = frames.mean
    powers = mean
    noise = frames.noise
    sample = Int(figures.binsPerSample.rounded(.up))
    finder = ComponentFinder(
      threshold: threshold,
      // A record that tells its looks knows them better than its roughness does. Those of other frames
      // may be the same ones.
      speckle: frames.looks.map { Speckle(looks: $0) }
        ?? .estimate(
          powers, isUsable: isEcho,
          separation: Int((2 * figures.binsPerSample).rounded(.up))), window: axes.window)
    let peaks = finder.components(of: powers, delays: axes.delays)
    clutter = peaks.map { max(0, $0.background - frames.noise) / $0.power }
    // The widest main lobe of the tapers offered reaches to four cells on either side.
    var peakOfCell = [Int?](repeating: nil, count: powers.count)
    var tops: [(cell: Int, curvature: Double)] = []
    for (index, peak) in peaks.enumerated() {
      let cell = Int(((peak.delay - axes.delays[0]) / axes.cell).rounded())
      let levels = (cell - 1...cell + 1).map { near in
        log(max(mean[min(max(near, 0), mean.count - 1)], .leastNormalMagnitude))
      }
      tops.append((cell, max(0, 2 * levels[1] - levels[0] - levels[2])))
      for near in max(0, cell - 4)..<min(powers.count, cell + 5) { peakOfCell[near] = index }
    }
    self.peakOfCell = peakOfCell
    self.tops = tops
  }

  /// The profile with other phases.
  func drawn(_ stream: inout RandomStream) -> [Double] {
    var profile = powers
    var factor = 1.0
    let factors = clutter.map { finder.speckle.factor(ofPeakWith: $0, stream.normalPair()) }
    // A parabola of levels moves sideways by as much as a slope times its place is added to it.
    let slopes = zip(clutter, tops).map { clutter, top in
      Speckle.placeDeviation(ofClutter: clutter / finder.speckle.looks) * Double(sample)
        * stream.normalPair().0 * top.curvature
    }
    for cell in powers.indices {
      if cell.isMultiple(of: sample) { factor = finder.speckle.factor(stream.normalPair().0) }
      profile[cell] =
        noise
        + (powers[cell] - noise)
        * (peakOfCell[cell].map { factors[$0] * exp(slopes[$0] * Double(cell - tops[$0].cell)) }
          ?? factor)
    }
    return profile
  }
}

extension Speckle {
  /// A mean of looks over its expectation, from a standard normal number.
  fileprivate func factor(_ normal: Double) -> Double {
    let spread = 1 / (9 * looks)
    return max(0, pow(1 - spread + normal * spread.squareRoot(), 3))
  }

  /// The power of a steady path among clutter over its expectation, from two standard normal numbers.
  ///
  /// - Parameters:
  ///   - clutter: The power of the clutter over that of the path; over many looks it averages out.
  ///   - normal: Of the clutter's real and imaginary part.
  /// - Returns: |1 + clutter|^2 over its mean.
  fileprivate func factor(ofPeakWith clutter: Double, _ normal: (Double, Double)) -> Double {
    let share = clutter / looks
    let scale = (share / 2).squareRoot()
    let (real, imaginary) = (1 + scale * normal.0, scale * normal.1)
    return (real * real + imaginary * imaginary) / (1 + share)
  }
}
