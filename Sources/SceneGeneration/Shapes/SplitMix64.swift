// SPDX-License-Identifier: Apache-2.0

/// A generator of random numbers, for variation that is the same in every run.
///
/// It is SplitMix64 of Steele, Lea and Flood (OOPSLA 2014).
struct SplitMix64: Sendable {
  private var state: UInt64

  /// Starts the sequence that belongs to a seed.
  init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A number from a range, evenly distributed.
  ///
  /// The standard library's own way from bits to numbers may change, so it is spelt out here.
  mutating func uniform(in range: ClosedRange<Double>) -> Double {
    let unit = Double(next() >> 11) * 0x1p-53
    return range.lowerBound + (range.upperBound - range.lowerBound) * unit
  }

  /// A vector whose coordinates lie between plus and minus a limit.
  mutating func jitter(_ limit: Double) -> SIMD3<Double> {
    let range = -limit...limit
    return SIMD3(uniform(in: range), uniform(in: range), uniform(in: range))
  }
}
