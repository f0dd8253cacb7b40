// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import RealModule
internal import Spatial

/// Where the edge of a wedge diffracts the wave from a source to an observer.
///
/// All is in the frame of the wedge's rigid group. Both rays make the same angle with the edge
/// (Keller 1962), so the point lies where the straight way would cross the edge if the observer's
/// half-plane were turned about it behind the source's.
///
/// Physics primer, eq. 26.
struct KellerPoint {
  /// The distance of the point from the start of the edge, in metres; it may lie outside of it.
  let place: Double

  /// The point.
  let point: Vector3

  /// The angles of source and observer around the edge from the 0-face, in [0, 2 pi).
  let sourceAngle: Double
  let observerAngle: Double

  /// The distances of source and observer from the point, in metres.
  let sourceDistance: Double
  let observerDistance: Double

  /// The sine of the angle between the rays and the edge.
  let sinSkew: Double

  /// Finds the point; there is none where both ends lie on the line of the edge.
  init?(on wedge: Wedge, from source: Vector3, to observer: Vector3) {
    let (near, far) = (Around(wedge, source), Around(wedge, observer))
    let sum = near.radius + far.radius
    guard near.radius > planeTolerance, far.radius > planeTolerance else { return nil }
    place = near.along + (far.along - near.along) * near.radius / sum
    point = wedge.point(at: place)
    sourceAngle = near.angle
    observerAngle = far.angle
    let ahead = (far.along - near.along) / sum
    let stretch = (1 + ahead * ahead).squareRoot()
    sourceDistance = near.radius * stretch
    observerDistance = far.radius * stretch
    sinSkew = 1 / stretch
  }

  /// A point in cylindrical coordinates around an edge.
  private struct Around {
    let along: Double
    let radius: Double
    let angle: Double

    init(_ wedge: Wedge, _ point: Vector3) {
      let relative = point - wedge.start
      along = relative.dot(wedge.direction)
      let (x, y) = (relative.dot(wedge.inZeroFace), relative.dot(wedge.zeroNormal))
      radius = (x * x + y * y).squareRoot()
      let turn = Double.atan2(y: y, x: x)
      angle = turn < 0 ? turn + 2 * .pi : turn
    }
  }
}
