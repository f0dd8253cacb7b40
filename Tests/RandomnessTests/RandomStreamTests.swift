// SPDX-License-Identifier: Apache-2.0

import Testing

import Randomness
import RealModule

@Suite("Random streams")
struct RandomStreamTests {
  @Test("Philox gives the known answers of its authors (Random123, kat_vectors)")
  func knownAnswers() {
    #expect(
      philox4x32(counter: .zero, key: .zero)
        == SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8))
    #expect(
      philox4x32(counter: SIMD4(repeating: .max), key: SIMD2(repeating: .max))
        == SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD))
    #expect(
      philox4x32(
        counter: SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
        key: SIMD2(0xA409_3822, 0x299F_31D0))
        == SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1))
  }

  @Test("a stream depends on seed, stage and index, and on nothing else")
  func addressing() {
    func first(_ seed: UInt64, _ stage: RandomStage, _ index: UInt64) -> UInt64 {
      var stream = RandomStream(seed: seed, stage: stage, index: index)
      return stream.next()
    }
    #expect(first(1, .thermalNoise, 2) == first(1, .thermalNoise, 2))
    #expect(first(1, .thermalNoise, 2) != first(2, .thermalNoise, 2))
    #expect(first(1, .thermalNoise, 2) != first(1, .scattererPhases, 2))
    #expect(first(1, .thermalNoise, 2) != first(1, .thermalNoise, 3))
  }

  @Test("a stream of names depends on each of them, on where one ends, and on their order")
  func names() {
    func first(_ streams: RandomStream...) -> [UInt64] {
      streams.map { stream in
        var stream = stream
        return stream.next()
      }
    }
    func stream(_ names: String..., seed: UInt64 = 1) -> RandomStream {
      names.count == 1
        ? RandomStream(seed: seed, stage: .linkFields, names: names[0])
        : RandomStream(seed: seed, stage: .linkFields, names: names[0], names[1])
    }
    #expect(first(stream("car", "bs")) == first(stream("car", "bs")))
    let others = first(
      stream("car", "bs"), stream("bs", "car"), stream("carb", "s"), stream("carbs"),
      stream("car", "bs", seed: 2), stream("car"), stream("car", ""), stream("", "car"), stream(""),
      stream("a long name/target-front"), stream("a long name/target-back"),
      stream("12345678"), stream("12345678\0"), stream("123456781"))
    #expect(Set(others).count == others.count)
    #expect(
      first(RandomStream(seed: 1, stage: .referencePoints, names: "car")) != first(stream("car")))
  }

  @Test("numbers drawn many at a time are those drawn one by one")
  func bulk() {
    for (seed, index) in [(3, 0), (UInt64.max, 1 << 39)] as [(UInt64, UInt64)] {
      var single = RandomStream(seed: seed, stage: .thermalNoise, index: index)
      var bulk = BulkRandomStream(seed: seed, stage: .thermalNoise, index: index)
      // Five fills of sixteen numbers and part of a sixth.
      for _ in 0..<90 { #expect(bulk.next() == single.next()) }
    }
  }

  @Test("uniform numbers fill 100 bins evenly (chi-square, significance 1e-6)")
  func uniformity() {
    var stream = RandomStream(seed: 5, stage: .rayDirections, index: 0)
    var bins = [Int](repeating: 0, count: 100)
    for _ in 0..<100_000 { bins[Int(stream.uniform() * 100)] += 1 }
    let chiSquare = bins.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
    // The upper 1e-6 point of chi-square with 99 degrees of freedom is 181.
    #expect(chiSquare < 181)
  }

  @Test("normal numbers have mean 0, variance 1 and kurtosis 3 (five standard errors)")
  func moments() {
    var stream = RandomStream(seed: 9, stage: .thermalNoise, index: 0)
    let count = 200_000.0
    var sums = SIMD4<Double>()
    for _ in 0..<100_000 {
      let pair = stream.normalPair()
      for value in [pair.0, pair.1] {
        let square = value * value
        sums += SIMD4(value, square, square * value, square * square)
      }
    }
    let means = sums / count
    // Standard errors sqrt(1/n), sqrt(2/n), sqrt(15/n), sqrt(96/n).
    #expect(abs(means.x) < 5 * (1 / count).squareRoot())
    #expect(abs(means.y - 1) < 5 * (2 / count).squareRoot())
    #expect(abs(means.z) < 5 * (15 / count).squareRoot())
    #expect(abs(means.w - 3) < 5 * (96 / count).squareRoot())
  }

  @Test("normal numbers are distributed as the error function says (chi-square, significance 1e-6)")
  func distribution() {
    var stream = RandomStream(seed: 3, stage: .thermalNoise, index: 0)
    let (bins, count) = (200, 2_000_000)
    var counts = [Int](repeating: 0, count: bins)
    for _ in 0..<count / 2 {
      let pair = stream.normalPair()
      for value in [pair.0, pair.1] {
        let probability = Double.erfc(-value / 2.0.squareRoot()) / 2
        counts[min(bins - 1, Int(probability * Double(bins)))] += 1
      }
    }
    let expected = Double(count) / Double(bins)
    let chiSquare = counts.reduce(0.0) { sum, count in
      let miss = Double(count) - expected
      return sum + miss * miss / expected
    }
    // The upper 1e-6 point of chi-square with 199 degrees of freedom is 306.
    #expect(chiSquare < 306)
  }

  @Test("the tail beyond 3.44 has its share of 5.8e-4 (five standard errors)")
  func tail() {
    var stream = RandomStream(seed: 4, stage: .thermalNoise, index: 1)
    let count = 1_000_000
    var beyond = [0, 0]
    for _ in 0..<count {
      let pair = stream.normalPair()
      for value in [pair.0, pair.1] where abs(value) > 3.442_619_855_899 {
        beyond[value < 0 ? 0 : 1] += 1
      }
    }
    // erfc(3.4426 / sqrt(2)) / 2 on either side.
    let expected = Double.erfc(3.442_619_855_899 / 2.0.squareRoot()) / 2 * Double(2 * count)
    for side in beyond { #expect(abs(Double(side) - expected) < 5 * expected.squareRoot()) }
  }

  @Test("Fibonacci directions are unit vectors that cover the sphere evenly")
  func fibonacci() {
    let count = 10_000
    var sum = SIMD3<Double>()
    var inCap = 0
    for index in 0..<count {
      let direction = fibonacciDirection(index, of: count)
      let vector = SIMD3(direction.x, direction.y, direction.z)
      #expect(abs((vector * vector).sum() - 1) < 1e-14)
      sum += vector
      if vector.x > 0.9 { inCap += 1 }
    }
    #expect(abs(sum.x) + abs(sum.y) + abs(sum.z) < 5)
    // The cap x > 0.9 has 5 % of the area; a lattice errs by its rim, about sqrt(count).
    #expect(abs(inCap - 500) < 30)
  }

  @Test("points of the plastic sequence leave no box of the unit square empty")
  func plastic() {
    var boxes = Set<Int>()
    for index in 0..<400 {
      let point = plasticPoint(index, offset: SIMD2(0.3, 0.8))
      #expect(point.x >= 0 && point.x < 1 && point.y >= 0 && point.y < 1)
      boxes.insert(Int(point.x * 10) * 10 + Int(point.y * 10))
    }
    #expect(boxes.count == 100)
  }
}
