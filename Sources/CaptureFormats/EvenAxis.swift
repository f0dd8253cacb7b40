// SPDX-License-Identifier: Apache-2.0

/// Evenly spaced values along an axis: frequencies in hertz or delays in seconds.
package struct EvenAxis: Hashable, Sendable {
  /// The first value, and from each to the next, above zero.
  package var first: Double
  package var step: Double
  package var count: Int

  package init(first: Double, step: Double, count: Int) {
    self.first = first
    self.step = step
    self.count = count
  }

  /// Takes values for an axis where they ascend in equal steps.
  ///
  /// - Parameter values: The values in SI units.
  /// - Throws: `UnevenAxis` where they do not.
  package init(_ values: [Double]) throws(UnevenAxis) {
    guard let first = values.first, let last = values.last, values.count > 1 else {
      throw UnevenAxis(reason: "has fewer than two values")
    }
    let step = (last - first) / Double(values.count - 1)
    guard step > 0 else { throw UnevenAxis(reason: "does not ascend") }
    // Files round their numbers. A hundredth of a step turns the phase at the largest delay that a
    // transform over the axis can tell by 2 pi / 100, which is -24 dBc.
    for (index, value) in values.enumerated()
    where abs(value - first - Double(index) * step) > 0.01 * step {
      throw UnevenAxis(reason: "has unequal steps, first at its value number \(index + 1)")
    }
    self.init(first: first, step: step, count: values.count)
  }

  /// The value at a position.
  package subscript(_ index: Int) -> Double { first + Double(index) * step }
}

/// Why values are no even axis, to go on after its name.
package struct UnevenAxis: Error, Hashable {
  package var reason: String
}
