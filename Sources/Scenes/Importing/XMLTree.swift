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

  /// The characters between its tags that are not its children's.
  fileprivate(set) var text = ""

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
  let isParsed = parser.parse()
  let line = parser.lineNumber > 0 ? parser.lineNumber : nil
  guard !builder.isTooDeep else {
    throw InputError(
      file: path, line: line, "elements are nested more than \(TreeBuilder.mostLevels) deep")
  }
  // The parser takes a file that ends in the middle for a success, but keeps the error.
  let code = (parser.parserError as NSError?)?.code
  guard isParsed, code == nil, builder.open.isEmpty, let root = builder.root else {
    throw InputError(
      file: path, line: line,
      "this is not well-formed XML: \(reason(code, after: builder))")
  }
  return root
}

/// What is wrong with a file, from the parser's code and from how far it came.
private func reason(_ code: Int?, after builder: TreeBuilder) -> String {
  switch code {
  case 9, 81: "it holds a character that XML does not allow"
  case 26, 27: "it uses an entity (&name;) that is not defined"
  case 38: "an attribute's value holds '<'; write '&lt;'"
  case 42: "an attribute stands twice in one element"
  default:
    if builder.root == nil {
      "it has no outermost element"
    } else if !builder.open.isEmpty, let last = builder.lastOpened {
      "an element is not closed or a tag is malformed, near the element '\(last.name)' of line"
        + " \(last.line)"
    } else {
      "there is something behind the end of the outermost element, or a tag is malformed"
    }
  }
}

private final class TreeBuilder: NSObject, XMLParserDelegate {
  /// Scenes need five; a tree of any depth would overflow the stack when it is taken down.
  static let mostLevels = 200

  private(set) var root: XMLElementNode?

  /// The elements that were opened and not closed.
  private(set) var open: [XMLElementNode] = []
  private(set) var lastOpened: XMLElementNode?
  private(set) var isTooDeep = false

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    guard open.count < Self.mostLevels else {
      isTooDeep = true
      parser.abortParsing()
      return
    }
    let element = XMLElementNode(name: name, attributes: attributes, line: parser.lineNumber)
    open.last?.children.append(element)
    if root == nil { root = element }
    open.append(element)
    lastOpened = element
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) {
    // What only indents is most of a file.
    guard let element = open.last, !characters.utf8.allSatisfy({ $0 <= 0x20 }) else { return }
    element.text += characters
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    _ = open.popLast()
  }
}
