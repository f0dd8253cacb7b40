// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// A radar cross-section; written in dBsm or square metres, kept in square metres.
package struct CrossSection: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// In square metres.
  package var squareMetres: Double

  /// Creates a cross-section from its value in square metres.
  package init(squareMetres: Double) { self.squareMetres = squareMetres }

  /// Creates a cross-section from its level above one square metre.
  package init(dBsm: Double) { squareMetres = Double.pow(10, dBsm / 10) }

  /// The level in decibels above one square metre; minus infinity for none.
  package var dBsm: Double { 10 * Double.log10(squareMetres) }

  /// How the units are written in files.
  package static let symbols = ["dBsm", "m2"]

  /// From an insect's leg to an aircraft carrier with much room on both sides.
  package static let plausible = CrossSection(dBsm: -150)...CrossSection(dBsm: 100)

  package static func < (left: Self, right: Self) -> Bool {
    left.squareMetres < right.squareMetres
  }
  package var description: String { "\(shortest(dBsm)) dBsm" }

  /// A value in one of the units, or nil for another unit.
  package init?(_ value: Double, unit: String) {
    switch unit {
    case "dBsm": self.init(dBsm: value)
    case "m2", "m^2": self.init(squareMetres: value)
    default: return nil
    }
  }

  /// Reads a cross-section such as "10 dBsm" or "0.5 m2".
  package init(parsing text: String) throws(QuantityError) {
    let (noun, symbols) = ("radar cross-section", Self.symbols)
    let trimmed = text.trimmingSpaces()
    let (number, unit) = splitNumberAndUnit(trimmed)
    guard let value = number, value.isFinite else {
      throw .notANumber(text: trimmed, noun: noun, example: "10 dBsm")
    }
    guard !unit.isEmpty else { throw .missingUnit(text: trimmed, noun: noun, symbols: symbols) }
    guard let section = CrossSection(value, unit: unit) else {
      throw .wrongUnit(unit: unit, noun: noun, symbols: symbols)
    }
    guard section.squareMetres.isFinite else { throw .tooLarge(text: trimmed, noun: noun) }
    self = section
  }
}
