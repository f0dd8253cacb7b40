// SPDX-License-Identifier: Apache-2.0

/// How a flat roof ends.
enum RoofEdge: Sendable {
  /// The walls rise above the roof.
  case parapet

  /// The roof ends flush with the walls, above a gutter.
  case gutter
}
