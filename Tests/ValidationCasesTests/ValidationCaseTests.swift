// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import ValidationCases

@Suite("Validation cases")
struct ValidationCaseTests {
  @Test(
    "every comparison that 'make validate' shows stays within its tolerance",
    arguments: ValidationCase.all.indices)
  func passes(_ index: Int) throws {
    let validationCase = ValidationCase.all[index]
    let deviation = try validationCase.compare().deviation
    #expect(deviation <= validationCase.tolerance, "\(validationCase.name)")
  }

  @Test("every bundled scenario is among those whose tracks are compared")
  func scenarios() throws {
    let folder = SharedFiles.project + "/Scenes"
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder)
      // NIST's scenes are not bundled; a campaign's twins differ from its truth by materials only.
      .filter { $0.hasSuffix(".yaml") && !$0.hasPrefix("nist/") }
      .filter { !["street/campaign/twin.yaml", "street/campaign/fitted.yaml"].contains($0) }
      .filter {
        try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8).contains("episode:")
      }
    #expect(files.sorted() == ValidationCase.bundledScenarios.sorted())
  }
}
