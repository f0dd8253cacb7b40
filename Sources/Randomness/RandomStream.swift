// SPDX-License-Identifier: Apache-2.0

/// What a stream of random numbers is drawn for.
///
/// A stage's streams are independent of every other stage's. The raw values are part of what a seed
/// means: never renumber them.
package enum RandomStage: UInt32, Sendable {
  case scattererPositions = 1
  case scattererPhases = 2
  case thermalNoise = 3
  case rayDirections = 4
  case phaseNoise = 5
}

/// Random numbers addressed by (seed, stage, index).
///
/// They do not depend on who draws them when. The generator is Philox4x32-10 (Salmon, Moraes,
/// Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011): block n of a stream is a
/// keyed bijection of the counter (n, index, stage).
package struct RandomStream: RandomNumberGenerator, Sendable {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var block = SIMD4<UInt32>()
  private var used = 4

  /// Creates a stream.
  ///
  /// - Parameters:
  ///   - seed: The run's seed.
  ///   - stage: What the numbers are for.
  ///   - index: Which item of the stage, for example a scatterer or a chirp; 40 bits count.
  package init(seed: UInt64, stage: RandomStage, index: UInt64) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    counter = SIMD4(
      0, UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32),
      stage.rawValue)
  }

  package mutating func next() -> UInt64 {
    if used > 2 {
      block = philox4x32(counter: counter, key: key)
      counter.x &+= 1
      used = 0
    }
    let value = UInt64(block[used]) | UInt64(block[used + 1]) << 32
    used += 2
    return value
  }

  /// A uniform number in [0, 1), a multiple of 2^-53.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Two independent standard normal numbers.
  package mutating func normalPair() -> (Double, Double) {
    let layers = NormalLayers.shared
    return (layers.number(from: &self), layers.number(from: &self))
  }
}

/// Ten rounds of Philox on one counter.
package func philox4x32(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
  var state = counter
  var roundKey = key
  for _ in 0..<10 {
    let first = UInt64(state.x) * 0xD251_1F53
    let second = UInt64(state.z) * 0xCD9E_8D57
    state = SIMD4(
      UInt32(truncatingIfNeeded: second >> 32) ^ state.y ^ roundKey.x,
      UInt32(truncatingIfNeeded: second),
      UInt32(truncatingIfNeeded: first >> 32) ^ state.w ^ roundKey.y,
      UInt32(truncatingIfNeeded: first))
    roundKey &+= SIMD2(0x9E37_79B9, 0xBB67_AE85)
  }
  return state
}
