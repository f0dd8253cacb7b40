// SPDX-License-Identifier: Apache-2.0

/// A path as people write it, without folders that it leaves again: `fit/../record.h5` is `record.h5`.
///
/// It is for reading only: a folder that is a link to another one may lead elsewhere.
func readable(_ path: String) -> String {
  var parts: [String] = []
  for part in path.split(separator: "/").map(String.init) where part != "." {
    if part == "..", let last = parts.last, last != ".." {
      parts.removeLast()
    } else {
      parts.append(part)
    }
  }
  return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
}
