// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Execution
internal import PathTracing
internal import Quantities
internal import Randomness
internal import Scenes
internal import Spatial
internal import ToyScenes

extension ValidationCase {
  static let reciprocity = ValidationCase(
    name: "Exchanging the radios changes no path of 1000 random links in a street canyon",
    oracle: "reciprocity", tolerance: 1e-12, unit: "of the amplitude",
    reason: "rounding of some hundred operations"
  ) {
    let count = 1000
    var toy = try canyon()
    for index in 0..<count {
      let (one, other) = (place(2 * index), place(2 * index + 1))
      toy.link(from: one, to: other)
      toy.link(from: other, to: one)
    }
    let scene = toy.scene()
    var deviation = 0.0
    for index in 0..<count {
      let forth = try amplitudes(traced(scene, link: 2 * index, depth: 3))
      let back = try amplitudes(traced(scene, link: 2 * index + 1, depth: 3))
      guard forth.count == back.count else { return Comparison(deviation: .infinity) }
      for (a, b) in zip(forth, back) {
        deviation = max(deviation, (a - b).length / a.length)
      }
    }
    return Comparison(deviation: deviation)
  }

  static let displacement = ValidationCase(
    name: "A scene moved by 2 km keeps its paths",
    oracle: "invariance", tolerance: 1e-19, unit: "s",
    reason:
      "coordinates of 2 km are good to 2e-13 m or 1e-21 s in double precision, and some of them"
      + " are added up"
  ) {
    let offset = Vector3(2000, -1500, 30)
    return try sameDelays(canyon(), canyon(at: offset), offset: offset)
  }

  static let triangulation = ValidationCase(
    name: "Walls cut into other triangles reflect the same paths",
    oracle: "invariance", tolerance: 1e-20, unit: "s",
    reason: "the planes of facets are fitted to their triangles, which rounds lengths to 1e-13 m"
  ) { try sameDelays(canyon(), canyon(cuts: 5)) }

  static let slidWalls = ValidationCase(
    name: "A wall that is larger than what it reflects may slide in its own plane",
    oracle: "invariance", tolerance: 1e-20, unit: "s",
    reason: "as for walls cut into other triangles"
  ) {
    func street(_ shift: Double) throws -> ToyScene {
      var toy = try ToyScene()
      for (index, y) in [-8.0, 8].enumerated() {
        try toy.add(
          ToyScene.panel(
            Vector3(-400 + shift, y, -200 + shift / 3), .unitX * 800, .unitZ * 400, cuts: 3),
          "wall\(index)", of: "brick")
      }
      return toy
    }
    return try sameDelays(street(0), street(7.3))
  }

  static let receivers = ValidationCase(
    name: "Receivers that are added change no path of those that were there",
    oracle: "identity", tolerance: 0, unit: "s", reason: "links do not know of each other"
  ) {
    var (few, many) = (try canyon(), try canyon())
    for index in 0..<10 { few.link(from: place(0), to: place(index + 1)) }
    for index in 0..<200 { many.link(from: place(0), to: place(index + 1)) }
    let scenes = (few.scene(), many.scene())
    var settings = PropagationSettings()
    settings.diffuse = false
    settings.maximumDepth = 3
    func tracer(_ scene: Scene) throws -> PathTracer {
      try PathTracer(
        scene: scene, frequency: Frequency(gigahertz: 79), settings: settings, instants: [0],
        seed: 1, workers: Workers(count: 2))
    }
    let tracers = (try tracer(scenes.0), try tracer(scenes.1))
    var deviation = 0.0
    // The many are traced first, in an order of their own, as they share what was found.
    var found: [Int: [Double]] = [:]
    for link in (0..<200).reversed() {
      found[link] = try tracers.1.tracks(link: link, over: 0...0).paths().map(\.state.delay)
    }
    for link in 0..<10 {
      let alone = try tracers.0.tracks(link: link, over: 0...0).paths().map(\.state.delay)
      guard let shared = found[link], shared.count == alone.count else {
        return Comparison(deviation: .infinity)
      }
      deviation = max(deviation, zip(alone, shared).map { abs($0 - $1) }.max() ?? 0)
    }
    return Comparison(deviation: deviation)
  }

  /// The largest difference of delays between two scenes, over 200 random links.
  ///
  /// The links of the other scene are moved by an offset.
  private static func sameDelays(
    _ one: ToyScene, _ other: ToyScene, offset: Vector3 = .zero
  ) throws -> Comparison {
    var (one, other) = (one, other)
    let count = 200
    for index in 0..<count {
      one.link(from: place(2 * index), to: place(2 * index + 1))
      other.link(from: place(2 * index) + offset, to: place(2 * index + 1) + offset)
    }
    let scenes = (one.scene(), other.scene())
    var deviation = 0.0
    for index in 0..<count {
      let (here, there) = (
        try traced(scenes.0, link: index, depth: 3).paths().map(\.state.delay).sorted(),
        try traced(scenes.1, link: index, depth: 3).paths().map(\.state.delay).sorted()
      )
      guard here.count == there.count else { return Comparison(deviation: .infinity) }
      deviation = max(deviation, zip(here, there).map { abs($0 - $1) }.max() ?? 0)
    }
    return Comparison(deviation: deviation)
  }

  /// A street of 60 m between two rows of houses with gaps, on the ground.
  private static func canyon(at offset: Vector3 = .zero, cuts: Int = 1) throws -> ToyScene {
    var toy = try ToyScene()
    for (index, (low, high)) in [
      (Vector3(-30, 8, 0), Vector3(-3, 18, 15)), (Vector3(3, 9, 0), Vector3(30, 18, 12)),
      (Vector3(-30, -18, 0), Vector3(8, -8, 18)), (Vector3(13, -18, 0), Vector3(30, -7, 9)),
    ].enumerated() {
      try toy.add(
        ToyScene.box(low + offset, high + offset, cuts: cuts), "house\(index)", of: "brick")
    }
    try toy.add(
      ToyScene.panel(Vector3(-60, -40, 0) + offset, .unitX * 120, .unitY * 80, cuts: cuts),
      "ground",
      of: "concrete")
    return toy
  }

  /// A random place in the street.
  private static func place(_ index: Int) -> Vector3 {
    var stream = RandomStream(seed: 7, stage: .rayDirections, index: UInt64(index))
    return Vector3(
      -28 + 56 * stream.uniform(), -6.5 + 13 * stream.uniform(), 0.5 + 11 * stream.uniform())
  }

  /// The amplitudes of all paths in the order of their delays.
  private static func amplitudes(_ tracks: any PathTracks) -> [Complex<Double>] {
    let ends = tracks.ends(at: 0)
    return tracks.paths().sorted { $0.state.delay < $1.state.delay }
      .map { ends.amplitude(of: $0.state) }
  }
}
