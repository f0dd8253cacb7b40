// SPDX-License-Identifier: Apache-2.0

package import Electromagnetics
package import Quantities
package import Spatial

/// What a wave does at one place of its way.
package enum InteractionKind: UInt8, Hashable, Sendable, CaseIterable {
  case specular = 1
  case diffuse = 2
  case transmission = 3
  case diffraction = 4
  /// The echo of a point that is known by its radar cross-section.
  case scatteringCentre = 5

  /// The name in files.
  package var name: String {
    switch self {
    case .specular: "specular"
    case .diffuse: "diffuse"
    case .transmission: "transmission"
    case .diffraction: "diffraction"
    case .scatteringCentre: "scattering-centre"
    }
  }
}

/// One interaction of a path, anchored to a surface or to a scattering centre of a body.
package struct Interaction: Hashable, Sendable {
  package var kind: InteractionKind

  /// The facet it happens on, numbered as in the scene; at an edge one of those that meet there;
  /// -1 at a scattering centre.
  package var facet: Int32

  /// The scattering centre, numbered as in the scene; -1 elsewhere.
  package var centre: Int32

  /// Where it happens, in the world, in metres.
  package var vertex: Vector3

  package init(kind: InteractionKind, facet: Int32, vertex: Vector3) {
    self.kind = kind
    self.facet = facet
    self.vertex = vertex
    centre = -1
  }

  /// The echo of a scattering centre.
  package init(centre: Int32, vertex: Vector3) {
    kind = .scatteringCentre
    facet = -1
    self.centre = centre
    self.vertex = vertex
  }
}

/// What lasts of a path while all moves: the material points and facets it touches, in order.
///
/// It is the same number whenever the same path is found, in any run of the same scene.
package struct PathIdentifier: Hashable, Sendable, Comparable {
  package var rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue }

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The state of a path at an instant.
package struct PathState: Hashable, Sendable {
  /// The time of travel in seconds.
  package var delay: Double

  /// The rate of the delay in seconds per second.
  ///
  /// The Doppler shift at a frequency f is -f times this.
  package var delayRate: Double

  /// What the way does to the field, between transverse fields at departure and arrival.
  ///
  /// It includes lambda / (4 pi) and the spreading, so that with antennas of 0 dBi its square is a
  /// path gain. It leaves out the phase of the delay, which is e^(-j 2 pi f delay).
  package var transfer: PolarizationTransfer

  /// The unit direction in which the wave leaves the transmitter, in the world.
  package var departure: Vector3

  /// The unit direction from the receiver to where the wave comes from, in the world.
  package var arrival: Vector3

  package init(
    delay: Double, delayRate: Double, transfer: PolarizationTransfer, departure: Vector3,
    arrival: Vector3
  ) {
    self.delay = delay
    self.delayRate = delayRate
    self.transfer = transfer
    self.departure = departure
    self.arrival = arrival
  }
}

/// The delay of a path at an instant.
package struct PathDelay: Hashable, Sendable {
  /// The time of travel in seconds.
  package var delay: Double

  /// The rate of the delay in seconds per second.
  package var rate: Double

  package init(delay: Double, rate: Double) {
    self.delay = delay
    self.rate = rate
  }
}

/// A path at an instant, with all there is to say about it.
package struct PropagationPath: Hashable, Sendable {
  package var identifier: PathIdentifier
  package var state: PathState

  /// In the order from the transmitter; none for the line of sight.
  package var interactions: [Interaction]

  package init(identifier: PathIdentifier, state: PathState, interactions: [Interaction]) {
    self.identifier = identifier
    self.state = state
    self.interactions = interactions
  }

  /// The Doppler shift at a frequency; positive when the path grows shorter.
  package func dopplerShift(at frequency: Frequency) -> Frequency {
    Frequency(hertz: -frequency.hertz * state.delayRate)
  }
}
