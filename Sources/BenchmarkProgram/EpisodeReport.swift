// SPDX-License-Identifier: Apache-2.0

internal import Execution
internal import Foundation
internal import RFTwin

/// What chirp-rate episodes cost: a whole second, and how costs grow.
///
/// Times are wall times in seconds. The second is run once, the rest as often as asked, of which
/// the shortest counts.
struct EpisodeReport {
  let runs: Int
  let workers: Workers

  func write() throws {
    // First of all, for the peak of memory is that of the whole process.
    let courtyard = try second()
    try growth(withScatterers: [5_000, 10_000, 20_000, 40_000], frames: 4)
    try growth(ofChirps: courtyard, frames: [1, 2, 4, 8])
    try threads(courtyard, frames: 4)
    try rotors()
  }

  private func second() throws -> FrameLoop {
    let loop = try FrameLoop(EpisodeScenarios.courtyard(), workers: workers)
    let costs = try loop.run()
    let memory = peakMemory().map { format($0 / 1e9, digits: 2) + " GB" } ?? "unknown here"
    print(
      """
      A second of configuration B at chirp rate: \(costs.frames) frames, \(costs.chirps) chirps, \
      \(loop.scattererCount) scatterers, up to \(costs.paths) paths
        preparation           \(seconds(loop.preparation))
        tracks to profiles    \(seconds(costs.total))   asked: 4 s
          search of paths     \(seconds(costs.search))
          IF samples          \(seconds(costs.samples))
          noise               \(seconds(costs.noise))
          delay transform     \(seconds(costs.profiles))
        maps of every \(loop.scenario.processing.mapEvery)th     \(seconds(costs.maps))
        peak memory           \(memory)   asked: 1 GB
        path-chirps           \(rate(costs.pathChirps, costs.total)), \
      of paths that change \(rate(costs.movingPathChirps, costs.total))
      """)
    return loop
  }

  private func growth(withScatterers counts: [Int], frames: Int) throws {
    print("\nCost of \(frames) frames against scatterers")
    print("  scatterers     paths  preparation  tracks to profiles")
    let points = try counts.map { count in
      let loop = try FrameLoop(EpisodeScenarios.courtyard(scatterers: count), workers: workers)
      let costs = try shortest(loop, frames: frames)
      print(
        "  " + padded("\(count)", 10) + padded("\(costs.paths)", 10)
          + padded(seconds(loop.preparation), 13) + padded(seconds(costs.total), 20))
      return (Double(count), costs.total)
    }
    print("  grows with the power \(format(exponent(points), digits: 2))")
  }

  private func growth(ofChirps loop: FrameLoop, frames: [Int]) throws {
    print("\nCost against chirps, the first search among them")
    print("  frames    chirps  tracks to profiles")
    let points = try frames.map { count in
      let costs = try shortest(loop, frames: count)
      print(
        "  " + padded("\(count)", 6) + padded("\(costs.chirps)", 10)
          + padded(seconds(costs.total), 20))
      return (Double(costs.chirps), costs.total)
    }
    print("  grows with the power \(format(exponent(points), digits: 2))")
  }

  private func threads(_ loop: FrameLoop, frames: Int) throws {
    guard workers.count > 1 else { return }
    let many = try shortest(loop, frames: frames).total
    let one = try shortest(
      FrameLoop(loop.scenario, workers: Workers(count: 1)), frames: frames
    ).total
    print("\n\(workers.count) threads against one, \(frames) frames")
    print("  \(seconds(one)) to \(seconds(many)): \(format(one / many, digits: 2)) times as fast")
  }

  private func rotors() throws {
    print("\nA frame of 128 samples x 1024 chirps of a rotor, tracks to maps; asked: 0.27 s")
    for (name, scenario) in [
      ("four blades of five points", try EpisodeScenarios.bladesOfPoints()),
      ("a wheel of 3000 scatterers", try EpisodeScenarios.wheel()),
    ] {
      let costs = try shortest(FrameLoop(scenario, workers: workers), frames: nil)
      print("  \(name): \(seconds(costs.total + costs.maps)), \(costs.paths) paths")
    }
  }

  private func shortest(_ loop: FrameLoop, frames: Int?) throws -> FrameCosts {
    var best = try loop.run(frames: frames)
    for _ in 1..<max(1, runs) {
      let next = try loop.run(frames: frames)
      if next.total < best.total { best = next }
    }
    return best
  }
}

/// The exponent p of the power law c x^p that is next to some points, by least squares of logarithms.
private func exponent(_ points: [(x: Double, y: Double)]) -> Double {
  let count = Double(points.count)
  let logarithms = points.map { (x: log($0.x), y: log($0.y)) }
  let mean = (
    x: logarithms.reduce(0) { $0 + $1.x } / count, y: logarithms.reduce(0) { $0 + $1.y } / count
  )
  let spread = logarithms.reduce(0) { $0 + ($1.x - mean.x) * ($1.x - mean.x) }
  return logarithms.reduce(0) { $0 + ($1.x - mean.x) * ($1.y - mean.y) } / spread
}

/// The most memory that this process has had at a time, in bytes; nil where no /proc tells it.
private func peakMemory() -> Double? {
  let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
    .map { $0 * 1024 }
}

private func format(_ value: Double, digits: Int) -> String {
  String(format: "%.\(digits)f", value)
}

private func seconds(_ value: Double) -> String { String(format: "%7.3f s", value) }

private func rate(_ amount: Double, _ time: Double) -> String {
  String(format: "%.3g/s", amount / time)
}

private func padded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}
