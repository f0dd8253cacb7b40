// SPDX-License-Identifier: Apache-2.0

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
}
