// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("Reading Swift")
struct SwiftCodeTests {
  @Test(
    "what can stop the program is seen",
    arguments: [
      "let a = b!", "let a = b()!.c", "let a = b[0]!", "try! run()", "let a = b as! C",
      "var view: View!", "fatalError(\"no\")", "let a = \"\\(b!)\"", "let a = \"b\".first!",
      "let a = #\"\\#(b!)\"#", "a! += 1", "let a = b?.c!", "a.map { $0 }!",
    ])
  func forced(code: String) {
    #expect(SwiftCode("let before = 1\n\(code)\nlet after = 2").forcedLines == [2])
  }

  @Test(
    "what only looks like it is not",
    arguments: [
      "if a != b { }", "if a !== b { }", "if !a && !b() { }", "let a = \"stop!\"", "// stop!",
      "/* try! /* nested! */ as! */", "let a = #\"b\\(c!)\"#", "let a = \"\\\"b!\\\"\"",
      "/// fatalError(", "let a = [!b]", "let a = (!b)", "let a = \"\"\"\n  b!\n  \"\"\"",
      "a!=b",
    ])
  func harmless(code: String) {
    #expect(SwiftCode(code).forcedLines.isEmpty)
  }

  @Test("interpolations in interpolations are code, the words around them are not")
  func interpolations() {
    let code = SwiftCode(#"let a = "x \(b("y \(c!) z")) w!""#)
    #expect(code.lines == [#"let a = "  \(b("  \(c!)  "))   ""#])
  }

  @Test("lines keep their numbers")
  func lines() {
    let code = SwiftCode("/*\n\n*/ let a = \"\"\"\n  text\n  \"\"\"\nlet b = c!\n")
    #expect(code.forcedLines == [6])
  }

  @Test("what prints is seen, what only carries the word is not")
  func printing() {
    #expect(SwiftCode("print(a)").printingLines == [1])
    #expect(SwiftCode("FileHandle.standardError.write(a)").printingLines == [1])
    #expect(SwiftCode("fingerprint(a)\n// print(a)\nlet a = \"print(b)\"").printingLines.isEmpty)
  }
}
