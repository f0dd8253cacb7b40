// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments

/// Reads one link between radios of a scene.
func readLinkEntry(_ node: InputNode, of scene: Scene) throws(InputError) -> Link {
  let link = try readLinkFields(node.mapping(), of: scene).link
  try check(link, at: node)
  return link
}

private func readLinkFields(
  _ entry: InputMapping, of scene: Scene
) throws(InputError) -> (link: Link, isEnabled: Bool) {
  let names = scene.radios.map(\.name)
  func radio(_ node: InputNode) throws(InputError) -> Int {
    let name = try node.string()
    guard let index = names.firstIndex(of: name) else {
      throw node.error("no radio is named '\(name)'\(suggestion(for: name, among: names))")
    }
    return index
  }
  let isEnabled = try entry.flag("enabled", default: true)
  let link = Link(
    name: try entry.required("name").name(), transmitter: try radio(entry.required("tx")),
    receiver: try radio(entry.required("rx")))
  try entry.finish()
  return (link, isEnabled)
}

private func check(_ link: Link, at node: InputNode) throws(InputError) {
  guard isPlainName(link.name) else {
    throw node.error(
      "a link's name may hold letters, digits, '-' and '_' only, not '\(link.name)'")
  }
}

/// Reads the list `links` into a scene.
func readLinks(_ node: InputNode, into scene: inout Scene) throws(InputError) {
  var namesSeen: Set<String> = []
  for element in try node.list() {
    let (link, isEnabled) = try readLinkFields(element.mapping(), of: scene)
    guard namesSeen.insert(link.name).inserted else {
      throw element.error("two links are named '\(link.name)'")
    }
    try check(link, at: element)
    if isEnabled { scene.links.append(link) }
  }
  guard !scene.links.isEmpty else {
    throw node.error(
      namesSeen.isEmpty ? "there must be at least one link" : "at least one link must be enabled")
  }
}

private func isPlainName(_ name: String) -> Bool {
  !name.isEmpty
    && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
}
