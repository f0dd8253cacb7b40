// SPDX-License-Identifier: Apache-2.0

import Captures
import Comparison
import DelayDoppler
import Foundation
import Randomness
import Spectra

/// Records of one link whose profiles and maps are given by formulas.
struct SyntheticRecord {
  var cell = 250e-12
  var bins = 512
  var firstDelay = 0.0
  var noise = 1e-14
  var frames = 6
  var framePeriod = 0.05
  var start = 0.0
  var centreFrequency = 79e9
  var linkNames = ["mono"]
  var shifts = (0..<32).map { Double($0 - 16) * 62 }
  var objects: [String] = []
  var paths: [RecordedPath] = []

  /// Where bins hold the power of all paths within them, what is told of them.
  var integrated: IntegratedBins?

  /// The power of a delay in watts in a frame, without noise.
  var profile: (_ frame: Int, _ delay: Double) -> Double = { _, _ in 0 }

  /// Whether the profile's power is at all Doppler shifts of a map, as noise is, not only near zero.
  var isNoiseProfile = false

  /// An echo that moves: delay, Doppler shift and power in a frame.
  var mover: ((_ frame: Int) -> (delay: Double, shift: Double, power: Double))?

  /// A main lobe as wide as a Blackman-Harris taper's: a parabola in dB.
  static func lobe(_ delay: Double, at centre: Double, cell: Double) -> Double {
    let place = (delay - centre) / cell
    return abs(place) < 8 ? pow(10, -0.33 * place * place) : 0
  }

  func write(to path: String) throws -> Record {
    var header = RecordHeader(
      name: "synthetic", generator: "test", scenario: "", seed: 1,
      centreFrequency: centreFrequency, objects: objects, materials: [], movers: [], outline: [])
    header.extent = RecordExtent(frames: frames)
    let delays = (0..<bins).map { firstDelay + Double($0) * cell }
    let links = linkNames.map { name in
      var link = LinkHeader(
        name: name, transmitter: "ue", receiver: "ue", delays: delays, dopplerShifts: shifts,
        noisePerDelayBin: noise, noisePerMapCell: noise, channels: 1, samples: 0,
        keptPaths: max(1, paths.count), keptInteractions: 1, keepsSamples: false,
        keepsResponse: false)
      link.bins = integrated
      return link
    }
    let writer = try RecordWriter(path: path, header: header, links: links)
    for frame in 0..<frames {
      let time = start + Double(frame) * framePeriod
      try writer.append(time: time, positions: [])
      for link in links.indices {
        try writer.append(
          LinkFrame(
            chirpStarts: [time], profileTimes: [time],
            profiles: delays.map { profile(frame, $0) + noise },
            maps: [DelayDopplerMap(time: time, power: map(frame, delays))], paths: paths,
            pathTime: time, pathCount: paths.count, samples: [], response: []), link: link)
      }
      try writer.finishFrame()
    }
    try writer.finish()
    return try Record(path)
  }

  private func map(_ frame: Int, _ delays: [Double]) -> [Double] {
    let echo = mover?(frame)
    return shifts.indices.flatMap { row in
      delays.map { delay in
        var power = noise
        if isNoiseProfile {
          power += profile(frame, delay)
        } else if abs(row - shifts.count / 2) <= 1 {
          power += profile(frame, delay) / 3
        }
        if let echo {
          power +=
            echo.power * Self.lobe(delay, at: echo.delay, cell: cell)
            * Self.lobe(shifts[row], at: echo.shift, cell: shifts[1] - shifts[0])
        }
        return power
      }
    }
  }
}

/// A gamma-distributed number of whole shape and mean one.
func gammaNumber(looks: Int, _ stream: inout RandomStream) -> Double {
  (0..<looks).reduce(0.0) { sum, _ in sum - log(1 - stream.uniform()) } / Double(looks)
}

/// The windows that the synthetic records stand for.
let blackmanHarris = RecordedWindows(delay: .blackmanHarris, doppler: .blackmanHarris)

/// Holds the first links of two records against each other.
func compared(
  _ a: Record, _ b: Record, align: AlignmentChoice = AlignmentChoice()
) throws -> LinkComparison {
  let pairs = try pairedLinks(a, b, names: []).pairs
  var settings = ComparisonSettings()
  settings.alignment = align
  return try compare(
    pairs[0], ComparedRecord(a, windows: blackmanHarris),
    ComparedRecord(b, windows: blackmanHarris), settings: settings)
}
