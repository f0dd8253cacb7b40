// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import Foundation

/// Makes a folder for results, and those it lies in.
///
/// The folders made are removed if the run fails and they are empty then.
func makeFolder(_ path: String) throws(DataError) {
  var folder = ""
  for part in path.split(separator: "/", omittingEmptySubsequences: false) {
    folder += part
    if !part.isEmpty {
      if unsafe mkdir(folder, 0o777) == 0 {
        UnfinishedFiles.add(folder)
      } else {
        let number = errno
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
          isFolder.boolValue
        else {
          throw DataError("\(path): the folder cannot be made: \(systemReason(number))")
        }
      }
    }
    folder += "/"
  }
}

/// Where the results of a scenario go unless the user says otherwise.
///
/// A scenario that is only called "scenario" is named after its folder.
func defaultFolder(forScenario path: String) -> String {
  let file = URL(fileURLWithPath: path).standardizedFileURL
  let stem = file.deletingPathExtension().lastPathComponent
  let parent = file.deletingLastPathComponent().lastPathComponent
  return "results/" + (stem == "scenario" && parent != "/" ? parent : stem)
}
