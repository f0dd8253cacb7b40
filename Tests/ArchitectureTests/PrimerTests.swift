// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("The physics primer")
struct PrimerTests {
  private let page = "Sources/RFTwin/RFTwin.docc/PhysicsPrimer.md"

  /// The numbers of the equations, in the order of the page.
  private func equations() throws -> [Int] {
    let text = try ProjectFile(page).text ?? ""
    return text.matches(of: #/(?m)^\*\*\(([0-9]+)\)\*\*/#).compactMap { Int($0.output.1) }
  }

  /// The numbers that the sources cite, each with the files that do.
  private func citations() throws -> [Int: [String]] {
    var citations: [Int: [String]] = [:]
    for file in try ProjectFile.all(below: "Sources", where: { $0.hasSuffix(".swift") }) {
      for match in (file.text ?? "").matches(of: #/Physics primer, eq\. ([0-9, and]+)\./#) {
        for number in match.output.1.split(whereSeparator: { !$0.isNumber }) {
          citations[Int(number) ?? 0, default: []].append(file.path)
        }
      }
    }
    return citations
  }

  @Test("equations are numbered from one without gaps")
  func numbers() throws {
    let equations = try equations()
    #expect(equations.count > 40)
    #expect(equations == Array(1...equations.count))
  }

  @Test("each equation is cited by a source that implements it, and no other number is")
  func cited() throws {
    let (equations, citations) = (Set(try equations()), try citations())
    #expect(equations.subtracting(citations.keys).sorted() == [], "cited by nothing")
    for (number, files) in citations where !equations.contains(number) {
      Issue.record("\(files) cite equation \(number), which the primer does not have")
    }
  }
}
