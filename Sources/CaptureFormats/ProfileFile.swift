// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import InputDocuments

/// Powers over delay that a file tells without phases.
package struct ProfileFile {
  /// The delays in seconds, as the file has them.
  package let axis: EvenAxis

  /// When each profile was taken, in seconds; empty where the file does not tell.
  package let times: [Double]

  /// `[profile][delay]`, in watts or as received over sent.
  package let powers: [[Double]]

  /// Whether powers are in watts.
  package let isInWatts: Bool

  /// Reads a table of powers over delay.
  ///
  /// - Parameters:
  ///   - path: The CSV file; see ``CurveTable``.
  ///   - curve: The one of the curves that is taken; nil for the only one.
  /// - Returns: A profile for each time of the table.
  /// - Throws: `InputError` when the table holds something else or has no such curve.
  package static func csv(_ path: String, curve: String?) throws(InputError) -> ProfileFile {
    let curves = try CurveTable.read(path)
    guard curves.abscissa == .delay else {
      throw InputError(
        file: path,
        "the curves are over frequency, and a profile is over delay; name the column 'delay_ns', or"
          + " describe a sweep")
    }
    let (points, count) = (curves.axis.count, curves.traces.count)
    let (powers, isInWatts): ([Double], Bool) =
      switch curves.values {
      case .power(let values, let inWatts): (values, inWatts)
      case .complex(let values): (values.map(\.lengthSquared), false)
      }
    let name = curve?.lowercased()
    guard let index = name.map({ curves.traces.firstIndex(of: $0) }) ?? (count == 1 ? 0 : nil)
    else {
      throw InputError(
        file: path,
        curve.map { absence(of: $0, noun: "curve", among: curves.traces) }
          ?? "there are \(count) curves, \(curves.traces.joined(separator: ", ")); choose one with"
          + " 'variable'")
    }
    let profiles = stride(from: index * points, to: powers.count, by: count * points).map {
      Array(powers[$0..<$0 + points])
    }
    guard profiles.contains(where: { $0.contains { $0 > 0 } }) else {
      throw InputError(file: path, "all powers are zero")
    }
    return ProfileFile(
      axis: curves.axis, times: curves.times, powers: profiles, isInWatts: isInWatts)
  }
}
