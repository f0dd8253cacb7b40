// SPDX-License-Identifier: Apache-2.0

import Foundation
import InputDocuments
import Quantities
import TestSupport
import Testing

@Suite("Input documents")
struct InputNodeTests {
  private func parse(_ text: String) throws -> InputMapping {
    try InputNode.parse(text, file: "case.yaml").mapping()
  }

  /// The complaint of a reading that must fail.
  private func complaint(_ body: () throws -> Void) -> InputError? {
    do {
      try body()
      return nil
    } catch {
      return error as? InputError
    }
  }

  @Test("a value knows its file and line")
  func line() throws {
    let root = try parse("a: 1\nb:\n  c: 5 apples\n")
    let error = complaint {
      let _: Frequency = try root.required("b").mapping().quantity("c")
    }
    #expect(error?.line == 3)
    #expect(error?.description.hasPrefix("case.yaml:3: 'b.c': 'apples' is not a unit") == true)
  }

  @Test("a key that nobody asked for is named with its line and its nearest neighbour")
  func unknownKey() throws {
    let root = try parse("start: 0 s\ndurration: 2 s\n")
    _ = root.optional("start")
    _ = root.optional("duration")
    let error = complaint { try root.finish() }
    #expect(error?.line == 2)
    #expect(
      error?.message == "the key 'durration' is not known; did you mean 'duration'?")
  }

  @Test("a missing key is named, and a near miss of it is pointed out")
  func missingKey() throws {
    let root = try parse("durration: 2 s\n")
    let error = complaint { _ = try root.required("duration") }
    #expect(
      error?.message == "the file lacks the key 'duration'; should 'durration' be 'duration'?")
    // A key that has its own meaning, or a single letter, is no slip.
    let link = try parse("tx: ue\na: 1\n")
    _ = link.optional("tx")
    #expect(complaint { _ = try link.required("rx") }?.message == "the file lacks the key 'rx'")
    #expect(complaint { _ = try link.required("b") }?.message == "the file lacks the key 'b'")
  }

  @Test("a key that stands twice is an error with its line")
  func duplicateKey() {
    let error = complaint { _ = try parse("a: 1\nb: 2\na: 3\n") }
    #expect(error?.message == "the key 'a' stands twice, first in line 1; keep one")
    #expect(error?.line == 3)
    let inner = complaint { _ = try parse("a:\n  - b: 1\n    c: 2\n    \"b\" : 3\nb: 1\n") }
    #expect(inner?.line == 4)
    let flow = complaint { _ = try parse("x: 1\na: { b: 1, b: 2 }\n") }
    #expect(flow?.line == 2)
  }

  @Test("aliases that repeat one another without bounds are refused, a few hundred are not")
  func aliasBomb() throws {
    var bomb = "a0: &a0 [x, x]\n"
    for level in 1...25 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    for text in [bomb, bomb + "? *a25\n: 1\n"] {
      let error = complaint { _ = try parse(text) }
      #expect(error?.message.contains("aliases") == true)
      #expect(error?.line == 19)
    }
    let fair = "sector: &s { gain: 1 dB }\nall:\n" + String(repeating: "  - *s\n", count: 500)
    #expect(try parse(fair).required("all").list().count == 500)
  }

  @Test("a key that is a list is refused with its line")
  func listAsKey() {
    let error = complaint { _ = try parse("a: 1\n? [b, c]\n: 2\n") }
    #expect(error?.line == 2)
    #expect(error?.message.contains("a key must be a plain word") == true)
  }

  @Test("broken YAML is an error with its line")
  func syntax() {
    let error = complaint { _ = try parse("a: [1, 2\nb: 3\n") }
    #expect(error?.line != nil)
    #expect(error?.message.hasPrefix("this is not valid YAML") == true)
  }

  @Test("an empty file, a list and a word are not mappings", arguments: ["", "- 1\n- 2\n", "word"])
  func notAMapping(text: String) {
    #expect(throws: InputError.self) { _ = try parse(text) }
    guard !text.isEmpty else { return }
    let error = complaint { _ = try parse(text) }
    #expect(error?.message == "the file must be keys and values, { key: value }")
  }

  @Test("a word that goes on or breaks off suggests what it starts with")
  func prefixes() {
    let windows = ["hann", "hamming", "blackman", "blackman-harris"]
    #expect(suggestion(for: "hanning", among: windows) == "; did you mean 'hann'?")
    #expect(suggestion(for: "blackman-haris", among: windows) == "; did you mean 'blackman'?")
    #expect(suggestion(for: "hammin", among: windows) == "; did you mean 'hamming'?")
    #expect(suggestion(for: "kaiser", among: windows) == "")
  }

  @Test("switches are on and off", arguments: [("on", true), ("false", false), ("yes", true)])
  func switches(text: String, value: Bool) throws {
    #expect(try parse("a: \(text)").required("a").flag() == value)
  }

  @Test("numbers must be finite and lists of the right length")
  func numbers() throws {
    let root = try parse("a: [1, 2, 3]\nb: [1, .nan, 3]\nc: 12\n")
    #expect(try root.required("a").numbers(3) == [1, 2, 3])
    #expect(throws: InputError.self) { _ = try root.required("a").numbers(2) }
    #expect(throws: InputError.self) { _ = try root.required("b").numbers(3) }
    #expect(throws: InputError.self) { _ = try root.required("c").integer(in: 0...11) }
  }

  @Test("a missing file, a folder and a file that is not text are told apart")
  func files() throws {
    let folder = try TemporaryFolder()
    let missing = complaint { _ = try TextFile.text(folder.file("none.yaml")) }
    #expect(missing?.message.contains("no such file") == true)
    let directory = complaint { _ = try TextFile.text(folder.path) }
    #expect(directory?.message.contains("folder") == true)
    let path = try folder.write(.init([0xFF, 0xFE, 0x00]), to: "bytes.yaml")
    let bytes = complaint { _ = try TextFile.text(path) }
    #expect(bytes?.message.contains("not UTF-8") == true)
  }

  @Test("a CSV table keeps units and line numbers, and passes over comments")
  func table() throws {
    let table = try CSVTable(
      text: "# made by hand\nt [s], x_m,yaw\n\n0, 1,2\n1,3,4\n", file: "t.csv")
    #expect(table.columns == ["t", "x", "yaw"])
    #expect(table.units == ["s", "m", nil])
    #expect(table.rows.map(\.line) == [4, 5])
    #expect(table.rows.map(\.values) == [[0, 1, 2], [1, 3, 4]])
  }

  @Test("a CSV table may have quoted cells, and a row of units below the names")
  func quotesAndUnits() throws {
    let table = try CSVTable(text: "\"t\",\"x\",yaw\n\"ms\", [m],\n\"0\", 1,2\n", file: "t.csv")
    #expect(table.columns == ["t", "x", "yaw"])
    #expect(table.units == ["ms", "m", nil])
    #expect(table.rows.map(\.values) == [[0, 1, 2]])
    #expect(table.rows.map(\.line) == [3])
  }

  @Test(
    "a CSV table with a ragged row, a word or no header is refused",
    arguments: [
      "t,x\n0,1,2\n", "t,x\ns,m\ns,m\n", "t,x\n0,0x1\n", "t,x\n0,fast\n", "0,1\n1,2\n", "",
    ])
  func brokenTable(text: String) {
    #expect(throws: InputError.self) { _ = try CSVTable(text: text, file: "t.csv") }
  }
}
