// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Execution
internal import Kinematics
internal import RayCasting
internal import Spatial

/// Finds the paths of a link over scatterers, with mirrors before and after them.
///
/// Scatterers that follow each other in the list lie side by side. They are taken in blocks, and
/// a block is only tried with images whose light may reach the ball around it.
struct DiffuseSearch {
  let model: TracingModel
  let caster: RayCaster
  let ends: LinkEnds
  let instant: SceneInstant

  /// Both ends with their images; the first of each is the end itself.
  let transmitterImages: [MirrorImage]
  let receiverImages: [MirrorImage]

  /// How many mirrors a path may have, before and after the scatterer together.
  let mirrors: Int
  let workers: Workers

  /// A path with what it carries.
  struct Found: Sendable {
    var path: DiffusePath

    /// The path gain with both antennas.
    var power: Double

    /// In seconds.
    var delay: Double
  }

  private static let blockSize = 32

  /// The paths in the order of their scatterers.
  func run(over scatterers: [Scatterer]) -> [Found] {
    let senders = transmitterImages.indices.map { NumberedBeam($0, transmitterImages[$0]) }
    let receivers = receiverImages.indices.map { NumberedBeam($0, receiverImages[$0]) }
    return workers.mapChunks(scatterers.count, chunk: Self.blockSize) { range in
      paths(over: scatterers[range], senders, receivers)
    }
  }

  /// Whether both ends are one radio, which sees the same from either.
  var isMonostatic: Bool { ends.transmitter == ends.receiver }

  private func paths(
    over block: ArraySlice<Scatterer>, _ senders: [NumberedBeam], _ receivers: [NumberedBeam]
  ) -> [Found] {
    let points = block.map { instant.groups[Int($0.group)].worldFromBody($0.position) }
    let ball = Ball(around: points)
    func lighting(_ beams: [NumberedBeam]) -> [NumberedBeam] {
      beams.filter { $0.beam.mayLight(ball) }
    }
    let before = lighting(senders)
    let after = isMonostatic ? before : lighting(receivers)
    var found: [Found] = []
    for (position, point) in zip(block.indices, points) {
      let place = Place(scatterer: block[position], point: point, instant)
      let lit = lit(place, before, after)
      for sender in lit.senders {
        for receiver in lit.receivers where sender.mirrors + receiver.mirrors <= mirrors {
          guard
            let state = place.scatterer.state(
              model, from: sender.path, to: receiver.path, instant)
          else { continue }
          let power = ends.amplitude(of: state).lengthSquared
          let path = DiffusePath(
            scatterer: Int32(position), transmitterImage: sender.image,
            receiverImage: receiver.image)
          found.append(Found(path: path, power: power, delay: state.delay))
        }
      }
    }
    return found
  }

  private struct NumberedBeam {
    let image: Int
    let position: Vector3
    let beam: Beam
    let gate: MirrorGate?

    init(_ number: Int, _ image: MirrorImage) {
      self.image = number
      position = image.point.position
      beam = image.beam
      gate = image.gate
    }
  }

  /// A scatterer in the world.
  private struct Place {
    let scatterer: Scatterer
    let point: Vector3
    let velocity: Vector3
    let normal: Vector3

    init(scatterer: Scatterer, point: Vector3, _ instant: SceneInstant) {
      let body = instant.groups[Int(scatterer.group)]
      self.scatterer = scatterer
      self.point = point
      velocity = body.velocity(at: point)
      normal = body.worldFromBody.direction(scatterer.normal)
    }
  }

  /// An image whose light meets the scatterer unless something is in the way.
  private struct Candidate {
    var image: Int32
    var mirrors: Int

    /// Whether the light comes from the side that the normal points to.
    var isInFront: Bool
    var vertices: [Vector3]
  }

  /// An image whose light meets the scatterer.
  private struct Sight {
    var image: Int32
    var mirrors: Int
    var path: HalfPath
  }

  /// The images that the scatterer sees of both ends, so far as some path may need them.
  private func lit(
    _ place: Place, _ before: [NumberedBeam], _ after: [NumberedBeam]
  ) -> (senders: [Sight], receivers: [Sight]) {
    let senders = candidates(place, among: before, of: transmitterImages)
    if isMonostatic {
      let seen = sights(place, senders, paired: senders, of: transmitterImages)
      return (seen, seen)
    }
    guard !senders.isEmpty else { return ([], []) }
    let receivers = candidates(place, among: after, of: receiverImages)
    let seen = sights(place, senders, paired: receivers, of: transmitterImages)
    guard !seen.isEmpty else { return ([], []) }
    return (seen, sights(place, receivers, paired: senders, of: receiverImages))
  }

  private func candidates(
    _ place: Place, among beams: [NumberedBeam], of images: [MirrorImage]
  ) -> [Candidate] {
    let point = Ball(centre: place.point, radius: 0)
    var found: [Candidate] = []
    for numbered in beams where numbered.beam.mayLight(point) {
      let towards = (numbered.position - place.point).dot(place.normal)
      guard towards != 0, numbered.gate?.mayPass(to: place.point, model, instant) != false,
        let vertices = images[numbered.image].vertices(to: place.point, model, instant)
      else { continue }
      found.append(
        Candidate(
          image: Int32(numbered.image), mirrors: vertices.count, isInFront: towards > 0,
          vertices: vertices))
    }
    return found
  }

  private func sights(
    _ place: Place, _ candidates: [Candidate], paired others: [Candidate],
    of images: [MirrorImage]
  ) -> [Sight] {
    candidates.compactMap { candidate in
      let image = images[Int(candidate.image)]
      let hasPartner = others.contains {
        $0.isInFront == candidate.isInFront && $0.mirrors + candidate.mirrors <= mirrors
      }
      guard hasPartner,
        image.isClear(
          to: place.point, onFacet: place.scatterer.facet, over: candidate.vertices, caster),
        let path = HalfPath(
          from: image.point, over: image.facets, to: place.point, moving: place.velocity, model,
          instant)
      else { return nil }
      return Sight(image: candidate.image, mirrors: candidate.mirrors, path: path)
    }
  }
}
