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
    package var position: Vector3
    package var orientation: Rotation
    package var velocity: Vector3
    package var antenna: Antenna

    package init(
      position: Vector3, orientation: Rotation = .identity, velocity: Vector3 = .zero,
      antenna: Antenna = .init()
    ) {
      self.position = position
      self.orientation = orientation
      self.velocity = velocity
      self.antenna = antenna
    }
  }

  /// A path with its amplitude between the antennas.
  package struct Result: Sendable {
    package var path: PropagationPath

    /// Without the phase of the delay; its square is the path gain with both antennas.
    package var amplitude: Complex<Double>
  }

  private let scene: Scene
  private let time: Double
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
  ///   - seed: The seed of scatterers.
  ///   - workers: How many threads to use.
  /// - Throws: `PathTracingError` when no ray can be cast.
  package init(
    scene: Scene, transmitter: End, receivers: [End], time: Double, frequency: Frequency,
    settings: PropagationSettings, seed: UInt64, workers: Workers
  ) throws(PathTracingError) {
    var scene = scene
    scene.removeRadios()
    func add(_ end: End, _ name: String) -> Int {
      let pose = RigidTransform(rotation: end.orientation, translation: end.position)
      return scene.addRadio(
        name, antenna: end.antenna, motion: .uniform(pose, velocity: end.velocity, at: time))
    }
    let source = add(transmitter, "tx")
    for (index, receiver) in receivers.enumerated() {
      scene.addLink("\(index)", from: source, to: add(receiver, "rx-\(index)"))
    }
    self.scene = scene
    self.time = time
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
      let found = (0..<tracks.count).map { track -> Result in
        let path = tracks.path(track, at: time)
        return Result(path: path, amplitude: ends.amplitude(of: path.state))
      }
      results.append(
        found.sorted {
          ($0.path.state.delay, $0.path.identifier) < ($1.path.state.delay, $1.path.identifier)
        })
    }
    return results
  }
}
