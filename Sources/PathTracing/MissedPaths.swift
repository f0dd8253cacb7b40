// SPDX-License-Identifier: Apache-2.0

/// How many paths rays are likely to have missed.
///
/// A path that rays find is one that many of them take; those that only one or two took tell of others
/// that none did. With f1 paths taken by one ray and f2 by two, the expected number of paths that
/// exist and were not taken is at least f1 (f1 - 1) / (2 (f2 + 1)), the bias-corrected estimate of
/// Chao (Scandinavian Journal of Statistics 11 (1984) 265, for the species that a sample missed).
///
/// Physics primer, eq. 5.
///
/// - Parameters:
///   - paths: The paths of two and more reflections that were found; single ones are all tried.
///   - tree: The candidates with the rays that took them.
/// - Returns: The estimate, zero where no path hangs on a single ray.
func estimatedMissedPaths(_ paths: [SpecularPath], _ tree: ReflectionTree) -> Double {
  var (once, twice) = (0.0, 0.0)
  for path in paths where path.facets.count > 1 {
    switch tree.rays(along: path.facets) {
    case 1: once += 1
    case 2: twice += 1
    default: break
    }
  }
  return once * (once - 1) / (2 * (twice + 1))
}
