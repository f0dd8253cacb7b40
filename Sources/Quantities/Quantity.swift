// SPDX-License-Identifier: Apache-2.0

/// A physical quantity: a number with a dimension, stored in SI units.
///
/// Quantities appear where values enter and leave the engine. Kernels work on bare
/// `Double`s in SI units.
package protocol Quantity: Comparable, Hashable, Sendable, CustomStringConvertible {
  /// What the quantity is called in messages, for example "frequency".
  static var noun: String { get }

  /// The units this quantity may be written in, the SI unit first.
  static var units: [MeasurementUnit] { get }

  /// The value in SI units.
  var si: Double { get }

  /// Creates a quantity from its value in SI units.
  init(si: Double)
}

/// A unit a quantity may be written in.
package struct MeasurementUnit: Hashable, Sendable {
  /// How the unit is written in a file, for example "GHz".
  package let symbol: String

  /// How many SI units one of this unit is.
  package let factor: Double

  /// Whether quantities are printed in this unit, too.
  package let isPrinted: Bool

  /// Creates a unit from its symbol and its size in SI units.
  package init(_ symbol: String, _ factor: Double, isPrinted: Bool = true) {
    self.symbol = symbol
    self.factor = factor
    self.isPrinted = isPrinted
  }
}

extension Quantity {
  package static func < (left: Self, right: Self) -> Bool { left.si < right.si }

  /// The value with the largest unit that keeps it at or above one, for example "79 GHz".
  package var description: String {
    let magnitude = abs(si)
    let fitting = Self.units.filter { $0.isPrinted && $0.factor <= magnitude }.max {
      $0.factor < $1.factor
    }
    guard let unit = fitting ?? Self.units.first(where: \.isPrinted) else { return "\(si)" }
    return "\(shortest(si / unit.factor)) \(unit.symbol)"
  }
}

/// The shortest text of a number: no trailing ".0", nine significant digits at most.
package func shortest(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
  // Rounding to nine digits hides the last-bit noise of a unit conversion.
  var scale = 1.0
  var digits = abs(value)
  while digits >= 1e9, scale > 1e-300 { digits /= 10; scale /= 10 }
  while digits < 1e8, scale < 1e300 { digits *= 10; scale *= 10 }
  let rounded = (value * scale).rounded() / scale
  if rounded == rounded.rounded(), abs(rounded) < 1e15 { return "\(Int64(rounded))" }
  return "\(rounded)"
}
