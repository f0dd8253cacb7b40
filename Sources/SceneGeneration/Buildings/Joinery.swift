// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A frame with bars that fills an opening in a facade, and the panes between the bars.
struct Joinery: Sendable {
  /// Width of the frame and of its bars in metres, as seen from the front.
  private static let barWidth = 0.07

  /// How far the panes stand back from the front of the frame, in metres.
  private static let paneRecess = 0.035

  /// The opening; the front of the frame lies at its depth.
  var opening: WallOpening

  /// How many panes there are side by side.
  var columns: Int

  /// Where the centres of the horizontal bars are, as shares of the height, from the bottom.
  var transoms: [Double]

  /// The frame with its bars.
  var frame: TriangleMesh {
    let holes = (0...transoms.count).flatMap(panes(inRow:))
    let front = PerforatedWall(x: opening.x, z: opening.z, openings: holes)
    return TriangleMesh(joining: [front.face, front.reveals])
      .translated(by: .unitY * opening.depth)
  }

  /// The panes of some rows, counted from the bottom.
  func panes(inRows rows: ClosedRange<Int>) -> TriangleMesh {
    let depth = opening.depth + Self.paneRecess
    return TriangleMesh(
      joining: rows.flatMap(panes(inRow:)).map { pane in
        PerforatedWall(x: pane.x, z: pane.z, openings: []).face
          .translated(by: .unitY * depth)
      })
  }

  private func panes(inRow row: Int) -> [WallOpening] {
    let height = opening.z.upperBound - opening.z.lowerBound
    let levels = transoms.map { opening.z.lowerBound + $0 * height }
    let z = Self.gap(row, between: levels, within: opening.z)
    let width = opening.x.upperBound - opening.x.lowerBound
    let mullions = (1..<columns).map {
      opening.x.lowerBound + width * Double($0) / Double(columns)
    }
    return (0..<columns).map { column in
      WallOpening(
        x: Self.gap(column, between: mullions, within: opening.x), z: z, depth: Self.paneRecess)
    }
  }

  /// What is free between two neighbouring bars, or between a bar and the frame.
  private static func gap(
    _ index: Int, between bars: [Double], within range: ClosedRange<Double>
  ) -> ClosedRange<Double> {
    let lower = index == 0 ? range.lowerBound + barWidth : bars[index - 1] + barWidth / 2
    let upper =
      index == bars.count ? range.upperBound - barWidth : bars[index] - barWidth / 2
    return lower...upper
  }
}
