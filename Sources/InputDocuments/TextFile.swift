// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Reads the files a user names.
package enum TextFile {
  /// The largest text file that is read, in bytes; a scenario is a few kilobytes.
  package static let largest = 256 << 20

  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - path: The path, relative to the working directory or absolute.
  ///   - limit: The largest size in bytes that is accepted.
  /// - Returns: The bytes of the file.
  /// - Throws: `InputError` when the file is missing, a folder, unreadable or too large.
  package static func data(
    _ path: String, limit: Int = Int.max
  ) throws(InputError) -> Data {
    let size = try size(path)
    guard size <= limit else {
      throw InputError(file: path, "the file has \(size) bytes; at most \(limit) are read")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputError(file: path, "the file cannot be read; check its permissions")
    }
    return data
  }

  /// The size of a file in bytes.
  ///
  /// - Throws: `InputError` when there is no such file or it is a folder.
  package static func size(_ path: String) throws(InputError) -> Int {
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw InputError(file: path, "there is no such file; check the path")
    }
    guard !isFolder.boolValue else {
      throw InputError(file: path, "this is a folder; name a file in it")
    }
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.size] as? Int ?? 0
  }

  /// Reads a whole text file.
  ///
  /// - Parameters:
  ///   - path: The path, relative to the working directory or absolute.
  ///   - limit: The largest size in bytes that is accepted.
  /// - Returns: The text, without a byte order mark.
  /// - Throws: `InputError` when the file cannot be read, is too large or is not UTF-8 text.
  package static func text(_ path: String, limit: Int = largest) throws(InputError) -> String {
    let data = try data(path, limit: limit)
    guard let text = String(data: data, encoding: .utf8) else {
      throw InputError(file: path, "the file is not UTF-8 text")
    }
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
  }

  /// The path of a file that another file names relative to itself.
  package static func path(_ name: String, besideFile file: String) -> String {
    guard !name.hasPrefix("/") else { return name }
    let folder = (file as NSString).deletingLastPathComponent
    return ((folder as NSString).appendingPathComponent(name) as NSString).standardizingPath
  }
}
