// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The program as a shell runs it.
enum Program {
  /// What a run left behind.
  struct Outcome {
    /// The exit status, or the number of the signal that ended the run.
    var status: Int32

    /// Whether a signal ended the run.
    var wasKilled: Bool

    /// What was written to standard output and to standard error.
    var output: Data
    var errors: String

    /// Standard output as text.
    var text: String { String(decoding: output, as: UTF8.self) }

    /// The lines of standard error; the last one ends with a line feed as the others do.
    var errorLines: [String] {
      var lines = errors.components(separatedBy: "\n")
      if lines.last == "" { lines.removeLast() }
      return lines
    }
  }

  /// Runs the program to its end, in the project's folder or in another one.
  static func run(_ arguments: [String], in folder: String? = nil) throws -> Outcome {
    try RunningProgram(arguments, in: folder).end()
  }

  /// Runs the program to its end, in the project's folder or in another one.
  static func run(_ arguments: String..., in folder: String? = nil) throws -> Outcome {
    try run(arguments, in: folder)
  }

  /// Runs a shell's script to its end, in which `$rftwin` is the program.
  static func shell(
    _ script: String, in folder: String, environment: [String: String] = [:]
  ) throws -> Outcome {
    let program = try executable().path
    return try RunningProgram(
      ["-c", script], in: folder, as: URL(fileURLWithPath: "/bin/sh"),
      environment: environment.merging(["rftwin": program]) { $1 }
    ).end()
  }

  /// The path of a bundled scene's file.
  static func scene(_ name: String) -> String { "\(SharedFiles.project)/Scenes/\(name)" }

  /// The program's file, which SwiftPM puts beside the tests, whatever the configuration.
  fileprivate static func executable() throws -> URL {
    let tests = try #require(Bundle.main.executableURL)
    let program = tests.deletingLastPathComponent().appendingPathComponent("rftwin")
    try #require(
      FileManager.default.isExecutableFile(atPath: program.path),
      "rftwin is not built; it was looked for at \(program.path)")
    return program
  }
}

/// A run of the program that has not ended yet.
struct RunningProgram {
  private let process = Process()
  private let folder: TemporaryFolder

  /// Starts the program, or another one; both its outputs go to files, which are no terminals.
  init(
    _ arguments: [String], in directory: String? = nil, as program: URL? = nil,
    environment: [String: String] = [:]
  ) throws {
    folder = try TemporaryFolder()
    process.executableURL = try program ?? Program.executable()
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory ?? SharedFiles.project)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try file("output")
    process.standardError = try file("errors")
    // The threads that tests run on block signals, and a child inherits what its parent blocks.
    var signals = sigset_t()
    var before = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &signals, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
  }

  /// Whether it still runs.
  var isRunning: Bool { process.isRunning }

  /// Sends it a signal.
  func send(signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for its end.
  func end() throws -> Program.Outcome {
    process.waitUntilExit()
    let errors = try Data(contentsOf: URL(fileURLWithPath: folder.file("errors")))
    return Program.Outcome(
      status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
      output: try Data(contentsOf: URL(fileURLWithPath: folder.file("output"))),
      errors: String(decoding: errors, as: UTF8.self))
  }

  private func file(_ name: String) throws -> FileHandle {
    try folder.write("", to: name)
    return try FileHandle(forWritingTo: URL(fileURLWithPath: folder.file(name)))
  }
}

extension Program.Outcome {
  /// Expects the run to have ended well and silently on standard error.
  func expectSuccess(_ location: SourceLocation = #_sourceLocation) {
    #expect(
      !wasKilled && status == 0, "status \(status): \(errors)", sourceLocation: location)
    #expect(errors == "", sourceLocation: location)
  }

  /// Expects a refusal of data: status 65, nothing on standard output, and one line of complaint.
  ///
  /// - Parameters:
  ///   - place: What the line starts with after the program's name, such as "scenario.yaml:3".
  ///   - words: What else the line must hold; nil where the place is all there is.
  ///   - location: The place in the tests.
  func expectRefusal(
    at place: String, _ words: String? = nil, _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(!wasKilled && status == 65, "status \(status)", sourceLocation: location)
    #expect(output.isEmpty, "\(text)", sourceLocation: location)
    #expect(errorLines.count == 1 && errors.hasSuffix("\n"), "\(errors)", sourceLocation: location)
    let start = "rftwin: \(place)" + (words == nil ? "\n" : ": ")
    #expect(errors.hasPrefix(start), "\(errors)", sourceLocation: location)
    guard let words else { return }
    #expect(
      errors.dropFirst(start.count).contains(words), "\(errors)", sourceLocation: location)
  }
}
