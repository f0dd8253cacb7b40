// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import PathTracing
internal import Quantities

/// Reads the value of --accuracy.
///
/// - Parameter text: A level with its unit.
/// - Returns: The level.
/// - Throws: `ValidationError` that says what to mend.
func parsedAccuracy(_ text: String) throws -> Decibels {
  let value: Decibels
  do {
    value = try Decibels(parsing: text)
  } catch {
    throw ValidationError("Please mend --accuracy: \(error).")
  }
  let range = PropagationSettings.accuracies
  guard range.contains(value) else {
    throw ValidationError(
      "Please give --accuracy a value from \(range.lowerBound) to \(range.upperBound), not"
        + " \(value).")
  }
  return value
}
