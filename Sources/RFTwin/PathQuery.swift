// SPDX-License-Identifier: Apache-2.0

package import Channels
package import ComplexModule
package import Electromagnetics
package import Execution
internal import Kinematics
package import PathTracing
package import Quantities
package import Scenes
package import Spatial

/// The paths between some points of a scene at an instant.
package struct PathQuery {
  /// One end of the links.
  package struct End: Sendable {
    /// The scene's radio that it is; nil for a place of its own.
    ///
    /// What is drawn of standard targets belongs to pairs of radios, or else of places.
    package var radio: String?
    package var position: Vector3
    package var orientation: Rotation
    package var velocity: Vector3
    package var antenna: Antenna

    /// The elements of an array at this end, relative to its position and orientation.
    ///
    /// Without any it is the antenna alone.
    package var elements: [ArrayElement]

    package init(
      radio: String? = nil, position: Vector3, orientation: Rotation = .identity,
      velocity: Vector3 = .zero, antenna: Antenna = .init(), elements: [ArrayElement] = []
    ) {
      self.radio = radio
      self.position = position
      self.orientation = orientation
      self.velocity = velocity
      self.antenna = antenna
      self.elements = elements
    }

    fileprivate var array: [ArrayElement] {
      elements.isEmpty ? [ArrayElement(antenna: antenna)] : elements
    }
  }

  /// A path with its amplitude between the antennas.
  package struct Result: Sendable {
    package var path: PropagationPath

    /// Without the phase of the delay; its square is the path gain with both antennas.
    package var amplitude: Complex<Double>

    /// The amplitudes between the elements, all receive elements of the first transmit element first.
    ///
    /// They hold the phase by which the delay of a pair differs from the path's. Empty where no model
    /// of arrays was asked for.
    package var elementAmplitudes: [Complex<Double>]
  }

  private let scene: Scene
  private let time: Double
  private let frequency: Frequency

  /// The elements of each link; empty where no model of arrays was asked for.
  private let pairs: [ElementPairs]
  private let tracer: PathTracer

  /// Builds the trees and, for diffuse paths, the scatterers.
  ///
  /// - Parameters:
  ///   - scene: The scene; its own radios are left out.
  ///   - transmitter: The transmitting end.
  ///   - receivers: The receiving ends, a link for each.
  ///   - time: The instant in seconds.
  ///   - frequency: The frequency.
  ///   - settings: Which paths to look for.
  ///   - arrays: How elements see the paths; nil where only the antennas at the ends count.
  ///   - seed: The seed of scatterers.
  ///   - workers: How many threads to use.
  /// - Throws: `PathTracingError` when no ray can be cast.
  package init(
    scene: Scene, transmitter: End, receivers: [End], time: Double, frequency: Frequency,
    settings: PropagationSettings, arrays: ArrayModel? = nil, seed: UInt64, workers: Workers
  ) throws(PathTracingError) {
    var scene = scene
    scene.removeRadios()
    func add(_ end: End) -> Int {
      let place = end.position
      let pose = RigidTransform(rotation: end.orientation, translation: place)
      return scene.addRadio(
        end.radio ?? "\(place.x),\(place.y),\(place.z)", antenna: end.antenna,
        motion: .uniform(pose, velocity: end.velocity, at: time))
    }
    let source = add(transmitter)
    for (index, receiver) in receivers.enumerated() {
      scene.addLink("\(index)", from: source, to: add(receiver))
    }
    self.scene = scene
    self.time = time
    self.frequency = frequency
    pairs =
      arrays.map { model in
        receivers.map {
          ElementPairs(transmit: transmitter.array, receive: $0.array, model: model)
        }
      } ?? []
    tracer = try PathTracer(
      scene: scene, frequency: frequency, settings: settings, instants: [time], seed: seed,
      workers: workers)
  }

  /// How many specular paths to a receiver the latest run is likely to have missed.
  ///
  /// - Parameter receiver: Which receiver.
  /// - Returns: An estimate, zero where all sequences of facets were tried.
  package func missedPaths(receiver: Int) -> Double { tracer.missedPaths(link: receiver) }

  /// How many scatterers represent the surfaces.
  package var scattererCount: Int { tracer.scattererCount }

  /// The error of the diffuse power to a receiver in the latest run.
  ///
  /// - Parameter receiver: Which receiver.
  /// - Returns: Nil where there are no diffuse paths.
  package func diffuseError(receiver: Int) -> DiffuseError? {
    tracer.diffuseError(link: receiver)
  }

  /// The paths of each link, sorted by delay; every call looks for them afresh.
  package func run() throws(PathTracingError) -> [[Result]] {
    tracer.forgetSearches()
    var results: [[Result]] = []
    for link in scene.links.indices {
      let tracks = try tracer.tracks(link: link, over: time...time)
      let ends = tracks.ends(at: time)
      let rows =
        pairs.isEmpty
        ? []
        : tracks.amplitudes(
          of: Array(0..<tracks.count), at: time, over: pairs[link], frequency: frequency)
      let found = (0..<tracks.count).map { track -> Result in
        let path = tracks.path(track, at: time)
        return Result(
          path: path, amplitude: ends.amplitude(of: path.state),
          elementAmplitudes: rows.isEmpty ? [] : rows[track])
      }
      results.append(
        found.sorted {
          ($0.path.state.delay, $0.path.identifier) < ($1.path.state.delay, $1.path.identifier)
        })
    }
    return results
  }
  /// A sentence where plane waves over the arrays miss too much of some link's shortest path.
  ///
  /// - Parameter results: What `run()` has found.
  /// - Returns: Nil where they are good enough, and where pairs are exact.
  package func planeWaveWarning(_ results: [[Result]]) -> String? {
    let checks = zip(pairs, results).compactMap { pairs, paths -> PlaneWaveCheck? in
      guard let shortest = paths.first?.path else { return nil }
      return PlaneWaveCheck(
        pairs, delay: shortest.state.delay, identifier: shortest.identifier, frequency: frequency)
    }
    return checks.max { $0.error < $1.error }?.warning(about: "a link", remedy: "--arrays exact")
  }
}
