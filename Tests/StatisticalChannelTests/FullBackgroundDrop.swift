// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Execution
import Randomness
import RealModule
import Spatial
import StatisticalChannel

/// What the full calibration tells of a pair of radios by way of a target.
struct SensingFigures: Sendable {
  /// In negative decibels.
  var coupling: Double
  /// In nanoseconds.
  var delay: Double
  /// In degrees.
  var departureAzimuth: Double
  var departureZenith: Double
}

extension SensingFigures {
  /// Those of a pair of a drop.
  init(_ own: SensingChannel) {
    self.init(
      coupling: own.gain, delay: own.channel.delaySpread * 1e9,
      departureAzimuth: own.channel.departureSpread { $0.phi } / radiansPerDegree,
      departureZenith: own.channel.departureSpread { $0.theta } / radiansPerDegree)
  }
}

private let radiansPerDegree = Double.pi / 180

/// The background of a base station of UMa, all paths of its three reference points: Table 7.9.6.2-1.
struct FullBackgroundDrop: Sendable {
  private let frequency: CarrierFrequency
  private let background: LinkFading

  init(gigahertz: Double) throws {
    frequency = try CarrierFrequency(hertz: gigahertz * 1e9)
    background = try LinkFading(
      LinkModel(formulas: .ground(Surroundings(.urbanMacro))), frequency: frequency)
  }

  /// The monostatic background of a site: the coupling loss to all three reference points
  /// together, in negative decibels, and the spreads of each.
  func background(
    _ drops: Range<Int>, workers: Workers
  ) throws -> [(coupling: Double, points: [SensingFigures])] {
    try workers.map(drops.count, chunk: 4) { index in
      Result { try background(UInt64(drops.lowerBound + index)) }
    }.map { try $0.get() }
  }

  private func background(
    _ drop: UInt64
  ) throws -> (coupling: Double, points: [SensingFigures]) {
    var stream = BulkRandomStream(seed: 80, stage: .referencePoints, index: drop)
    let points = try ReferencePoints(
      .urbanMacro, .transmissionPoint, frequency: frequency.hertz)
    let site = Vector3(0, 0, 25)
    let surroundings = Surroundings(.urbanMacro)
    let turn = 2 * Double.pi * stream.uniform()
    let figures = try (0..<ReferencePoints.count).map { index -> SensingFigures in
      let distance =
        points.distance.offset
        + stream.gamma(shape: points.distance.shape) / points.distance.rate
      let height =
        points.height.offset + stream.gamma(shape: points.height.shape) / points.height.rate
      let azimuth = turn + 2 * Double.pi * Double(index) / 3
      let place = Vector3(
        distance * Double.cos(azimuth), distance * Double.sin(azimuth), height)
      let faded = try background.draw(.obstructed, base: site, terminal: place, from: &stream)
      let geometry = LargeScaleGeometry(
        horizontalDistance: distance, baseHeight: 25, terminalHeight: height)
      let gain =
        faded.shadowFading
        * surroundings.shadowFadingDeviation(.obstructed, geometry, frequency)
        - surroundings.pathLoss(.obstructed, geometry, frequency)
      let link = faded.link.echoed
      return SensingFigures(
        coupling: gain, delay: link.delaySpread * 1e9,
        departureAzimuth: link.angularSpread { $0.departure.angles.phi } / radiansPerDegree,
        departureZenith: link.angularSpread { $0.departure.angles.theta } / radiansPerDegree)
    }
    let power = figures.reduce(0) { $0 + Double.exp10($1.coupling / 10) }
    return (10 * Double.log10(power), figures)
  }
}
