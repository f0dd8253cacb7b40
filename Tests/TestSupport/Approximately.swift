// SPDX-License-Identifier: Apache-2.0

/// Whether two numbers agree within an absolute tolerance.
package func isClose(_ a: Double, _ b: Double, within tolerance: Double) -> Bool {
  abs(a - b) <= tolerance
}

/// Whether two numbers agree within a share of the second one's magnitude.
package func isClose(_ a: Double, _ b: Double, relative tolerance: Double) -> Bool {
  abs(a - b) <= tolerance * abs(b)
}
