// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Channels
import ComplexModule
import Execution
import Quantities
import RealModule
import Spatial
import StatisticalChannel
import TestSupport
import Testing

@Suite("Statistical episodes")
struct StatisticalEpisodeTests {
  private let light = 299_792_458.0

  @Test("paths are in phase across the borders of intervals, in both links", arguments: [0, 1])
  func continuity(link: Int) throws {
    let episode = try DrivingEpisode().episode(seed: 4)
    // At 15 m/s rays are drawn anew every 12 m, that is after 0.8 s and later.
    for border in [0.4, 0.8, 1.6, 2.05] {
      let before = try episode.tracks(link: link, over: (border - 0.01)...border)
      let after = try episode.tracks(link: link, over: border...(border + 0.01))
      let (left, right) = (before.named(at: border), after.named(at: border))
      let scale = left.values.map { $0.transfer.thetaFromTheta.length }.max() ?? 0
      for name in Set(left.keys).union(right.keys) {
        guard let first = left[name], let second = right[name] else {
          // What is on one side only has no power at the border.
          let lonely = try #require(left[name] ?? right[name])
          #expect(lonely.transfer.thetaFromTheta.length < 1e-9 * scale)
          continue
        }
        // Delays of a microsecond in double precision: 2e-22 s, many roundings of places.
        #expect(isClose(first.delay, second.delay, within: 1e-19))
        #expect(
          (first.transfer.thetaFromTheta - second.transfer.thetaFromTheta).length <= 1e-12 * scale)
      }
    }
  }

  @Test("every Doppler shift is the derivative of its delay", arguments: [0, 1])
  func derivative(link: Int) throws {
    let tracks = try DrivingEpisode().episode(seed: 5).tracks(link: link, over: 3...3.02)
    let step = 1e-4
    let all = 0..<tracks.count
    func slopes(_ step: Double) -> [Double] {
      zip(
        tracks.delays(of: all, at: 3.01 - step), tracks.delays(of: all, at: 3.01 + step)
      ).map { ($1.delay - $0.delay) / (2 * step) }
    }
    let (coarse, fine) = (slopes(step), slopes(step / 2))
    for (index, delay) in tracks.delays(of: all, at: 3.01).enumerated() {
      // Two steps together leave no third derivative. The fifth, at 15 m/s past bounces R away up to
      // 45 v^5 / (R^4 c), h^4 / 480 times, is 2e-16 at 10 cm. Rounding of delays of a microsecond over
      // 0.1 ms takes 1e-17.
      let slope = (4 * fine[index] - coarse[index]) / 3
      #expect(isClose(delay.rate, slope, within: 5e-16))
    }
  }

  @Test("the lines of sight have the exact lengths at all times, also over the target")
  func lines() throws {
    let drive = DrivingEpisode()
    for seed in 0..<20 {
      let episode = try drive.episode(seed: UInt64(seed))
      for time in [0.0, 1.7, 4.9] {
        let tracks = try episode.tracks(link: 1, over: time...(time + 0.01))
        for track in 0..<tracks.count {
          let path = tracks.path(track, at: time)
          // Lines of sight are never drawn anew, which their names tell.
          guard path.identifier.rawValue >> 24 & 0xFF_FFFF == 0xFF_FFFF else { continue }
          let (base, receiver) = (drive.base, drive.receiver(time))
          let way =
            path.interactions.isEmpty
            ? base.distance(to: receiver)
            : base.distance(to: drive.point(time)) + drive.point(time).distance(to: receiver)
          #expect(isClose(path.state.delay, way / light, within: 1e-18))
          if let place = path.interactions.first {
            #expect(place.centre == 3)
            #expect(place.vertex == drive.point(time))
          }
        }
      }
    }
  }

  /// The mean gain of the background link in decibels at an instant.
  private func gain(_ episode: StatisticalEpisode, _ time: Double) throws -> Double {
    10 * Double.log10(try episode.tracks(link: 1, over: time...(time + 1e-3)).power(at: time))
  }

  /// A link that stays in sight, since its ends are nearer than 18 m, or out of it.
  private static func backgroundDrive(_ length: Double) -> DrivingEpisode {
    var drive = DrivingEpisode()
    drive.hasTargets = false
    drive.terminal = Vector3(-length / 2, 9, 1.5)
    drive.terminalVelocity = Vector3(length, 0, 0)
    drive.duration = 1
    return drive
  }

  @Test("over places and seeds a link's gain has the mean and the deviation of independent drops")
  func statistics() throws {
    // The way passes within 15 m, where the link is in sight; gains at its middle and its ends.
    let drive = Self.backgroundDrive(20)
    let model = LinkModel(formulas: .ground(Surroundings(.urbanMicro)))
    let frequency = try CarrierFrequency(hertz: drive.carrier)
    let count = 300
    for time in [0.0, 0.37, 1 - 1e-3] {
      let place = drive.receiver(time)
      let geometry = model.geometry(
        horizontalDistance: Double.hypot(place.x, place.y), baseHeight: 10, terminalHeight: 1.5,
        isTarget: false)
      let loss = model.pathLoss(.lineOfSight, geometry, frequency)
      let deviation = model.shadowFadingDeviation(.lineOfSight, geometry, frequency)
      let gains = try (0..<count).map { try gain(drive.episode(seed: UInt64($0)), time) }
      let mean = SampleMean(gains)
      // Powers of rays add up to one at all times, up to the thousandth that straight lines between
      // the knots of weights leave out, and the normalised polarisation of clusters: 0.01 dB.
      #expect(abs(mean.mean + loss) < 3.5 * mean.standardError + 0.01)
      let spread = mean.standardError * Double(count).squareRoot()
      #expect(isClose(spread / deviation, 1, within: 4 / (2 * Double(count)).squareRoot()))
    }
  }

  @Test("along the way shadow fading loses its correlation as e^(-d / D)")
  func autocorrelation() throws {
    let drive = Self.backgroundDrive(20)
    let count = 300
    let times = [0.5, 0.55, 0.75, 1 - 1e-3]
    let gains = try times.map { time in
      try (0..<count).map { try gain(drive.episode(seed: UInt64($0)), time) }
    }
    for (index, time) in times.enumerated().dropFirst() {
      // 20 m/s; D of shadow fading in sight is 10 m.
      let expected = Double.exp(-20 * (time - 0.5) / 10)
      let error = (1 - expected * expected) / Double(count).squareRoot()
      #expect(isClose(correlation(gains[0], gains[index]), expected, within: 4 * error))
    }
  }

  @Test("the share of the power in sight has the probability of a line of sight as its mean")
  func sight() throws {
    // 60 m away, where it is in between; what is left of the line of sight tells its share.
    var drive = DrivingEpisode()
    drive.hasTargets = false
    drive.terminal = Vector3(60, 0, 1.5)
    drive.terminalVelocity = .zero
    let count = 800
    let seen = try (0..<count).filter { seed in
      let tracks = try drive.episode(seed: UInt64(seed)).tracks(link: 1, over: 0...0.01)
      return tracks.identifiers.contains { $0.rawValue >> 24 & 0xFF_FFFF == 0xFF_FFFF }
    }.count
    let model = Surroundings(.urbanMicro)
    let probability = model.sightProbability(
      LargeScaleGeometry(horizontalDistance: 60, baseHeight: 10, terminalHeight: 1.5))
    // Those with any share: half of the passage of 0.02 beyond. Four standard errors.
    let expected = probability + 0.02
    let error = (expected * (1 - expected) / Double(count)).squareRoot()
    #expect(isClose(Double(seen) / Double(count), expected, within: 4 * error))
  }

  @Test("clusters have the power that the Rician factor leaves them, at all times of their renewal")
  func shares() throws {
    // Ends high in the air have a factor of 15 dB, all of them; renewals are 40 m apart, 2 s.
    var drive = DrivingEpisode()
    drive.hasTargets = false
    drive.terminal = Vector3(80, -60, 150)
    drive.terminalVelocity = Vector3(0, 20, 0)
    let episode = try drive.episode(seed: 3) {
      $0.scenario = .urbanMacroAerial
      $0.radios[1].node = .aerialTerminal
    }
    for time in [0.0, 0.3, 1, 1.7, 2, 3.1, 5.5] {
      let tracks = try episode.tracks(link: 1, over: time...(time + 0.01))
      let line = tracks.identifiers.filter { $0.rawValue >> 24 & 0xFF_FFFF == 0xFF_FFFF }
      let states = tracks.named(at: time)
      let square = try #require(line.first.flatMap { states[$0] })
        .transfer.thetaFromTheta.lengthSquared
      // Sums of powers of some hundred rays in double precision.
      #expect(isClose(tracks.power(at: time) / square, 1 + Double.exp10(-1.5), relative: 1e-9))
    }
  }

  @Test("over a target the mean gain is that of both legs, whether rays are old or new")
  func target() throws {
    // The target stays within 18 m of the radio, so in sight.
    var drive = DrivingEpisode()
    drive.hasBackground = false
    drive.start = Vector3(-10, 10, 1.5)
    drive.velocity = Vector3(20, 0, 0)
    drive.duration = 1
    let model = LinkModel(formulas: .ground(Surroundings(.urbanMicro)))
    let frequency = try CarrierFrequency(hertz: drive.carrier)
    let count = 200
    for time in [0.0, 0.3, 0.6] {
      let place = drive.point(time)
      let geometry = model.geometry(
        horizontalDistance: Double.hypot(place.x, place.y), baseHeight: 10, terminalHeight: 1.5,
        isTarget: true)
      let deviation = model.shadowFadingDeviation(.lineOfSight, geometry, frequency)
      let scale = TargetChannel.amplitude(
        decibels: 2 * model.pathLoss(.lineOfSight, geometry, frequency),
        meanSquareMetres: TargetCrossSection.of(.human).meanSquareMetres,
        wavelength: light / drive.carrier)
      let gains = try (0..<count).map { seed in
        try drive.episode(seed: UInt64(seed)) {
          $0.isDirective = false
        }.tracks(link: 0, over: time...(time + 1e-3)).power(at: time) / (scale * scale)
      }
      // In decibels, since the mean of what is log-normal strays too far. Both legs are one, so that
      // shadow fading counts twice. sigma_S has a mean of one, and lowers the mean of the logarithm by as
      // much as it does alone where one path has all the power; rays that option 2 leaves without
      // a partner take at most a tenth of a decibel.
      let mean = SampleMean(gains.map { 10 * Double.log10($0) })
      let section = TargetCrossSection.of(.human)
      let spread = (4 * deviation * deviation).squareRoot()
      #expect(mean.mean < 3.5 * mean.standardError)
      #expect(mean.mean > section.fluctuationMean - 0.1 - 3.5 * mean.standardError)
      let found = mean.standardError * Double(count).squareRoot()
      let most = (spread * spread + section.fluctuation * section.fluctuation).squareRoot()
      #expect(found > spread * (1 - 4 / (2 * Double(count)).squareRoot()))
      #expect(found < most * (1 + 4 / (2 * Double(count)).squareRoot()))
    }
  }

  /// A drop of one human 60 m from one base station, as the episodes below have it.
  private func dropScenario() throws -> SensingDropScenario {
    SensingDropScenario(
      .urbanMicro, frequency: try CarrierFrequency(hertz: 79e9),
      layout: SiteLayout([Vector3(0, 0, 10)]),
      targets: .init(
        kind: .human, crossSection: TargetCrossSection.of(.human).mean,
        placement: .given([Vector3(60, 0, 1.5)])), modes: [.pointMonostatic])
  }

  @Test("gains over a target and of a background are distributed as in drops of both states")
  func drops() throws {
    let count = 400
    let drops = try SensingDrops(dropScenario(), seed: 21)
    var options = SensingChannels.Options(.of(.human))
    options.isDirective = false
    let dropped = try SensingChannels(drops, options: options)
      .channels(0..<count, workers: Workers(count: 2)).flatMap { $0.map(\.gain) }
    let backgrounds = try drops.drops(0..<count, workers: Workers(count: 2)).map { drop in
      let power = drop.coupled[0].background.reduce(0) { $0 + Double.exp10(-$1 / 10) }
      return 10 * Double.log10(power)
    }
    var drive = DrivingEpisode()
    drive.start = Vector3(60, 0, 1.5)
    func gains(background: Bool) throws -> [Double] {
      var drive = drive
      (drive.hasTargets, drive.hasBackground) = (!background, background)
      return try (0..<count).map { seed in
        let episode = try drive.episode(seed: UInt64(seed)) { $0.isDirective = false }
        return 10 * Double.log10(try episode.tracks(link: 0, over: 0...0.001).power(at: 0))
      }
    }
    // One in a thousand exceeds it. Four in a hundred episodes are between the states of sight.
    let limit = kolmogorovLimit(count, count, probability: 0.001)
    #expect(kolmogorovDistance(try gains(background: false), dropped) < limit)
    #expect(kolmogorovDistance(try gains(background: true), backgrounds) < limit)
  }

  @Test("an episode's paths are the same whatever was asked before, and for whom")
  func addressed() throws {
    let first = try DrivingEpisode().episode(seed: 9)
    _ = try first.tracks(link: 0, over: 0...0.1)
    _ = try first.tracks(link: 1, over: 5...5.1)
    let second = try DrivingEpisode().episode(seed: 9)
    let all = try [first, second].map { try $0.tracks(link: 1, over: 2...2.1).named(at: 2.05) }
    #expect(all[0] == all[1])
    #expect(!all[0].isEmpty)
    let other = try DrivingEpisode().episode(seed: 10).tracks(link: 1, over: 2...2.1)
    #expect(other.named(at: 2.05) != all[0])
  }

  @Test("where nothing moves, nothing changes over the episode")
  func rest() throws {
    var drive = DrivingEpisode()
    (drive.velocity, drive.terminalVelocity) = (.zero, .zero)
    let episode = try drive.episode(seed: 11)
    let (first, last) = (
      try episode.tracks(link: 1, over: 0...0.1).named(at: 0),
      try episode.tracks(link: 1, over: 5.9...6).named(at: 6)
    )
    #expect(first == last)
    for state in first.values { #expect(state.delayRate == 0) }
  }

  @Test("a link that the standard has no model for is an error that names it")
  func errors() throws {
    var drive = DrivingEpisode()
    drive.kind = .aerialVehicle
    #expect(throws: ChannelStandardError.self) { try drive.episode(seed: 1) }
  }
}
