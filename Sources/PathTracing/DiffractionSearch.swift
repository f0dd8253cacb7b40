// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Electromagnetics
internal import Execution
internal import Kinematics
internal import RayCasting
internal import Scenes
internal import Spatial

/// Finds the edges over which a wave gets from one end of a link to the other.
struct DiffractionSearch {
  let model: TracingModel
  let caster: RayCaster
  let ends: LinkEnds
  let instant: SceneInstant

  /// Which mirrors have apertures of their own, or nil where mirrors have no bounds.
  let echoes: FacetEchoes?

  /// Whether the direct path was found; nil where it was not looked for.
  let isDirectFound: Bool?
  let workers: Workers

  /// How near to an edge nothing else may stand in its open angle, in metres.
  private static let clearance = 0.01

  /// The paths in the order of the wedges.
  func run() -> [DiffractedPath] { run(over: Array(0..<Int32(model.wedges.count))) }

  /// The paths over some wedges, in their order.
  func run(over wedges: [Int32]) -> [DiffractedPath] {
    // Geometry first, in the frame of each group: it leaves few edges to cast rays for.
    let places = instant.groups.map { group -> (Vector3, Vector3) in
      let back = group.worldFromBody.inverse
      return (back(ends.transmitter.position), back(ends.receiver.position))
    }
    return workers.mapChunks(wedges.count, chunk: 1024) { range in
      wedges[range].compactMap { index in
        let wedge = model.wedges[Int(index)]
        let (source, observer) = places[Int(wedge.group)]
        guard let keller = keller(on: wedge, source, observer), isClear(wedge, keller) else {
          return nil
        }
        var path = DiffractedPath(wedge: index, sides: sides(of: wedge, keller))
        path.countsZeroFace = !isMirrored(in: wedge.zeroFacet, keller.angles, source, observer)
        path.countsNFace = !isMirrored(
          in: wedge.nFacet, keller.angles(fromNFaceOf: wedge), source, observer)
        return path
      }
    }
  }

  /// On which sides of the shadow boundaries the receiver is.
  ///
  /// Rays see in single precision, and a receiver right on a boundary is on neither side: where the
  /// direct path's existence and the angles might disagree, the path is right, else the field would
  /// lose or double the direct wave.
  private func sides(of wedge: Wedge, _ keller: KellerPoint) -> ShadowSides {
    let sides = ShadowSides(
      n: wedge.n, sourceAngle: keller.sourceAngle, observerAngle: keller.observerAngle)
    guard let isDirectFound else { return sides }
    let near = min(keller.sourceDistance, keller.observerDistance)
    return sides.agreeing(
      withDirectWave: isDirectFound, within: 4 * caster.tolerance / near, n: wedge.n,
      source: keller.sourceAngle, observer: keller.observerAngle)
  }

  /// The point of diffraction if it lies on the edge and both ends in the open angle.
  private func keller(
    on wedge: Wedge, _ source: Vector3, _ observer: Vector3
  ) -> KellerPoint? {
    let open = wedge.n * .pi
    guard let keller = KellerPoint(on: wedge, from: source, to: observer),
      keller.place >= 0, keller.place <= wedge.length, keller.sourceAngle < open,
      keller.observerAngle < open
    else { return nil }
    return keller
  }

  private func isClear(_ wedge: Wedge, _ keller: KellerPoint) -> Bool {
    let point = instant.groups[Int(wedge.group)].worldFromBody(keller.point)
    for end in [ends.transmitter.position, ends.receiver.position] {
      guard
        caster.isClear(
          from: point, to: end, startTag: wedge.zeroFacet, endTag: wedge.nFacet)
      else { return false }
    }
    return isAlone(wedge, keller.point)
  }

  /// Whether nothing else stands in the open angle right at the edge.
  ///
  /// The foot of a house on the ground is no wedge though its faces alone would be one. Chords around
  /// the edge tell; there are seven so that their ends miss right angles from the faces.
  private func isAlone(_ wedge: Wedge, _ point: Vector3) -> Bool {
    let body = instant.groups[Int(wedge.group)].worldFromBody
    let radius = max(Self.clearance, 50 * caster.tolerance)
    let corners = (0...7).map { step in
      let angle = wedge.n * .pi * (0.02 + 0.96 * Double(step) / 7)
      return body(point + wedge.across(at: angle) * radius)
    }
    return zip(corners, corners.dropFirst()).allSatisfy { caster.isClear(from: $0, to: $1) }
  }

  /// Whether the aperture of a face's own reflection holds the wave from its edge.
  ///
  /// - Parameters:
  ///   - facet: The facet of the face.
  ///   - angles: Those of source and observer around the edge from the face.
  ///   - source: The source in the frame of the group.
  ///   - observer: The observer in the frame of the group.
  /// - Returns: Whether the term of the reflection from this face would count twice.
  private func isMirrored(
    in facet: Int32, _ angles: SIMD2<Double>, _ source: Vector3, _ observer: Vector3
  ) -> Bool {
    guard let echoes, all(angles .< .pi) else { return false }
    if echoes.replaces(facet: facet) { return true }
    let shape = model.scene.facets[Int(facet)].shape
    let image = shape.plane.mirrored(source)
    return crossing(from: image, to: observer, through: shape.plane)
      .map { shape.outline.contains($0) } ?? false
  }
}

extension KellerPoint {
  /// The angles of source and observer from the 0-face.
  fileprivate var angles: SIMD2<Double> { SIMD2(sourceAngle, observerAngle) }

  /// The same from the n-face.
  fileprivate func angles(fromNFaceOf wedge: Wedge) -> SIMD2<Double> {
    SIMD2(repeating: wedge.n * .pi) - angles
  }
}
