// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A file of the project.
struct ProjectFile: CustomStringConvertible {
  /// The path from the project's folder.
  let path: String

  /// What it holds, or nil where that is no text.
  let text: String?

  /// Reads a file of the project.
  init(_ path: String) throws {
    self.path = path
    let url = URL(fileURLWithPath: SharedFiles.project).appendingPathComponent(path)
    text = String(data: try Data(contentsOf: url), encoding: .utf8)
  }

  var lines: [Substring] {
    (text ?? "").split(separator: "\n", omittingEmptySubsequences: false)
  }

  var description: String { path }

  /// The files below a folder of the project whose paths fit, in alphabetical order.
  static func all(below folder: String, where isWanted: (String) -> Bool) throws -> [ProjectFile] {
    let root = "\(SharedFiles.project)/\(folder)"
    return try FileManager.default.subpathsOfDirectory(atPath: root).sorted()
      .map { "\(folder)/\($0)" }.filter { isWanted($0) }.filter { path in
        let kind = try FileManager.default.attributesOfItem(
          atPath: "\(SharedFiles.project)/\(path)")[.type]
        return kind as? FileAttributeType == .typeRegular
      }.map { try ProjectFile($0) }
  }
}

/// An import as a source file states it.
struct ImportStatement {
  let module: String

  /// Whether those who import the file's module see it too.
  let isVisible: Bool

  let file: ProjectFile
}

/// A folder of `Sources`.
struct SourceModule {
  let name: String

  /// The Swift files; a C library has none.
  let files: [ProjectFile]

  var isCLibrary: Bool { files.isEmpty }

  /// All imports, as often as they are stated.
  let imports: [ImportStatement]

  /// All modules, read once for all tests.
  private static let modules = Result {
    let folder = "\(SharedFiles.project)/Sources"
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { name in
        // Git leaves empty folders behind, and systems leave notes of their own.
        try !name.hasPrefix(".") && !ProjectFile.all(below: "Sources/\(name)") { _ in true }.isEmpty
      }
      .map { try SourceModule($0) }
  }

  /// All modules.
  static func all() throws -> [SourceModule] { try modules.get() }

  private init(_ name: String) throws {
    self.name = name
    files = try ProjectFile.all(below: "Sources/\(name)") { $0.hasSuffix(".swift") }
    imports = files.flatMap { file in
      SwiftCode(file.text ?? "").lines.compactMap { Self.importStatement($0, in: file) }
    }
  }

  private static func importStatement(_ line: String, in file: ProjectFile) -> ImportStatement? {
    guard line.contains("import ") else { return nil }
    // Attributes, visibility, and the kind of what is imported where it is a part of a module.
    let pattern = /\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(\w+)\s+)?import\s+(?:[a-z]+\s+)?(\w+).*/
    guard let match = line.wholeMatch(of: pattern) else { return nil }
    return ImportStatement(
      module: String(match.2), isVisible: match.1 == "public" || match.1 == "package", file: file)
  }
}

/// Modules that every module may import: the language's own and swift-numerics.
let commonModules: Set = [
  "Swift", "Synchronization", "Dispatch", "Glibc", "Musl", "Darwin", "ComplexModule", "RealModule",
]
