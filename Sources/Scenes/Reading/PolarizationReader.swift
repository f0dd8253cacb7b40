// SPDX-License-Identifier: Apache-2.0

package import Electromagnetics
internal import InputDocuments
internal import Quantities

extension Polarization {
  /// Polarisations by the words that antenna makers use for them.
  private static let words: [(word: String, polarization: Polarization)] = [
    ("vertical", .vertical), ("horizontal", .horizontal),
    ("slant+45", .slanted(Angle(degrees: 45))), ("slant-45", .slanted(Angle(degrees: -45))),
    ("right-circular", .rightCircular), ("left-circular", .leftCircular),
    ("V", .vertical), ("H", .horizontal), ("RHCP", .rightCircular), ("LHCP", .leftCircular),
  ]

  /// The words that `init(written:)` knows, without the initials.
  package static var names: [String] { words.prefix(6).map(\.word) }

  /// Reads a polarisation: one of the words or initials, or an angle from vertical with its unit.
  ///
  /// There is none for anything else, nor for angles of more than half a turn.
  ///
  /// - Parameter text: Such as "vertical", "RHCP" or "30 deg", in upper or lower case.
  package init?(written text: String) {
    let known = Self.words.first { $0.word.lowercased() == text.lowercased() }
    if let known {
      self = known.polarization
    } else if let angle = try? Angle(parsing: text), abs(angle.radians) <= .pi {
      self = .slanted(angle)
    } else {
      return nil
    }
  }
}

/// Reads `polarization` of an antenna.
func readPolarization(_ node: InputNode) throws(InputError) -> Polarization {
  let text = try node.string()
  guard let polarization = Polarization(written: text) else {
    throw node.error(
      "'\(node.path)' cannot be '\(text)'; use one of \(Polarization.names.joined(separator: ", "))"
        + ", or an angle from vertical up to 180 deg, such as '30 deg'"
        + suggestion(for: text, among: Polarization.names))
  }
  return polarization
}
