// SPDX-License-Identifier: Apache-2.0

package import RayCasting

/// Which kinds of paths are looked for, and how hard.
package struct PropagationSettings: Hashable, Sendable {
  /// Whether the direct path counts.
  package var lineOfSight = true

  /// The largest number of specular reflections on a path; zero for none.
  package var maximumDepth = 2

  /// Whether paths with one diffuse interaction are looked for.
  package var diffuse = true

  /// How many scatterers the surfaces are represented by.
  package var scatterers = 20_000

  /// How many rays look for sequences of reflections, where there are too many sequences to try them all.
  package var rays = 200_000

  package init() {}

  /// The number of reflections that may be asked for.
  package static let depths = 0...16
}

/// Why no paths can be traced.
package enum PathTracingError: Error, Equatable, CustomStringConvertible {
  /// No ray can be cast.
  case rayCasting(RayCastingError)

  package var description: String {
    switch self {
    case .rayCasting(let error): error.description
    }
  }
}
