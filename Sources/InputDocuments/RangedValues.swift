// SPDX-License-Identifier: Apache-2.0

package import Quantities

extension InputNode {
  /// The value as a quantity with its unit that lies in a range.
  package func quantity<Value: Quantity>(
    _ type: Value.Type = Value.self, in range: ClosedRange<Value>
  ) throws(InputError) -> Value {
    try checked(quantity(), in: range)
  }

  /// The value as a power with its unit that lies in a range.
  package func power(in range: ClosedRange<Power>) throws(InputError) -> Power {
    try checked(power(), in: range)
  }

  /// The value as a radar cross-section with its unit that lies in a range.
  package func crossSection(
    in range: ClosedRange<CrossSection>
  ) throws(InputError) -> CrossSection {
    try checked(crossSection(), in: range)
  }

  /// The value as a plain number that lies in a range.
  package func number(in range: ClosedRange<Double>) throws(InputError) -> Double {
    let value = try number()
    guard range.contains(value) else {
      throw error(
        "'\(path)' must lie between \(shortest(range.lowerBound)) and"
          + " \(shortest(range.upperBound)), not \(shortest(value))")
    }
    return value
  }

  private func checked<Value: Comparable>(
    _ value: Value, in range: ClosedRange<Value>
  ) throws(InputError) -> Value {
    guard range.contains(value) else {
      throw error(
        "'\(path)' must lie between \(range.lowerBound) and \(range.upperBound),"
          + " not '\(try string().trimmingSpaces())'")
    }
    return value
  }
}

extension InputMapping {
  /// A quantity under a key that lies in a range, or a default.
  package func quantity<Value: Quantity>(
    _ key: String, in range: ClosedRange<Value>, default value: Value
  ) throws(InputError) -> Value {
    try optional(key)?.quantity(in: range) ?? value
  }

  /// A quantity under a key that must be there and must lie in a range.
  package func quantity<Value: Quantity>(
    _ key: String, in range: ClosedRange<Value>
  ) throws(InputError) -> Value {
    try required(key).quantity(in: range)
  }

  /// A quantity under a key that must be there, above zero and in a range.
  package func positive<Value: Quantity>(
    _ key: String, in range: ClosedRange<Value>
  ) throws(InputError) -> Value {
    let _: Value = try positive(key)
    return try required(key).quantity(in: range)
  }
}
