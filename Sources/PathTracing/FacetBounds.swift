// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A rectangle around a facet in its plane, in the frame of its group.
///
/// It is plain numbers: to look at an outline itself costs a count of references, which all threads
/// share.
struct FacetBounds: Sendable {
  private let origin: Vector3
  private let uAxis: Vector3
  private let vAxis: Vector3
  private let lower: SIMD2<Double>
  private let upper: SIMD2<Double>

  init(of outline: FacetOutline) {
    origin = outline.origin
    uAxis = outline.uAxis
    vAxis = outline.vAxis
    var lower = SIMD2(repeating: Double.infinity)
    for edge in outline.edges { lower = pointwiseMin(lower, edge.lowHalf) }
    var upper = SIMD2(repeating: -Double.infinity)
    for edge in outline.edges { upper = pointwiseMax(upper, edge.lowHalf) }
    // Wider than what rounding may do at 10 km.
    self.lower = lower - 1e-9
    self.upper = upper + 1e-9
  }

  /// Whether the facet may hold a point of its plane; it is only ruled out where it does not.
  @inline(__always)
  func mayContain(_ point: Vector3) -> Bool {
    let from = point - origin
    let place = SIMD2(from.dot(uAxis), from.dot(vAxis))
    return all(place .>= lower) && all(place .<= upper)
  }
}

/// The last mirror of an image with the image: what light of it must pass first on its way to a point.
struct MirrorGate: Sendable {
  let image: Vector3
  let plane: Plane
  let facet: Int32

  /// Whether light of the image may reach a point over the mirror.
  @inline(__always)
  func mayPass(to point: Vector3, _ model: TracingModel, _ instant: SceneInstant) -> Bool {
    guard let vertex = crossing(from: image, to: point, through: plane) else { return false }
    return model.mayContain(vertex, facet: facet, instant)
  }
}
