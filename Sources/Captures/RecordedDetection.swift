// SPDX-License-Identifier: Apache-2.0

/// What is recorded of the detections in one map.
package struct MapDetections: Hashable, Sendable {
  /// How many there were, kept or not.
  package var count: Int

  /// The strongest first.
  package var detections: [RecordedDetection]

  /// What there was to detect of each actor.
  package var targets: [RecordedTarget]

  package init(count: Int, detections: [RecordedDetection], targets: [RecordedTarget]) {
    self.count = count
    self.detections = detections
    self.targets = targets
  }
}

/// An echo that stands out of a map.
package struct RecordedDetection: Hashable, Sendable {
  /// In seconds, as the map shows it.
  package var delay: Double

  /// In hertz, positive approaching.
  package var dopplerShift: Double

  /// In metres, with the displacement of a moving beat taken off: half the way of a monostatic link,
  /// the way of a bistatic one.
  package var range: Double

  /// The rate of the range in metres per second, negative approaching.
  package var radialVelocity: Double

  /// In watts, in the mean over channels.
  package var power: Double

  /// The power of the echo over that of the noise beside it.
  package var signalToNoise: Double

  /// Azimuth and elevation of arrival in the receiver's frame in radians; nil where the array tells no
  /// direction, and not a number for the one that it does not tell.
  package var angles: SIMD2<Double>?

  /// The unit direction of arrival, and the place of a single scatterer, in the world in metres.
  package var direction: SIMD3<Double>?
  package var position: SIMD3<Double>?

  /// Which path it is.
  package var label: DetectionLabel

  package init(
    delay: Double, dopplerShift: Double, range: Double, radialVelocity: Double, power: Double,
    signalToNoise: Double, angles: SIMD2<Double>? = nil, direction: SIMD3<Double>? = nil,
    position: SIMD3<Double>? = nil, label: DetectionLabel = .none
  ) {
    self.delay = delay
    self.dopplerShift = dopplerShift
    self.range = range
    self.radialVelocity = radialVelocity
    self.power = power
    self.signalToNoise = signalToNoise
    self.angles = angles
    self.direction = direction
    self.position = position
    self.label = label
  }
}

/// The path that explains a detection best.
package struct DetectionLabel: Hashable, Sendable {
  /// Whether there is one.
  package var isKnown: Bool { path != UInt64.max }

  /// The path's identifier; 2^64 - 1 for none.
  package var path: UInt64

  /// Positions in the record's lists of names; -1 for none.
  package var object: Int32
  package var material: Int32

  /// How the path meets the object, as interactions are numbered; 0 for the line of sight, -1 for none.
  package var kind: Int32

  /// What all paths that are named after the object make of the cell together, in watts.
  package var power: Double

  /// The path's own delay in seconds and Doppler shift in hertz.
  package var delay: Double
  package var dopplerShift: Double

  /// Where the path meets the object, in metres.
  package var vertex: SIMD3<Double>

  /// No path: a false alarm, or the sidelobe of an echo elsewhere.
  package static let none = DetectionLabel(
    path: .max, object: -1, material: -1, kind: -1, power: 0, delay: .nan, dopplerShift: .nan,
    vertex: SIMD3(repeating: .nan))

  package init(
    path: UInt64, object: Int32, material: Int32, kind: Int32, power: Double, delay: Double,
    dopplerShift: Double, vertex: SIMD3<Double>
  ) {
    self.path = path
    self.object = object
    self.material = material
    self.kind = kind
    self.power = power
    self.delay = delay
    self.dopplerShift = dopplerShift
    self.vertex = vertex
  }
}

/// What there is to detect of an actor in a map: the cell that its paths make most of.
package struct RecordedTarget: Hashable, Sendable {
  /// The mean power of its paths in the cell, without noise, in watts; zero where it has no paths.
  package var power: Double

  /// The cell, in seconds and hertz.
  package var delay: Double
  package var dopplerShift: Double

  package static let none = RecordedTarget(power: 0, delay: .nan, dopplerShift: .nan)

  package init(power: Double, delay: Double, dopplerShift: Double) {
    self.power = power
    self.delay = delay
    self.dopplerShift = dopplerShift
  }
}
