// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import FoundationXML
internal import InputDocuments

/// An element of an XML file that knows its line.
final class XMLElementNode {
  let name: String
  let attributes: [String: String]
  let line: Int
  fileprivate(set) var children: [XMLElementNode] = []

  init(name: String, attributes: [String: String], line: Int) {
    self.name = name
    self.attributes = attributes
    self.line = line
  }

  /// The children of a name.
  func all(_ name: String) -> [XMLElementNode] { children.filter { $0.name == name } }

  /// The value of the child `<KIND name="NAME" value="..."/>`.
  func value(named name: String) -> String? {
    children.first { $0.attributes["name"] == name }?.attributes["value"]
  }
}

/// Reads an XML file.
///
/// - Throws: `InputError` with the line of the first mistake.
func readXML(_ path: String) throws(InputError) -> XMLElementNode {
  let data = try TextFile.data(path, limit: TextFile.largest)
  let parser = XMLParser(data: data)
  parser.shouldResolveExternalEntities = false
  let builder = TreeBuilder()
  parser.delegate = builder
  // The parser takes a file that ends in the middle for a success.
  guard parser.parse(), builder.isComplete, let root = builder.root else {
    throw InputError(
      file: path, line: parser.lineNumber > 0 ? parser.lineNumber : nil,
      "this is not well-formed XML")
  }
  return root
}

private final class TreeBuilder: NSObject, XMLParserDelegate {
  var root: XMLElementNode?
  private var open: [XMLElementNode] = []

  /// Whether every element that was opened has been closed.
  var isComplete: Bool { open.isEmpty }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    let element = XMLElementNode(name: name, attributes: attributes, line: parser.lineNumber)
    open.last?.children.append(element)
    if root == nil { root = element }
    open.append(element)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    _ = open.popLast()
  }
}
