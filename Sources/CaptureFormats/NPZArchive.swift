// SPDX-License-Identifier: Apache-2.0

package import Captures

/// A record's arrays as NumPy's archive of arrays, each under the name that it has in the record.
package struct NPZArchive {
  private let record: Record
  private let links: [RecordedLink]
  package let path: String

  /// Prepares the archive.
  ///
  /// - Parameters:
  ///   - record: What is written.
  ///   - links: The links whose arrays are wanted.
  ///   - path: Where the finished archive will be.
  package init(_ record: Record, links: [RecordedLink], path: String) {
    self.record = record
    self.links = links
    self.path = path
  }

  /// Writes the archive.
  ///
  /// - Returns: How many arrays it has.
  /// - Throws: `RecordError`; no file is left behind then that was not there.
  package func write() throws(RecordError) -> Int {
    let items = try record.items(ofLinks: links)
    let file = try StreamedFile(path)
    var archive = ZIPArchive(file)
    for item in items { try add(item, to: &archive) }
    try archive.writeDirectory()
    try file.finish()
    return items.count
  }

  private func add(_ item: RecordItem, to archive: inout ZIPArchive) throws(RecordError) {
    switch item {
    case .texts(let name, let shape, let values):
      try archive.add(entry(name)) { write throws(RecordError) in
        try write(NumPyArray.texts(values, shape: shape))
      }
    case .number(let name, let kind, let bytes):
      try archive.add(entry(name)) { write throws(RecordError) in
        try write(NumPyArray.header(type: NumPyArray.type(of: kind), shape: []) + bytes)
      }
    case .numbers(let name, let kind, let shape):
      try archive.add(entry(name)) { write throws(RecordError) in
        try write(NumPyArray.header(type: NumPyArray.type(of: kind), shape: shape))
        try record.forEachPortion(of: name, kind: kind, shape: shape, write)
      }
    }
  }

  /// Names in archives begin without a slash: "links/a/delay", "links/a@transmitter", "@seed".
  private func entry(_ name: String) -> String { name.drop { $0 == "/" } + ".npy" }
}
