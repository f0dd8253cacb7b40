// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Exit statuses")
struct ExitStatusTests {
  private static let link = ["--tx", "0,0,1", "--rx", "1,0,1"]
  private static let wall = Program.scene("one-wall/wall.glb")
  private static let scenario = Program.scene("one-wall/scenario.yaml")

  @Test(
    "help and version are answered with status 0",
    arguments: [
      [], ["--help"], ["--version"], ["simulate", "--help"], ["paths", "--help"],
      ["plot", "--help"], ["info", "--help"], ["materials", "--help"],
    ])
  func help(words: [String]) throws {
    let outcome = try Program.run(words)
    outcome.expectSuccess()
    #expect(outcome.text.contains("rftwin"))
  }

  /// Command lines that cannot be understood, and words that the complaint must hold.
  private static let mistakes: [(words: [String], complaint: String)] = [
    (["simulat"], "'simulat'"),
    (["simulate"], "'<scenario>'"),
    (["simulate", scenario, "--colour"], "'--colour'"),
    (["simulate", scenario, "--threads", "0"], "--threads a number from 1"),
    (["simulate", scenario, "--seed", "many"], "'many'"),
    (["paths", wall, "--tx", "0,0,1", "--frequency", "28 GHz"], "at least one --rx"),
    (["paths", wall, "--tx", "0,0", "--rx", "1,0,1", "--frequency", "28 GHz"], "'0,0'"),
    (["paths", wall, "--tx", "0,0,1", "--rx", "nan,0,1", "--frequency", "28 GHz"], "'nan,0,1'"),
    (["paths", wall, "--tx", "0,0,1", "--rx", "9e9,0,1", "--frequency", "28 GHz"], "'9e9,0,1'"),
    (["paths", wall, "--frequency", "28"] + link, "'28' lacks a unit"),
    (["paths", wall, "--frequency", "28 m"] + link, "'m' is not a unit of frequency"),
    (["paths", wall, "--frequency", "0 GHz"] + link, "above zero"),
    (["paths", wall, "--frequency", "1e300 GHz"] + link, "too large"),
    (["paths", wall, "--frequency", "1e9 GHz"] + link, "from 1 kHz to 10000 GHz"),
    (["paths", wall, "--frequency", "28 GHz", "--scatterers", "1000000000"] + link, "10000000"),
    (["paths", wall, "--frequency", "28 GHz", "--assign", "wall"] + link, "'wall'"),
    (["paths", wall, "--frequency", "28 GHz", "--max-depth", "17"] + link, "not 17"),
    (["paths", wall, "--frequency", "28 GHz", "--repeat", "0"] + link, "--repeat"),
    (["paths", wall, "--frequency", "28 GHz", "--tx-pattern", "horn"] + link, "'horn'"),
    (["paths", wall, "--frequency", "28 GHz", "--at", "inf"] + link, "finite"),
    (["paths", wall, "--frequency", "28 GHz", "--rx-velocity", "3e8,0,0"] + link, "light"),
    (["paths", wall, "--frequency", "28 GHz", "--velocity", "wall=0,3e8,0"] + link, "light"),
    (["plot", "record.h5", "--at", "nan"], "finite"),
    (["materials", "--frequency", "79"], "'79' lacks a unit"),
    (["materials", "concrete", "brick"], "'brick'"),
  ]

  @Test(
    "a mistake on the command line has status 64, says what is wrong and how the command is used",
    arguments: mistakes.indices)
  func mistake(index: Int) throws {
    let (words, complaint) = Self.mistakes[index]
    let outcome = try Program.run(words)
    #expect(outcome.status == 64 && !outcome.wasKilled, "\(outcome.status)")
    #expect(outcome.output.isEmpty)
    let first = outcome.errorLines.first ?? ""
    #expect(first.hasPrefix("Error: ") && first.contains(complaint), "\(outcome.errors)")
    // The usage is that of the command at hand.
    let usage = words.count > 1 || words == ["simulate"] ? "rftwin \(words[0])" : "rftwin"
    #expect(outcome.errorLines.contains { $0.hasPrefix("Usage: \(usage) ") }, "\(outcome.errors)")
  }

  @Test("a command-line mistake in the middle of options writes no result")
  func nothingWritten() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      ["paths", Self.wall, "--frequency", "28", "--output", "paths.json"] + Self.link,
      in: folder.path)
    #expect(outcome.status == 64)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
