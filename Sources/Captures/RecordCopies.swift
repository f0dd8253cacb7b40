// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Whether two files hold the same bytes.
///
/// - Parameters:
///   - record: The path of one.
///   - other: The path of the other.
/// - Returns: False also where one of them cannot be read.
package func areCopies(_ record: String, _ other: String) -> Bool {
  FileManager.default.contentsEqual(atPath: record, andPath: other)
}
