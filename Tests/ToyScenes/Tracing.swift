// SPDX-License-Identifier: Apache-2.0

package import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Execution
package import PathTracing
package import Quantities
package import Scenes

/// The tracks of a link at an instant, with settings that suit a toy.
package func traced(
  _ scene: Scene, link: Int = 0, depth: Int = 0, scatterers: Int = 0, lineOfSight: Bool = true,
  diffraction: Bool = false, specular: SpecularModel = .infinite,
  frequency: Frequency = .init(gigahertz: 79), at time: Double = 0, seed: UInt64 = 1,
  threads: Int = 2
) throws -> any PathTracks {
  var settings = PropagationSettings()
  settings.maximumDepth = depth
  settings.diffuse = scatterers > 0
  settings.scatterers = max(1, scatterers)
  settings.lineOfSight = lineOfSight
  settings.diffraction = diffraction
  settings.specularModel = specular
  let tracer = try PathTracer(
    scene: scene, frequency: frequency, settings: settings, instants: [time], seed: seed,
    workers: Workers(count: threads))
  return try tracer.tracks(link: link, over: time...time)
}

/// A tracer of diffuse paths alone.
///
/// - Parameters:
///   - scene: The scene.
///   - depth: The largest number of interactions of paths with mirrors.
///   - scatterers: How many scatterers there are, or how many at most for an accuracy.
///   - accuracy: How good each link's diffuse power shall be.
///   - instants: Instants in seconds that guide where scatterers are placed.
///   - seed: The seed of scatterers.
///   - threads: How many threads to use.
/// - Returns: The tracer with its scatterers drawn.
/// - Throws: `PathTracingError` when no ray can be cast.
package func diffuseTracer(
  _ scene: Scene, depth: Int = 0, scatterers: Int, accuracy: Decibels? = nil,
  instants: [Double] = [0], seed: UInt64 = 1, threads: Int = 2
) throws -> PathTracer {
  var settings = PropagationSettings()
  settings.maximumDepth = depth
  settings.lineOfSight = false
  settings.scatterers = scatterers
  settings.accuracy = accuracy
  return try PathTracer(
    scene: scene, frequency: .init(gigahertz: 79), settings: settings, instants: instants,
    seed: seed, workers: Workers(count: threads))
}

extension PathTracks {
  /// All tracks at an instant.
  package func paths(at time: Double = 0) -> [PropagationPath] {
    (0..<count).map { path($0, at: time) }
  }

  /// The sum of the path gains with both antennas.
  package func totalGain(at time: Double = 0) -> Double {
    let ends = ends(at: time)
    return paths(at: time).reduce(0) { $0 + ends.amplitude(of: $1.state).lengthSquared }
  }
}
