// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
package import DelayDoppler

/// What a record says about itself as a whole.
package struct RecordHeader: Hashable, Sendable {
  /// The scenario's or the capture's name.
  package var name: String

  /// The program and its version that wrote the record.
  package var generator: String

  /// The scenario file's text.
  package var scenario: String
  package var seed: UInt64

  /// What replaced values of the scenario, as KEY=VALUE.
  package var overrides: [String] = []

  /// A number that differs with the files that the scenario names.
  package var inputsDigest: UInt64 = 0

  /// The description's text of a capture that was converted; nil for what was simulated.
  package var capture: String?

  /// How many frames a capture should have that were lost.
  package var missingFrames = 0

  /// How many frames there will be, and what is in each of them.
  package var extent = RecordExtent(frames: 1)

  /// The frequency that delays are turned into phase at, in hertz.
  package var centreFrequency: Double

  /// Names that paths refer to by position.
  package var objects: [String]
  package var materials: [String]

  /// Names of what moves, in the order of `RecordFrame.positions`.
  package var movers: [String]

  /// The scene from above: x, y of the start and of the end of each line, in metres.
  package var outline: [SIMD4<Float>]

  /// Names of actors, and the actor that each object is a part of, -1 for none.
  package var actors: [String]
  package var actorsOfObjects: [Int32]

  package init(
    name: String, generator: String, scenario: String, seed: UInt64, centreFrequency: Double,
    objects: [String], materials: [String], movers: [String], outline: [SIMD4<Float>],
    actors: [String] = [], actorsOfObjects: [Int32] = []
  ) {
    self.actors = actors
    self.actorsOfObjects = actorsOfObjects
    self.name = name
    self.generator = generator
    self.scenario = scenario
    self.seed = seed
    self.centreFrequency = centreFrequency
    self.objects = objects
    self.materials = materials
    self.movers = movers
    self.outline = outline
  }
}

/// Which transmit elements of a link sent, and how they shared the chirps.
package struct LinkSchedule: Hashable, Sendable {
  /// `none`, `tdm` or `ddm`.
  package var multiplexing: String

  /// The elements in the order of their turns or sub-bands, numbered as in the array.
  package var elements: [Int32]

  /// After how many chirps the schedule begins anew.
  package var cycle: Int32

  /// One element in every chirp.
  package static let single = LinkSchedule(multiplexing: "none", elements: [0], cycle: 1)

  package init(multiplexing: String, elements: [Int32], cycle: Int32) {
    self.multiplexing = multiplexing
    self.elements = elements
    self.cycle = cycle
  }
}

/// What a record says about one of its links.
package struct LinkHeader: Hashable, Sendable {
  package var name: String
  package var transmitter: String
  package var receiver: String

  /// The delays of the bins in seconds.
  package var delays: [Double]

  /// The Doppler shifts of the maps' rows in hertz, positive approaching.
  package var dopplerShifts: [Double]

  /// The mean power of the noise in one delay bin of one chirp, in watts.
  package var noisePerDelayBin: Double

  /// The mean power of the noise in one cell of a map, in watts.
  package var noisePerMapCell: Double

  /// Who sent when.
  package var schedule: LinkSchedule

  /// The number of receive channels and of samples a chirp, of the IF samples.
  package var channels: Int
  package var samples: Int

  /// How many paths are kept at each keyframe, and how many interactions of each.
  package var keptPaths: Int
  package var keptInteractions: Int

  /// Whether there is an error of diffuse power to tell.
  package var hasDiffusePaths = false

  /// Whether IF samples are kept.
  package var keepsSamples: Bool

  /// Whether the complex response over delay is kept.
  package var keepsResponse: Bool

  /// How many detections of each map are kept; nil where they are not looked for.
  package var keptDetections: Int?

  /// Whether powers are in watts; else one count of the recorder stands for 1 W^0.5.
  package var isScaleKnown = true

  /// Whether the powers of the noise come from the maps themselves.
  package var noiseIsEstimated = false

  /// What is told of bins that hold the power of all paths within them; nil for those of transforms.
  package var bins: IntegratedBins?

  package init(
    name: String, transmitter: String, receiver: String, delays: [Double],
    dopplerShifts: [Double], noisePerDelayBin: Double, noisePerMapCell: Double,
    schedule: LinkSchedule = .single, channels: Int,
    samples: Int, keptPaths: Int, keptInteractions: Int, keepsSamples: Bool, keepsResponse: Bool,
    keptDetections: Int? = nil
  ) {
    self.keptDetections = keptDetections
    self.name = name
    self.transmitter = transmitter
    self.receiver = receiver
    self.delays = delays
    self.dopplerShifts = dopplerShifts
    self.noisePerDelayBin = noisePerDelayBin
    self.noisePerMapCell = noisePerMapCell
    self.schedule = schedule
    self.channels = channels
    self.samples = samples
    self.keptPaths = keptPaths
    self.keptInteractions = keptInteractions
    self.keepsSamples = keepsSamples
    self.keepsResponse = keepsResponse
  }
}

/// A path in a record.
package struct RecordedPath: Hashable, Sendable {
  /// The number that the path keeps for its life.
  package var identifier: UInt64

  /// In seconds.
  package var delay: Double

  /// In hertz, positive approaching.
  package var dopplerShift: Double

  /// The received power in watts.
  package var power: Double

  /// What happens on the way, from the transmitter on.
  package var interactions: [RecordedInteraction]

  /// Where it leads.
  package var geometry: RecordedGeometry

  package init(
    identifier: UInt64, delay: Double, dopplerShift: Double, power: Double,
    interactions: [RecordedInteraction], geometry: RecordedGeometry = .init()
  ) {
    self.geometry = geometry
    self.identifier = identifier
    self.delay = delay
    self.dopplerShift = dopplerShift
    self.power = power
    self.interactions = interactions
  }
}

/// The range and the directions of a path in a record.
package struct RecordedGeometry: Hashable, Sendable {
  /// In metres: half the way of a monostatic link, the way of a bistatic one.
  package var range = 0.0

  /// The rate of the range in metres per second, negative approaching.
  package var radialVelocity = 0.0

  /// Unit vectors in the world: where the wave leaves to, and where it comes from.
  package var departure = SIMD3(0.0, 0, 0)
  package var arrival = SIMD3(0.0, 0, 0)

  /// Azimuth and elevation of both in the frames of the radios, in radians.
  package var departureAngles = SIMD2(0.0, 0)
  package var arrivalAngles = SIMD2(0.0, 0)

  package init() {}
}

/// An interaction of a path in a record.
package struct RecordedInteraction: Hashable, Sendable {
  /// 1 specular, 2 diffuse, 3 transmission, 4 diffraction, 5 scattering centre.
  package var kind: Int32

  /// Positions in the record's lists of names; a scattering centre has no material, -1.
  package var object: Int32
  package var material: Int32

  /// In metres.
  package var vertex: SIMD3<Double>

  package init(kind: Int32, object: Int32, material: Int32, vertex: SIMD3<Double>) {
    self.kind = kind
    self.object = object
    self.material = material
    self.vertex = vertex
  }
}

/// What is recorded of one link in one frame.
package struct LinkFrame: Sendable {
  /// When each chirp started, in seconds.
  package var chirpStarts: [Double]

  /// The middle of each power-delay profile in seconds, and `[profile][delay]` in watts.
  package var profileTimes: [Double]
  package var profiles: [Double]

  /// The maps of the frame's windows.
  package var maps: [DelayDopplerMap]

  /// The strongest paths at the frame's middle, strongest first, and when that was.
  package var paths: [RecordedPath]
  package var pathTime: Double

  /// How many paths there were in all.
  package var pathCount: Int

  /// `[chirp][channel][sample]`, empty where they are not kept.
  package var samples: [Complex<Double>]

  /// `[chirp][channel][delay]`, empty where it is not kept.
  package var response: [Complex<Double>]

  /// What stands out of each map, empty where it is not looked for.
  package var detections: [MapDetections]

  /// The largest error of a path's phase at the centre frequency that was seen, in cycles.
  package var phaseError = 0.0

  package init(
    chirpStarts: [Double], profileTimes: [Double], profiles: [Double], maps: [DelayDopplerMap],
    paths: [RecordedPath], pathTime: Double, pathCount: Int, samples: [Complex<Double>],
    response: [Complex<Double>], detections: [MapDetections] = []
  ) {
    self.detections = detections
    self.chirpStarts = chirpStarts
    self.profileTimes = profileTimes
    self.profiles = profiles
    self.maps = maps
    self.paths = paths
    self.pathTime = pathTime
    self.pathCount = pathCount
    self.samples = samples
    self.response = response
  }
}
