// SPDX-License-Identifier: Apache-2.0

package import Captures
internal import Foundation

/// Makes sure that files may be written.
///
/// - Parameters:
///   - paths: Where they will be.
///   - overwriting: Whether files that are there may be replaced.
/// - Throws: `RecordError` about the first one that must not.
package func checkTargets(_ paths: [String], overwriting: Bool) throws(RecordError) {
  for path in paths {
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      continue
    }
    if isFolder.boolValue {
      throw RecordError(
        file: path, "a folder has the file's name; remove it or choose another '--output'")
    }
    guard overwriting else {
      throw RecordError(
        file: path,
        "the file is there already; choose another '--output', or replace it with"
          + " '--overwrite'")
    }
  }
}
