// SPDX-License-Identifier: Apache-2.0

package import Channels
package import Quantities
package import RayCasting

/// How the size of a flat surface counts in its specular reflection.
package enum SpecularModel: String, Hashable, Sendable, CaseIterable {
  /// A surface that holds the point of reflection reflects like one without bounds.
  case infinite

  /// The field is that of the Kirchhoff integral over the surface.
  ///
  /// Small surfaces reflect less, and those of moving bodies and of curved surfaces send back
  /// echoes in lobes, whether or not they hold a point of reflection.
  case aperture
}

/// Which kinds of paths are looked for, and how hard.
package struct PropagationSettings: Hashable, Sendable {
  /// Whether the direct path counts.
  package var lineOfSight = true

  /// The largest number of interactions on a path, walls that it passes included; zero for no
  /// reflections.
  ///
  /// A diffuse path without mirrors does not depend on it; one with mirrors has at most this many
  /// interactions, the diffuse one included.
  package var maximumDepth = 2

  /// Whether specular reflections are looked for.
  package var specular = true

  /// Whether the direct path and reflections also lead straight through walls.
  package var transmission = false

  /// How the size of a mirror counts.
  package var specularModel = SpecularModel.infinite

  /// The path gain with both antennas below which the echo of a piece of surface is left out.
  ///
  /// Such an echo may drown in noise, for example. Zero leaves out none.
  package var weakestEcho = 0.0

  /// Whether paths over one diffracting edge are looked for.
  package var diffraction = false

  /// Whether paths with one diffuse interaction are looked for.
  package var diffuse = true

  /// How many scatterers the surfaces are represented by; the most there may be where an
  /// `accuracy` is asked for.
  package var scatterers = 20_000

  /// How far each link's diffuse power may be off with a probability of 5 %; nil for scatterers of
  /// a given number.
  ///
  /// It counts the error of representing surfaces by points, see `DiffuseError`. A fifth of it is
  /// what paths and mirrors that are left out as weak may take beside.
  package var accuracy: Decibels?

  /// How many rays look for sequences of reflections where these are too many to try them all.
  package var rays = 200_000

  /// How the elements of arrays see the paths of their radios.
  package var arrays = ArrayModel.synthetic

  /// The longest time between keyframes, the instants at which paths are looked for, in seconds.
  package var keyframeSpacing = 0.05

  /// The time that keyframes are spread over evenly, in seconds; nil for those of each interval alone.
  ///
  /// Intervals between the same two keyframes share all that is searched.
  package var keyframeSpan: ClosedRange<Double>?

  /// How exactly the ends of strong paths between keyframes are found, in seconds.
  ///
  /// It is the time from chirp to chirp.
  package var lifeResolution = 1e-4

  package init() {}

  /// Whether reflections are looked for and weighed with the size of their mirrors.
  var hasApertures: Bool { specularModel == .aperture && specular && maximumDepth > 0 }

  /// The number of reflections that may be asked for.
  package static let depths = 0...16

  /// The number of scatterers that may be asked for.
  package static let scattererCounts = 1...10_000_000

  /// The accuracies that may be asked for.
  package static let accuracies = Decibels(si: 0.001)...Decibels(si: 10)

  /// The number of scatterers not to go beyond for an accuracy, unless told.
  package static let mostForAccuracy = 200_000
}

/// Why no paths can be traced.
package enum PathTracingError: Error, Equatable, CustomStringConvertible {
  /// No ray can be cast.
  case rayCasting(RayCastingError)

  package var description: String {
    switch self {
    case .rayCasting(let error): error.description
    }
  }
}
