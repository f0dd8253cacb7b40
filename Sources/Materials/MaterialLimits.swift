// SPDX-License-Identifier: Apache-2.0

/// What the values of a material may be, wherever they are written.
package enum MaterialLimits {
  /// Nothing is thinner than a vacuum.
  package static let relativePermittivity = 1.0...1e6

  /// In siemens per metre; copper has 6e7.
  package static let conductivity = 0.0...1e12

  /// In metres.
  package static let thickness = 1e-9...1e3

  /// Shares of a field or a power.
  package static let share = 0.0...1.0
}
