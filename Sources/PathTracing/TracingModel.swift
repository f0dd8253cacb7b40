// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Electromagnetics
internal import Kinematics
internal import Materials
internal import Quantities
internal import Scenes
internal import Spatial
internal import Synchronization

/// What stays the same while paths are traced and evaluated.
///
/// It is the scene with its materials at one frequency.
final class TracingModel: Sendable {
  let scene: Scene
  let wavelength: Double

  /// Of what is drawn of standard targets.
  let seed: UInt64

  /// The wavelength in the middle of the band, at which the sizes of surfaces count.
  let centreWavelength: Double

  /// The materials at the frequency, numbered as in the scene.
  let surfaces: [RadioSurface]

  /// The edges that diffract; none where diffraction does not count.
  let wedges: [Wedge]
  /// The planes of the facets, in the frames of their groups, and these groups.
  ///
  /// They lie side by side, for they are asked for at every chirp.
  let facetPlanes: [Plane]
  let facetGroups: [Int32]

  /// A ball around each facet, in the frame of its group.
  let facetBalls: [Ball]

  /// A rectangle around each facet.
  let facetBounds: [FacetBounds]

  /// The rigid groups that move, each with a box around it in its own frame.
  let movingBounds: [MovingBounds]

  /// Whether each radio never moves.
  let radioIsAtRest: [Bool]

  /// Whether nothing moves at all.
  var isAtRest: Bool {
    movingBounds.isEmpty && !radioIsAtRest.contains(false)
      && scene.centres.allSatisfy { scene.motion.isAtRest($0.node) }
  }

  init(scene: Scene, frequency: Frequency, wedges: [Wedge] = [], seed: UInt64) {
    self.scene = scene
    self.seed = seed
    self.wedges = wedges
    wavelength = frequency.wavelength
    centreWavelength = wavelength
    surfaces = scene.materials.map { RadioSurface($0, at: frequency) }
    facetPlanes = scene.facets.map(\.shape.plane)
    facetGroups = scene.facets.map(\.group)
    facetBalls = scene.facets.map { Ball(around: $0.shape) }
    facetBounds = scene.facets.map { FacetBounds(of: $0.shape.outline) }
    movingBounds = scene.groups.enumerated().compactMap { index, group in
      guard !group.isAtRest, !group.mesh.vertices.isEmpty else { return nil }
      return MovingBounds(group: index, bounds: BoundingBox(around: group.mesh.vertices))
    }
    radioIsAtRest = scene.radios.map { scene.motion.isAtRest($0.node) }
  }

  /// The same scene at another frequency of the band.
  ///
  /// - Parameters:
  ///   - centre: The scene in the middle of the band.
  ///   - frequency: The frequency.
  ///   - varies: Whether each material is evaluated anew; the others stay as they are.
  init(_ centre: TracingModel, at frequency: Frequency, varies: [Bool]) {
    scene = centre.scene
    seed = centre.seed
    wedges = centre.wedges
    wavelength = frequency.wavelength
    centreWavelength = centre.centreWavelength
    surfaces = centre.surfaces.indices.map { index in
      varies[index]
        ? RadioSurface(centre.scene.materials[index], at: frequency) : centre.surfaces[index]
    }
    facetPlanes = centre.facetPlanes
    facetGroups = centre.facetGroups
    facetBalls = centre.facetBalls
    facetBounds = centre.facetBounds
    movingBounds = centre.movingBounds
    radioIsAtRest = centre.radioIsAtRest
  }

  /// The surface a facet is made of.
  func surface(ofFacet facet: Int32) -> RadioSurface {
    surfaces[Int(scene.facets[Int(facet)].material)]
  }

  /// Whether a facet never moves.
  func isAtRest(facet: Int32) -> Bool {
    scene.groups[Int(scene.facets[Int(facet)].group)].isAtRest
  }

  /// The scene at an instant in seconds.
  func instant(_ time: Double) -> SceneInstant {
    if let known = latest.withLock({ $0 }), known.time == time { return known.instant }
    let nodes = scene.motion.states(at: time)
    let instant = SceneInstant(nodes: nodes, groups: scene.groups.map { nodes[$0.node] })
    latest.withLock { $0 = (time, instant) }
    return instant
  }

  /// The instant asked for last: with thousands of receivers all links ask for the same one.
  private let latest = Mutex<(time: Double, instant: SceneInstant)?>(nil)

  /// The ends of a link.
  func ends(of link: Link, at instant: SceneInstant) -> LinkEnds {
    func pose(_ index: Int) -> AntennaPose {
      let radio = scene.radios[index]
      let state = instant.nodes[radio.node]
      return AntennaPose(
        antenna: radio.antenna, position: state.worldFromBody.translation,
        orientation: state.worldFromBody.rotation, velocity: state.velocity,
        angularVelocity: state.angularVelocity)
    }
    return LinkEnds(transmitter: pose(link.transmitter), receiver: pose(link.receiver))
  }
}

/// A box around a rigid group.
struct MovingBounds: Sendable {
  /// The position in the scene's list of groups.
  var group: Int

  /// In the frame of the group.
  var bounds: BoundingBox
}

/// A ball that something lies in.
struct Ball: Sendable {
  var centre: Vector3

  /// In metres.
  var radius: Double
}

extension Ball {
  /// A ball around a facet.
  init(around facet: Facet) {
    let centre = facet.centroid
    let farthest = facet.outline.edges.reduce(0) { farthest, edge in
      max(farthest, (facet.outline.point(SIMD2(edge.x, edge.y)) - centre).lengthSquared)
    }
    self.init(centre: centre, radius: farthest.squareRoot())
  }

  /// A ball around points, of which there is at least one.
  init(around points: some Sequence<Vector3>) {
    let bounds = BoundingBox(around: points)
    self.init(centre: bounds.centre, radius: bounds.size.length / 2)
  }
}

/// Where everything is at an instant and how it moves.
struct SceneInstant: Sendable {
  /// The states of the motion's nodes.
  var nodes: [RigidState]

  /// The states of the rigid groups.
  var groups: [RigidState]
}
