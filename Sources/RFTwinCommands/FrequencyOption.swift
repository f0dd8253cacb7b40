// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Quantities

/// Reads the value of --frequency.
///
/// - Parameter text: A number above zero with its unit.
/// - Returns: The frequency.
/// - Throws: `ValidationError` that says what to mend.
func parsedFrequency(_ text: String) throws -> Frequency {
  let value: Frequency
  do {
    value = try Frequency(parsing: text)
  } catch {
    throw ValidationError("Please mend --frequency: \(error).")
  }
  guard value.hertz > 0 else {
    throw ValidationError("Please give --frequency a value above zero, not \(value).")
  }
  guard Frequency.plausible.contains(value) else {
    throw ValidationError(
      "Please give --frequency a value from \(Frequency.plausible.lowerBound) to"
        + " \(Frequency.plausible.upperBound), not \(value).")
  }
  return value
}
