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
  case resampling = 6
  case resampledScatterers = 7
  /// Large-scale parameters, clusters, targets of statistical links.
  case linkParameters = 16
  case linkClusters = 17
  case targetScattering = 18
  case dropPlaces = 20
  case siteLegs = 21
  case terminalLegs = 22
  case referencePoints = 23
  case backgroundLegs = 24
  case servingLinks = 25
  case tracedTargets = 32
  /// Random numbers that are functions of places.
  case linkFields = 40
  case fieldWaves = 41
  case fieldAmplitudes = 42
  case fixedLinkNumbers = 43
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
    key = Self.key(of: seed)
    counter = Self.counter(of: stage, index)
  }

  fileprivate static func key(of seed: UInt64) -> SIMD2<UInt32> {
    SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
  }

  fileprivate static func counter(of stage: RandomStage, _ index: UInt64) -> SIMD4<UInt32> {
    SIMD4(
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

  /// Two independent standard normal numbers.
  package mutating func normalPair() -> (Double, Double) {
    let layers = NormalLayers.shared
    return (layers.number(from: &self), layers.number(from: &self))
  }
}

extension RandomNumberGenerator {
  /// A uniform number in [0, 1), a multiple of 2^-53.
  @inline(__always)
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }
}

/// The numbers of a `RandomStream`, drawn many at a time where all of them are needed.
package struct BulkRandomStream: RandomNumberGenerator, Sendable {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var numbers = InlineArray<16, UInt64>(repeating: 0)
  private var used = 16

  /// Creates a stream with the numbers of another one from its beginning.
  package init(seed: UInt64, stage: RandomStage, index: UInt64) {
    key = RandomStream.key(of: seed)
    counter = RandomStream.counter(of: stage, index)
  }

  @inline(__always)
  package mutating func next() -> UInt64 {
    if used == 16 {
      philox4x32(eightCountersFrom: counter, key: key, into: &numbers)
      counter.x &+= 8
      used = 0
    }
    defer { used += 1 }
    return numbers[used]
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

/// Ten rounds of Philox on a counter and the seven after it.
///
/// - Parameters:
///   - counter: The first counter.
///   - key: The key.
///   - numbers: Receives the first and the second 64 bits of each block.
@inline(never)
private func philox4x32(
  eightCountersFrom counter: SIMD4<UInt32>, key: SIMD2<UInt32>,
  into numbers: inout InlineArray<16, UInt64>
) {
  let low = SIMD8<UInt64>(repeating: 0xFFFF_FFFF)
  // Numbers of 32 bits in 64, so that their products fit.
  var x = SIMD8(repeating: UInt64(counter.x)) &+ SIMD8(0, 1, 2, 3, 4, 5, 6, 7) & low
  var y = SIMD8(repeating: UInt64(counter.y))
  var z = SIMD8(repeating: UInt64(counter.z))
  var w = SIMD8(repeating: UInt64(counter.w))
  var roundKey = key
  for _ in 0..<10 {
    let first = x &* 0xD251_1F53
    let second = z &* 0xCD9E_8D57
    x = (second &>> 32) ^ y ^ UInt64(roundKey.x)
    y = second & low
    z = (first &>> 32) ^ w ^ UInt64(roundKey.y)
    w = first & low
    roundKey &+= SIMD2(0x9E37_79B9, 0xBB67_AE85)
  }
  let (first, second) = (x | (y &<< 32), z | (w &<< 32))
  for block in 0..<8 {
    numbers[2 * block] = first[block]
    numbers[2 * block + 1] = second[block]
  }
}
