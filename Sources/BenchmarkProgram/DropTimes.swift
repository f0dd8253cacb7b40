// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Execution
internal import Foundation
internal import InputDocuments
internal import RFTwin
internal import StatisticalChannel

/// How fast targets are dropped, and how much memory that takes.
///
/// A link is the leg of a target to one base station and back.
struct DropTimes {
  let runs: Int
  let workers: Workers

  private static let scenario = "Scenes/drops/human-uma.yaml"
  /// The sites of the scenario, each of which has a monostatic link with the target.
  private static let sites = 19

  func write() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "rftwin-benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let record = folder.appendingPathComponent("record.h5").path
    print(Measurement.heading)
    for (name, overrides) in [
      ("mono-static targets, asked 20000/s", ["background=off"]),
      ("the same with their background", []),
    ] {
      let description = try DropDescription.load(
        Self.scenario, overrides: overrides.compactMap { Override($0) })
      let run = try DropRun(description, count: 10_000, workers: workers)
      let stage = Stage(name: name, amount: Double(10_000 * Self.sites), unit: "links/s") {
        _ = try run.run(writingTo: record)
      }
      print(try Measurement(stage, runs: runs).line)
    }
    // Before what keeps whole channels, whose memory would be taken for the runs'.
    try reportMemory(record)
    print(try Measurement(try fullChannels(), runs: runs).line)
  }

  /// The paths of the best pairs over humans, most of them never in sight: clusters and rays of both
  /// legs, joined by option 2.
  private func fullChannels() throws -> Stage {
    let description = try DropDescription.load(
      Self.scenario, overrides: ["background=off"].compactMap { Override($0) })
    guard case .sensing(let scenario, _) = description.content else {
      preconditionFailure("the bundled scenario is of sensing")
    }
    let drops = try SensingDrops(scenario, seed: description.seed)
    let channels = try SensingChannels(drops, options: .init(.of(.human)))
    let pairs = try channels.channels(0..<1, workers: workers)[0].count
    return Stage(
      name: "full target channels, asked 500/s", amount: Double(250 * pairs), unit: "channels/s"
    ) {
      _ = try channels.channels(0..<250, workers: workers)
    }
  }

  /// The peak of the process's memory after runs of growing length.
  private func reportMemory(_ record: String) throws {
    let description = try DropDescription.load(Self.scenario)
    for count in [10_000, 200_000] {
      _ = try DropRun(description, count: count, workers: workers).run(writingTo: record)
      var usage = rusage()
      unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
      print("  after \(count) drops: at most \(usage.ru_maxrss / 1024) MB at any time")
    }
  }
}
