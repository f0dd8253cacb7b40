// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Reproducibility of records")
struct ReproducibilityTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Configuration B of the courtyard with three short frames, its files beside it.
  private func shortened() throws {
    let source = Program.scene("umi-courtyard")
    for name in ["courtyard.glb", "car.glb", "car-b.csv"] {
      try FileManager.default.copyItem(
        atPath: "\(source)/\(name)", toPath: folder.file(name))
    }
    let text = try String(contentsOfFile: "\(source)/configuration-b.yaml", encoding: .utf8)
    let shortened = text.replacing("duration: 5 s", with: "duration: 0.11 s")
      .replacing("chirps: 128", with: "chirps: 16")
      .replacing("scatterers: 20000", with: "scatterers: 2000")
    #expect(shortened.count == text.count + 1)
    try folder.write(shortened, to: "configuration-b.yaml")
  }

  private func record(_ options: String...) throws -> Data {
    let name = "run" + options.joined()
    let outcome = try Program.run(
      ["simulate", "configuration-b.yaml", "--quiet", "--output", name] + options, in: folder.path)
    outcome.expectSuccess()
    return try Data(contentsOf: URL(fileURLWithPath: folder.file("\(name)/record.h5")))
  }

  @Test("the courtyard's record does not depend on the number of threads, but on the seed")
  func courtyard() throws {
    try shortened()
    let one = try record("--seed", "7", "--threads", "1")
    let two = try record("--seed", "7", "--threads", "2")
    let other = try record("--seed", "8", "--threads", "2")
    // A hundred kilobytes and more: not an empty shell.
    #expect(one.count > 100_000)
    #expect(one == two)
    #expect(other.count == two.count)
    #expect(other != two)
  }
}
