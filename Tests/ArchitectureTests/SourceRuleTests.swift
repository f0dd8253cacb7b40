// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("The files")
struct SourceRuleTests {
  private let license = "// SPDX-License-Identifier: Apache-2.0"

  private func swiftFiles(below folder: String) throws -> [ProjectFile] {
    try ProjectFile.all(below: folder) { $0.hasSuffix(".swift") }
  }

  /// All files of the project that are texts: without what is built, written by runs or ignored.
  private func texts() throws -> [ProjectFile] {
    let ignored: Set = [".git", "results", "docs", "Package.resolved"]
    let top = try FileManager.default.contentsOfDirectory(atPath: SharedFiles.project).sorted()
      .filter { !ignored.contains($0) && !$0.hasPrefix(".build") }
    var files: [ProjectFile] = []
    for name in top {
      var isFolder: ObjCBool = false
      let path = "\(SharedFiles.project)/\(name)"
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
      files +=
        isFolder.boolValue
        ? try ProjectFile.all(below: name) { !$0.contains("__pycache__") }
        : [try ProjectFile(name)]
    }
    return files.filter { $0.text != nil }
  }

  @Test("no source forces a value, a cast or an error, or gives up")
  func nothingForced() throws {
    let files = try swiftFiles(below: "Sources")
    #expect(files.count > 100)
    for file in files {
      let lines = SwiftCode(file.text ?? "").forcedLines
      #expect(lines.isEmpty, "\(file) can stop the program in the lines \(lines)")
    }
  }

  @Test("no source has more than 400 lines")
  func length() throws {
    for file in try swiftFiles(below: "Sources") {
      // The last line ends with a line feed.
      #expect(file.lines.count - 1 <= 400, "\(file) has \(file.lines.count - 1) lines")
    }
  }

  @Test("every Swift file begins with its licence")
  func licences() throws {
    for file in try swiftFiles(below: "Sources") + swiftFiles(below: "Tests") {
      #expect(file.lines.first.map(String.init) == license, "\(file)")
    }
    // The manifest must begin with the version of its language.
    #expect(try ProjectFile("Package.swift").lines.dropFirst().first.map(String.init) == license)
  }

  @Test("no file names a place on somebody's machine")
  func places() throws {
    let files = try texts()
    #expect(files.contains { $0.path == "README.md" })
    #expect(files.contains { $0.path == "Scenes/box/scenario.yaml" })
    for file in files {
      // Put together here, lest this file finds itself; "../work/" and "a.example/home/" are none.
      let roots = file.path.hasPrefix("Tests/") ? "work|home|Users" : "work|home|Users|tmp"
      let place = try Regex("(?:^|[^\\w.])/(?:\(roots))/")
      for (index, line) in file.lines.enumerated() {
        #expect(!line.contains(place), "\(file):\(index + 1): \(line)")
      }
    }
  }
}
