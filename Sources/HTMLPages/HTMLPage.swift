// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// A page for people that holds all of its pictures.
package struct HTMLPage {
  /// What the page is about; its title.
  package var title: String

  /// Whether the numbers of tables stand at the right.
  package var alignsNumbers: Bool

  /// The parts of the page, one after the other, as HTML.
  package var parts: [String]

  package init(title: String, alignsNumbers: Bool = false, parts: [String]) {
    self.title = title
    self.alignsNumbers = alignsNumbers
    self.parts = parts
  }

  /// The page as it is written.
  package var bytes: [UInt8] {
    let alignment = alignsNumbers ? "right" : "left"
    return Array(
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>\(Self.escaped(title))</title>
      <style>
      body { font: 16px/1.5 sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
      table { border-collapse: collapse; margin: 1rem 0; }
      th, td { padding: 0.2rem 0.8rem; border-bottom: 1px solid #ddd; text-align: \(alignment); }
      th:first-child, td:first-child { text-align: left; }
      img { max-width: 100%; height: auto; }
      .note { color: #666; }
      </style>
      </head>
      <body>
      \(parts.joined(separator: "\n"))
      </body>
      </html>

      """.utf8)
  }

  /// A text as it may stand in a page, shown as it is: names are anyone's.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }

  /// A table of texts under a head.
  package static func table(_ head: [String], _ rows: [[String]]) -> String {
    func row(_ cells: [String], _ tag: String) -> String {
      "<tr>" + cells.map { "<\(tag)>\(escaped($0))</\(tag)>" }.joined() + "</tr>"
    }
    return "<table>\n" + ([row(head, "th")] + rows.map { row($0, "td") }).joined(separator: "\n")
      + "\n</table>"
  }

  /// A list of sentences.
  package static func list(_ sentences: [String]) -> String {
    "<ul>\n" + sentences.map { "<li>\(escaped($0))</li>" }.joined(separator: "\n") + "\n</ul>"
  }

  /// A picture in the format PNG.
  ///
  /// - Parameters:
  ///   - picture: The file.
  ///   - words: What it shows, for those who do not see it.
  /// - Returns: An element of a page.
  package static func image(_ picture: Data, _ words: String) -> String {
    "<img alt=\"\(escaped(words))\" src=\"data:image/png;base64,\(picture.base64EncodedString())\">"
  }
}
