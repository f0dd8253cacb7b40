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

/// Drops of a small UAV at 200 m over the middle cell of seven sites: Table 7.9.6.2-1.
struct FullSensingDrop: Sendable {
  let frequency: CarrierFrequency
  let fading: LinkFading
  let model: LinkModel
  let layout: SiteLayout
  let grid = HexagonalGrid(interSiteDistance: 500, rings: 1)
  /// Whether sigma_D is followed; the calibration asks for 0 dB.
  let isDirective: Bool
  private let background: LinkFading

  init(gigahertz: Double, release: StandardRelease, isDirective: Bool = false) throws {
    self.isDirective = isDirective
    frequency = try CarrierFrequency(hertz: gigahertz * 1e9)
    model = LinkModel(formulas: .aerial(.urbanMacro))
    var options = LinkFading.Options()
    options.release = release
    fading = try LinkFading(model, frequency: frequency, options: options)
    background = try LinkFading(
      LinkModel(formulas: .ground(Surroundings(.urbanMacro))), frequency: frequency,
      options: options)
    layout = SiteLayout(grid, height: 25)
  }

  /// A site's leg to the target.
  private struct SiteLeg {
    var link: ClusteredLink
    var loss: Double
  }

  /// The best four pairs of each drop.
  func figures(_ drops: Range<Int>, isMonostatic: Bool, workers: Workers) throws -> [SensingFigures]
  {
    try workers.map(drops.count, chunk: 4) { index in
      Result { try figures(UInt64(drops.lowerBound + index), isMonostatic: isMonostatic) }
    }.flatMap { try $0.get() }
  }

  private func figures(_ drop: UInt64, isMonostatic: Bool) throws -> [SensingFigures] {
    var stream = BulkRandomStream(seed: 79, stage: .siteLegs, index: drop)
    var point = SIMD2<Double>()
    repeat {
      point = (SIMD2(stream.uniform(), stream.uniform()) * 2 - 1) * grid.cellRadius
    } while !grid.cellContains(point)
    let target = Vector3(point.x, point.y, 200)
    let legs = try layout.sites.map { try leg(from: $0, to: target, &stream) }
    var pairs: [(first: Int, second: Int, loss: Double)] = []
    for first in legs.indices {
      for second in isMonostatic ? first...first : first...legs.count - 1
      where isMonostatic || second > first {
        pairs.append((first, second, legs[first].loss + legs[second].loss))
      }
    }
    return pairs.sorted { $0.loss < $1.loss }.prefix(4).map { pair in
      figures(legs[pair.first], legs[pair.second], isMonostatic: isMonostatic, &stream)
    }
  }

  private func leg(
    from site: Vector3, to target: Vector3, _ stream: inout BulkRandomStream
  ) throws -> SiteLeg {
    let way = target - site
    let geometry = model.geometry(
      horizontalDistance: Double.hypot(way.x, way.y), baseHeight: site.z,
      terminalHeight: target.z, isTarget: true)
    // Above 100 m a line of sight is sure in UMa-AV.
    let faded = try fading.draw(.lineOfSight, base: site, terminal: target, from: &stream)
    let deviation = model.shadowFadingDeviation(.lineOfSight, geometry, frequency)
    let loss =
      model.pathLoss(.lineOfSight, geometry, frequency) - faded.shadowFading * deviation
    return SiteLeg(link: faded.link, loss: loss)
  }

  private func figures(
    _ first: SiteLeg, _ second: SiteLeg, isMonostatic: Bool, _ stream: inout BulkRandomStream
  ) -> SensingFigures {
    let section = TargetCrossSection.of(.smallUAV)
    let scattering = TargetScattering(section, isDirective: isDirective)
    let channel =
      isMonostatic
      ? TargetChannel(
        monostatic: first.link, joining: .option2, scattering: scattering, from: &stream)
      : TargetChannel(
        transmit: first.link, receive: second.link.reversed, joining: .option2,
        scattering: scattering, from: &stream)
    let amplitude = TargetChannel.amplitude(
      decibels: first.loss + second.loss, meanSquareMetres: section.meanSquareMetres,
      wavelength: 299_792_458 / frequency.hertz)
    let degree = Double.pi / 180
    return SensingFigures(
      coupling: 20 * Double.log10(amplitude) + 10 * Double.log10(channel.power),
      delay: channel.delaySpread * 1e9,
      departureAzimuth: channel.departureSpread { $0.phi } / degree,
      departureZenith: channel.departureSpread { $0.theta } / degree)
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
      let degree = Double.pi / 180
      return SensingFigures(
        coupling: gain, delay: link.delaySpread * 1e9,
        departureAzimuth: link.angularSpread { $0.departure.angles.phi } / degree,
        departureZenith: link.angularSpread { $0.departure.angles.theta } / degree)
    }
    let power = figures.reduce(0) { $0 + Double.exp10($1.coupling / 10) }
    return (10 * Double.log10(power), figures)
  }
}
