// SPDX-License-Identifier: Apache-2.0

package import FMCWSensing
package import InputDocuments
package import PathTracing
package import Quantities
package import RadarFrames
package import Scenes
package import Spectra
package import StatisticalChannel

/// Everything a simulation needs to know, as a scenario file says it.
package struct Scenario: Sendable {
  package var name: String

  /// The file, as the user named it, and its text.
  package var file: String
  package var text: String

  /// What replaced values of the file, as KEY=VALUE.
  package var overrides: [String]

  /// What the files hold that it names.
  package var inputs: InputsDigest
  package var scene: Scene
  package var materials: MaterialSettings
  package var waveform: FMCWWaveform
  package var propagation: PropagationSettings

  /// What a statistical channel is drawn from; nil where paths are traced.
  package var statistical: EpisodeSetup?

  /// Whether the file asks for diffuse paths by name rather than by saying nothing.
  package var asksForDiffusePaths: Bool

  /// How paths are followed from chirp to chirp.
  package var tracks: TrackEvaluation

  /// How far IF samples may be off by what adds up the paths, relative to the sum of magnitudes.
  package var synthesisError: Decibels
  package var episode: Episode
  package var processing: ProcessingSettings
  package var output: OutputSettings
  package var seed: UInt64

  /// Whether the receivers have thermal noise.
  package var noise: Bool

  /// What else keeps each radio of the scene from being ideal.
  package var impairments: [Impairments]

  /// For how many interactions of each path a record has room.
  var keptInteractions: Int { max(1, propagation.maximumDepth) }
}

/// When chirps are sent: frames of evenly spaced chirps.
package struct Episode: Hashable, Sendable {
  /// When the first frame starts, in seconds.
  package var start: Double

  /// How long the episode lasts, in seconds.
  package var duration: Double

  /// How many chirps a frame has.
  package var chirps: Int

  /// The time from the start of a frame to that of the next, in seconds.
  package var framePeriod: Double

  /// The time from the start of a chirp to that of the next, in seconds.
  package var chirpPeriod: Double

  package init(
    start: Double, duration: Double, chirps: Int, framePeriod: Double, chirpPeriod: Double
  ) {
    self.start = start
    self.duration = duration
    self.chirps = chirps
    self.framePeriod = framePeriod
    self.chirpPeriod = chirpPeriod
  }

  /// How long a frame lasts, in seconds.
  package var frameLength: Double { Double(chirps) * chirpPeriod }

  /// How many whole frames fit into the episode.
  package var frameCount: Int {
    // A frame that ends with the episode counts, in spite of rounding.
    let room = duration - frameLength + 1e-9 * framePeriod
    return room < 0 ? 0 : Int((room / framePeriod).rounded(.down)) + 1
  }

  /// The middles of frames in seconds, evenly over the episode.
  ///
  /// - Parameter limit: How many there are at most, at least two.
  /// - Returns: The instants, those of the first and of the last frame among them.
  package func frameMiddles(atMost limit: Int) -> [Double] {
    evenly(limit, of: frameCount).map {
      start + Double($0) * framePeriod + frameLength / 2
    }
  }

  /// When each chirp of a frame starts, in seconds.
  package func chirpStarts(ofFrame frame: Int) -> [Double] {
    let first = start + Double(frame) * framePeriod
    return (0..<chirps).map { first + Double($0) * chirpPeriod }
  }
}

/// How IF samples become profiles and maps.
package struct ProcessingSettings: Hashable, Sendable {
  /// The taper over a ramp's samples.
  package var delayWindow = Window.blackmanHarris

  /// The taper over the chirps of a map.
  package var dopplerWindow = Window.hann

  /// How many chirps a map is made of, and how many later the next one starts.
  package var mapChirps: Int
  package var mapHop: Int

  /// Maps are made of every n-th frame.
  package var mapEvery = 1

  /// How many chirps a power-delay profile is averaged over.
  package var profileChirps: Int

  /// What delays and phases of links between two radios are referred to, chirp by chirp.
  package var alignment = Alignment.none

  /// How echoes are found in maps; nil where they are not looked for.
  package var detection: DetectionSettings?
}

/// What a record keeps beside profiles and maps.
package struct OutputSettings: Hashable, Sendable {
  /// The IF samples.
  package var samples = false

  /// The complex response over delay.
  package var response = false

  /// How many of the strongest paths at each frame.
  package var paths = 50

  /// How many of the strongest detections of each map.
  package var detections = 200
}

/// What the delays and phases of a link between two radios are referred to.
package enum Alignment: String, Hashable, Sendable, CaseIterable {
  /// The radios' clocks.
  case none

  /// The strongest path is put where the line of sight belongs.
  case lineOfSight = "line-of-sight"
}
