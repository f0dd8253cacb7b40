// SPDX-License-Identifier: Apache-2.0

internal import Execution
internal import Foundation
internal import InputDocuments
internal import RFTwin

/// How long fitting ten materials to a capture of configuration B takes: 20,000 scatterers, 40 windows
/// of each of two links.
///
/// The capture is simulated first, under another seed of scatterers.
struct CalibrationTimes {
  let runs: Int
  let workers: Workers

  private static let scenario = "Scenes/umi-courtyard/configuration-b.yaml"

  /// Ten of the twelve materials of the scene.
  ///
  /// What few see of them, or of which echoes of moving pieces are made, need not be determined for the
  /// time to be that of ten.
  private static let materials = """
    asphalt: { fit: [scattering, exponent, permittivity] }
    paving: { fit: [scattering, exponent, permittivity] }
    brick: { fit: [scattering, exponent, permittivity] }
    concrete: { fit: [scattering, exponent, permittivity] }
    plaster: { fit: [scattering, exponent, permittivity] }
    wood: { fit: [scattering, exponent, permittivity] }
    window-glass: { fit: [scattering, exponent, permittivity] }
    bare-metal: { fit: [scattering, exponent] }
    vegetation: { fit: [scattering, permittivity] }
    car-paint: { fit: [scattering, exponent] }
    """

  func write() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "rftwin-benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let record = folder.appendingPathComponent("record.h5").path
    try simulate(to: record)
    let file = folder.appendingPathComponent("calibration.yaml")
    try Data(calibration(of: record).utf8).write(to: file)
    let settings = try CalibrationSettings.load(file.path)
    let run = try CalibrationRun(settings, seed: 2, workers: workers)
    try timeEvaluation(run)
    let whole = try Time.measure { _ = try run.run() }
    print("  whole calibration, asked: 60 s        \(whole)")
  }

  /// Forty frames over the five seconds of the scenario, a window each.
  private func simulate(to path: String) throws {
    let frames = ["episode.frames.every=125 ms"].compactMap { Override($0) }
    let scenario = try Scenario.load(Self.scenario, overrides: frames)
    _ = try Simulation(scenario, seed: 1, workers: workers).run(writingTo: path)
  }

  private func calibration(of record: String) -> String {
    let scenario = URL(fileURLWithPath: Self.scenario).path
    let materials = Self.materials.split(separator: "\n").map { "  " + $0 + "\n" }.joined()
    return """
      name: benchmark
      scenario: "\(scenario)"
      captures: [{ record: "\(record)" }]
      hold-out: 0
      materials:
      \(materials)
      """
  }

  private func timeEvaluation(_ run: CalibrationRun) throws {
    let evaluation = try run.evaluation()
    print(
      "\(evaluation.materials) materials, \(evaluation.unknowns) numbers, \(evaluation.residuals)"
        + " residuals, \(evaluation.paths) paths")
    var best = Time.measure { _ = evaluation() }
    for _ in 0..<runs {
      let next = Time.measure { _ = evaluation() }
      if next.wall < best.wall { best = next }
    }
    print("  residuals and Jacobian, asked: 0.5 s  \(best)")
  }
}

/// How long something took by the clock, and how long all threads together computed for it, which other
/// programs on the machine change less.
private struct Time: CustomStringConvertible {
  /// In seconds.
  var wall: Double
  var computing: Double

  static func measure<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) -> Time {
    let (clock, before) = (ContinuousClock(), computed)
    let start = clock.now
    try body()
    return Time(wall: (clock.now - start) / .seconds(1), computing: computed - before)
  }

  var description: String { String(format: "%7.3f s, %7.3f s on all threads", wall, computing) }

  /// What this process has computed so far, in seconds.
  private static var computed: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
