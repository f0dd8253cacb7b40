// SPDX-License-Identifier: Apache-2.0

import Captures
import Testing

/// What is said when a file is opened as a record, which must name the file.
func complaint(_ path: String) -> String {
  do {
    _ = try Record(path)
    return "no complaint"
  } catch {
    #expect(error.file == path)
    return error.message
  }
}
