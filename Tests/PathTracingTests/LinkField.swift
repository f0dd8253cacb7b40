// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Electromagnetics
import Execution
import PathTracing
import Quantities
import RealModule
import Scenes

/// The field over some of a link's paths at 79 GHz, relative to that of a source at some distance.
struct LinkField {
  static let frequency = Frequency(gigahertz: 79)

  /// In metres and in radians per metre.
  static let wavelength = frequency.wavelength
  static let wavenumber = 2 * .pi / wavelength

  /// The paths, each with its interactions.
  let paths: [PropagationPath]
  private let ends: LinkEnds

  /// Traces the first link of a scene with apertures.
  init(
    _ scene: Scene, depth: Int = 1, lineOfSight: Bool = false, diffraction: Bool = false,
    model: SpecularModel = .aperture
  ) throws {
    var settings = PropagationSettings()
    settings.lineOfSight = lineOfSight
    settings.maximumDepth = depth
    settings.diffuse = false
    settings.diffraction = diffraction
    settings.specularModel = model
    let tracer = try PathTracer(
      scene: scene, frequency: Self.frequency, settings: settings, instants: [0], seed: 1,
      workers: Workers(count: 2))
    let tracks = try tracer.tracks(link: 0, over: 0...0)
    paths = tracks.paths()
    ends = tracks.ends(at: 0)
  }

  /// The sum over all paths of some number of interactions, relative to the field e^(-j k L) / L.
  ///
  /// - Parameters:
  ///   - interactions: How many a path must have.
  ///   - length: L in metres.
  /// - Returns: The field, one for a mirror without bounds at that distance.
  func relative(over interactions: Int, to length: Double) -> Complex<Double> {
    let sum = paths.filter { $0.interactions.count == interactions }
      .reduce(Complex<Double>.zero) { sum, path in
        let turns =
          path.state.delay * Self.frequency.si - length / Self.wavelength
        return sum + ends.amplitude(of: path.state)
          * Complex(length: 1, phase: -2 * .pi * (turns - turns.rounded()))
      }
    return sum * Complex(4 * .pi * length / Self.wavelength)
  }
}

extension [PropagationPath] {
  /// The sum of the paths' entries of their transfer, each with the phase of its delay at a frequency.
  func field(
    _ entry: KeyPath<PolarizationTransfer, Complex<Double>>, at frequency: Frequency
  ) -> Complex<Double> {
    reduce(.zero) { sum, path in
      let turns = path.state.delay * frequency.si
      return sum + path.state.transfer[keyPath: entry]
        * Complex(length: 1, phase: -2 * .pi * (turns - turns.rounded()))
    }
  }
}
