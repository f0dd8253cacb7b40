// SPDX-License-Identifier: Apache-2.0

/// Complains about aliases that would repeat each other without bounds.
///
/// A few lines of anchors (&name) that hold aliases (*name) of one another stand for more values
/// than there is time for, and the YAML reader visits all of them where they are keys. The bound
/// is found from the text alone: what an anchor holds lies before its first alias.
func checkAliases(in text: String, file: String) throws(InputError) {
  var open: [(name: Substring, size: Double)] = []
  var sizes: [Substring: Double] = [:]
  var total = 0.0
  var line = 1
  var rest = text.utf8[...]
  while let mark = rest.firstIndex(where: { $0 == asterisk || $0 == ampersand || $0 == lineFeed }) {
    let kind = rest[mark]
    let after = rest.index(after: mark)
    let end = rest[after...].firstIndex { !isNameByte($0) } ?? rest.endIndex
    let name = text[after..<end]
    rest = rest[(kind == lineFeed ? after : end)...]
    if kind == lineFeed {
      line += 1
    } else if name.isEmpty {
      continue
    } else if kind == ampersand {
      open.append((name, 1))
    } else {
      if let index = open.lastIndex(where: { $0.name == name }) {
        sizes[name] = open.remove(at: index).size
      }
      guard let size = sizes[name] else { continue }
      for index in open.indices { open[index].size += size }
      total += size
      guard total <= mostAliasedValues else {
        throw InputError(
          file: file, line: line,
          "the aliases (*name) up to here repeat one another more than"
            + " \(Int(mostAliasedValues)) times; write the values out")
      }
    }
  }
}

/// How many values the aliases of a file may stand for.
private let mostAliasedValues = 1e6

private let asterisk = UInt8(ascii: "*")
private let ampersand = UInt8(ascii: "&")
private let lineFeed = UInt8(ascii: "\n")

/// Whether a byte belongs to the name of an anchor.
private func isNameByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
    true
  default: false
  }
}
