// SPDX-License-Identifier: Apache-2.0

internal import Channels
package import Execution

extension DelayCells {
  /// Expected powers with their derivatives.
  package struct Expectation: Sendable {
    /// `[window][cell]` as path gains.
    package var values: [[Double]]

    /// `[window][cell * unknowns + unknown]`.
    package var slopes: [[Double]]
  }

  /// What the cells should show.
  ///
  /// - Parameters:
  ///   - powers: The materials.
  ///   - antennas: What the antennas differ by from those that paths were traced with.
  ///   - unknowns: How many numbers are fitted.
  ///   - workers: How many threads to use.
  /// - Returns: Means over speckle, with derivatives by the quantities themselves.
  package func expectation(
    _ powers: PathPowers, antennas: LinkAntennas = LinkAntennas(), unknowns: Int, workers: Workers
  ) -> Expectation {
    let rows = pathPowers(powers, antennas, unknowns: unknowns, workers: workers)
    let results = workers.map(windows, chunk: 1) { window -> ([Double], [Double]) in
      var (values, slopes) = inPhase(window, antennas, unknowns: unknowns)
      for share in shares[window] {
        let (path, cell) = (Int(share.path), Int(share.cell))
        values[cell] += share.weight * rows.values[path]
        for entry in rows.starts[path]..<rows.starts[path + 1] {
          slopes[cell * unknowns + rows.slopes[entry].unknown] +=
            share.weight * rows.slopes[entry].value
        }
      }
      return (values, slopes)
    }
    return Expectation(values: results.map(\.0), slopes: results.map(\.1))
  }

  /// The powers of all paths, with their derivatives one path after the other.
  struct PowerRows: Sendable {
    var values: [Double] = []
    var slopes: [PathPowers.Slope] = []
    var starts = [0]
  }

  /// The power of each path.
  package func pathPowers(
    _ powers: PathPowers, antennas: LinkAntennas = LinkAntennas(), workers: Workers
  ) -> [Double] {
    pathPowers(powers, antennas, unknowns: 0, workers: workers).values
  }

  func pathPowers(
    _ powers: PathPowers, _ antennas: LinkAntennas = LinkAntennas(), unknowns: Int,
    workers: Workers
  ) -> PowerRows {
    let chunk = 2048
    let parts = workers.map((terms.paths.count + chunk - 1) / chunk, chunk: 1) { part in
      var rows = PowerRows()
      var workspace = PathPowers.Workspace()
      for path in part * chunk..<min(terms.paths.count, (part + 1) * chunk) {
        let power = powers.power(
          of: terms.paths[path], in: terms, &workspace, antennas: antennas.turned)
        let first = rows.slopes.count
        rows.slopes += unknowns > 0 ? workspace.slopes : []
        let factor = antennas.correction(of: terms.paths[path]) { unknown, slope in
          guard unknowns > 0 else { return }
          rows.slopes.append(PathPowers.Slope(unknown: unknown, value: slope * power))
        }
        rows.values.append(power * factor)
        if factor != 1 {
          for slope in first..<rows.slopes.count { rows.slopes[slope].value *= factor }
        }
        rows.starts.append(rows.slopes.count)
      }
      return rows
    }
    var all = PowerRows()
    for part in parts {
      let base = all.slopes.count
      all.values += part.values
      all.slopes += part.slopes
      all.starts += part.starts.dropFirst().map { $0 + base }
    }
    return all
  }
}
