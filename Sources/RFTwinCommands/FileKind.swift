// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import InputDocuments

/// What a file is taken for, by its content where its name leaves it open.
enum FileKind {
  case record
  case scenario
  case materials
  case meshes

  /// Looks at a file; of one that is not there or cannot be read, the name decides.
  init(of path: String) throws(InputError) {
    let name = path.lowercased()
    let start = Self.start(of: path)
    if start.starts(with: [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A])
      || [".h5", ".hdf5", ".h5.part"].contains(where: name.hasSuffix)
    {
      self = .record
    } else if isScenario(path) {
      let root = try InputNode.load(path)
      let keys = root.isMapping ? try root.mapping() : nil
      let isScenario = ["waveform", "episode", "links"].contains { keys?.optional($0) != nil }
      self = !isScenario && keys?.optional("materials") != nil ? .materials : .scenario
    } else {
      // Only the start is looked at, since a mesh may be large.
      let keys = String(decoding: start, as: UTF8.self).split(whereSeparator: \.isNewline)
        .map { $0.prefix { $0 != ":" } }
      self =
        keys.contains("waveform") ? .scenario : keys.contains("materials") ? .materials : .meshes
    }
  }

  /// The first bytes of a plain file.
  private static func start(of path: String) -> Data {
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: (path as NSString).resolvingSymlinksInPath)
    guard attributes?[.type] as? FileAttributeType == .typeRegular,
      let file = FileHandle(forReadingAtPath: path)
    else { return Data() }
    return ((try? file.read(upToCount: 65_536)) ?? nil) ?? Data()
  }
}
