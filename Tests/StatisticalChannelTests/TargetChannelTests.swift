// SPDX-License-Identifier: Apache-2.0

import Channels
import ChannelStandards
import ComplexModule
import Electromagnetics
import Randomness
import RealModule
import Spatial
import StatisticalChannel
import TestSupport
import Testing

@Suite("Target channels")
struct TargetChannelTests {
  @Test("every ray joined with every ray has the product of both legs' powers")
  func fullPower() throws {
    for (first, second) in TargetLink.states {
      let channel = try TargetLink(first, second).channel(1, LegJoining(.everyRay))
      // Both legs have unit power; rounding of at most 160,000 additions.
      #expect(isClose(channel.power, 1, within: 1e-9))
      let rays = channel.transmitLeg.allRays.count * channel.receiveLeg.allRays.count
      #expect(channel.paths.count == rays)
    }
  }

  @Test("each pairing has as many pairs as the study says")
  func counts() throws {
    let link = try TargetLink(.obstructed, .obstructed)
    let legs = link.legs(2)
    let (n, m) = (legs.transmit.clusterCount, legs.receive.clusterCount)
    let expected: [RayPairing: Int] = [
      .everyRay: n * m * 400, .everyCluster: n * m * 20, .clustersInOrder: min(n, m) * 20,
      .clustersAtRandom: min(n, m) * 20, .raysAtRandom: min(n, m) * 20,
    ]
    for (pairing, count) in expected {
      let channel = link.channel(2, LegJoining(pairing))
      #expect(channel.paths.count == count, "\(pairing)")
      // One by one: no pair twice, and with single clusters or rays no ray twice.
      let pairs = Set(channel.paths.map { [$0.transmitRay, $0.receiveRay] })
      #expect(pairs.count == count)
      if pairing == .raysAtRandom || pairing == .clustersAtRandom || pairing == .clustersInOrder {
        #expect(Set(channel.paths.map(\.transmitRay)).count == count)
        #expect(Set(channel.paths.map(\.receiveRay)).count == count)
      }
    }
    let ordered = link.channel(2, LegJoining(.clustersInOrder))
    #expect(ordered.paths.allSatisfy { $0.transmitRay / 20 == $0.receiveRay / 20 })
  }

  @Test("the delay of a path is that of both ways and both rays")
  func delays() throws {
    let channel = try TargetLink(.lineOfSight, .obstructed).channel(3, .option2)
    let way = (channel.transmitLeg.distance + channel.receiveLeg.distance) / 299_792_458
    for path in channel.paths {
      let rays = channel.transmitRay(of: path).delay + channel.receiveRay(of: path).delay
      #expect(isClose(path.delay, way + rays, within: 1e-15))
    }
    #expect(channel.paths.allSatisfy { $0.delay >= way })
  }

  @Test("paths are dropped below the threshold of each option, that of both lines of sight never")
  func dropping() throws {
    for (option, decibels) in [(LegJoining.option1, 25.0), (.option2, 40.0)] {
      let channel = try TargetLink(.lineOfSight, .lineOfSight).channel(4, option)
      let strongest = channel.paths.map(\.power).max() ?? 0
      #expect(channel.paths.allSatisfy { $0.power >= strongest * Double.exp10(-decibels / 10) })
      var kept = option
      kept.dropsBelow = nil
      let whole = try TargetLink(.lineOfSight, .lineOfSight).channel(4, kept)
      #expect(whole.paths.count > channel.paths.count)
    }
    // A weak line of sight: all else is stronger by more than the threshold.
    var legs = try TargetLink(.lineOfSight, .lineOfSight).legs(5)
    legs.transmit.lineOfSight?.power = 1e-12
    var stream = RandomStream(seed: 1, stage: .targetScattering, index: 0)
    let channel = TargetChannel(
      transmit: legs.transmit, receive: legs.receive, joining: .option1, scattering: .plain,
      from: &stream)
    #expect(channel.paths.first?.transmitRay == -1)
    #expect(channel.paths.first?.receiveRay == -1)
  }

  @Test("over both lines of sight the path is that of the target alone")
  func directPath() throws {
    let channel = try TargetLink(.lineOfSight, .lineOfSight).channel(6, .option2)
    let direct = try #require(channel.paths.first)
    #expect(direct.transmitRay == -1 && direct.receiveRay == -1)
    let line = try #require(channel.transmitLeg.lineOfSight)
    let back = try #require(channel.receiveLeg.lineOfSight)
    #expect(isClose(direct.power, line.power * back.power, relative: 1e-12))
    // diag(1, -1) on both sides leaves unit magnitudes on the diagonal.
    #expect(isClose(direct.transfer.thetaFromTheta.length, 1, within: 1e-12))
    #expect(isClose(direct.transfer.phiFromPhi.length, 1, within: 1e-12))
  }

  @Test("every path's matrix has unit mean co-polar power")
  func normalization() throws {
    let channel = try TargetLink(.obstructed, .obstructed).channel(7, .option2)
    for path in channel.paths {
      let square =
        path.transfer.thetaFromTheta.lengthSquared + path.transfer.phiFromPhi.lengthSquared
      #expect(isClose(square / 2, 1, within: 1e-12))
    }
  }

  @Test("what a radio receives of its own echo is the same with rays in either order")
  func reciprocity() throws {
    let link = try StandardLink(.urbanMicro, .lineOfSight, distance: 120)
    let leg = link.draw(seed: 9).link
    for pairing in [RayPairing.everyRay, .raysAtRandom] {
      var stream = RandomStream(seed: 9, stage: .targetScattering, index: 0)
      let channel = TargetChannel(
        monostatic: leg, joining: LegJoining(pairing),
        scattering: TargetScattering(.of(.smallUAV)), from: &stream)
      var paths: [[Int32]: TargetPath] = [:]
      for path in channel.paths { paths[[path.transmitRay, path.receiveRay]] = path }
      var compared = 0
      for path in channel.paths {
        guard let other = paths[[path.receiveRay, path.transmitRay]] else { continue }
        compared += 1
        #expect(isClose(path.power, other.power, relative: 1e-12))
        #expect(isClose(path.delay, other.delay, within: 1e-18))
        let (a, b) = (path.transfer, other.transfer.transposed)
        // Three products of two-by-two matrices.
        #expect((a.thetaFromTheta - b.thetaFromTheta).length < 1e-12)
        #expect((a.thetaFromPhi - b.thetaFromPhi).length < 1e-12)
        #expect((a.phiFromTheta - b.phiFromTheta).length < 1e-12)
      }
      #expect(compared > (pairing == .everyRay ? 10_000 : 100))
    }
  }

  @Test("turned round, a channel goes the other way over the same rays, and back again")
  func reversed() throws {
    let channel = try TargetLink(.lineOfSight, .obstructed).channel(3, .option2)
    let other = channel.reversed
    #expect(other.reversed == channel)
    #expect(other.power == channel.power)
    for (path, back) in zip(channel.paths, other.paths) {
      #expect(back.delay == path.delay)
      #expect(other.transmitRay(of: back) == channel.receiveRay(of: path).reversed)
      #expect(other.receiveRay(of: back) == channel.transmitRay(of: path).reversed)
      #expect(back.transfer.thetaFromPhi == path.transfer.phiFromTheta)
    }
  }

  @Test("the fluctuation of paths has unit mean, but for its cap, and is capped")
  func fluctuation() throws {
    let section = TargetCrossSection.of(.vehicle)
    let scattering = TargetScattering(section, isDirective: false)
    let channel = try TargetLink(.obstructed, .obstructed).channel(
      3, LegJoining(.everyRay), scattering: scattering)
    let factors = channel.paths.map { path in
      path.power / channel.transmitRay(of: path).power / channel.receiveRay(of: path).power
    }
    let cap = section.fluctuation(normal: 3)
    #expect(factors.allSatisfy { $0 <= cap * (1 + 1e-12) })
    let sample = SampleMean(factors)
    // With l = ln 10 / 10 and s in decibels: Phi(3 - s l) + cap (1 - Phi(3)).
    let scaled = section.fluctuation * Double.log(10) / 10
    func normalDistribution(_ x: Double) -> Double { Double.erfc(-x / 2.0.squareRoot()) / 2 }
    let expected = normalDistribution(3 - scaled) + cap * (1 - normalDistribution(3))
    #expect(isClose(expected, 1, within: 0.02))
    #expect(sample.agrees(with: expected), "\(sample) \(expected)")
  }

  @Test("paths carry the directivity of the target between their own directions")
  func directivity() throws {
    let section = TargetCrossSection.of(.automatedGuidedVehicle)
    let turned = Rotation(axis: .unitZ, angle: 0.7)
    let scattering = TargetScattering(section, orientation: turned, fluctuates: false)
    let channel = try TargetLink(.lineOfSight, .obstructed).channel(
      3, LegJoining(.raysAtRandom), scattering: scattering)
    for path in channel.paths {
      let (first, second) = (channel.transmitRay(of: path), channel.receiveRay(of: path))
      let expected = section.directivity(
        transmitter: turned.inverse(first.arrival.unit),
        receiver: turned.inverse(second.departure.unit))
      #expect(isClose(path.power, first.power * second.power * expected, relative: 1e-12))
    }
  }

  @Test("a target that comes closer on both lines of sight has twice its speed over the wavelength")
  func doppler() throws {
    let leg = try StandardLink(.urbanMicro, .lineOfSight, distance: 120).draw(seed: 2).link
    var stream = RandomStream(seed: 2, stage: .targetScattering, index: 0)
    let channel = TargetChannel(
      monostatic: leg, joining: LegJoining(.raysAtRandom), scattering: .plain, from: &stream)
    let direct = try #require(channel.paths.first)
    let towards = try #require(leg.lineOfSight).arrival.unit
    var velocities = SensingVelocities(target: towards * 12)
    #expect(isClose(channel.closingSpeed(of: direct, velocities), 24, within: 1e-12))
    // Radio and target that move alike stand still to each other.
    velocities.transmitter = velocities.target
    velocities.receiver = velocities.target
    #expect(isClose(channel.closingSpeed(of: direct, velocities), 0, within: 1e-12))
    let state = channel.state(
      of: direct, amplitude: 1, velocities: SensingVelocities(target: towards))
    #expect(isClose(state.delayRate, -2 / 299_792_458, relative: 1e-12))
    // Scatterers move neither line of sight; another path they shorten by 2 alpha D each.
    #expect(
      isClose(
        channel.closingSpeed(of: direct, SensingVelocities(), scatterers: (3, 3)), 0, within: 1e-12)
    )
    let other = try #require(channel.paths.first { $0.transmitRay >= 0 && $0.receiveRay >= 0 })
    #expect(
      isClose(
        channel.closingSpeed(of: other, SensingVelocities(), scatterers: (3, 1)), 8, within: 1e-12))
  }

  @Test("losses, the mean cross-section and the wavelength make the large-scale amplitude")
  func amplitude() {
    // 10 lg(4 pi / 0.05^2) = 37.0127 dB; 100 dB of loss, -12.81 dBsm.
    let section = TargetCrossSection.of(.smallUAV)
    let amplitude = TargetChannel.amplitude(
      decibels: 100, meanSquareMetres: section.meanSquareMetres, wavelength: 0.05)
    #expect(isClose(20 * Double.log10(amplitude), -100 - 12.81 + 37.012_7, within: 1e-4))
  }

  @Test("of scatterers the share that moves does so up to the largest speed either way")
  func movingScatterers() {
    var stream = RandomStream(seed: 3, stage: .targetScattering, index: 0)
    let scatterers = MovingScatterers(largestSpeed: 5)
    let speeds = (0..<20_000).map { _ in scatterers.speed(from: &stream) }
    let moving = speeds.filter { $0 != 0 }
    // Three standard errors of a share of 0.2 over 20,000.
    #expect(isClose(Double(moving.count) / 20_000, 0.2, within: 0.0085))
    #expect(moving.allSatisfy { abs($0) <= 5 })
    #expect(SampleMean(moving).agrees(with: 0))
    #expect(SampleMean(moving.map { $0 * $0 }).agrees(with: 25.0 / 3))
  }

  @Test("between isotropic antennas a path's coefficient is its matrix's element (7.9.4-4)")
  func coefficients() throws {
    let channel = try TargetLink(.lineOfSight, .obstructed).channel(12, .option2)
    let (vertical, horizontal) = (
      Antenna(pattern: .isotropic, polarization: .vertical),
      Antenna(pattern: .isotropic, polarization: .horizontal)
    )
    for path in channel.paths.prefix(50) {
      let state = channel.state(of: path, amplitude: 2)
      func coefficient(_ transmitter: Antenna, _ receiver: Antenna) -> Complex<Double> {
        LinkEnds(
          transmitter: AntennaPose(antenna: transmitter, position: .zero),
          receiver: AntennaPose(antenna: receiver, position: .zero)
        ).amplitude(of: state)
      }
      let scale = Complex(2 * path.power.squareRoot())
      for (found, element) in [
        (coefficient(vertical, vertical), path.transfer.thetaFromTheta),
        (coefficient(horizontal, vertical), path.transfer.thetaFromPhi),
        (coefficient(vertical, horizontal), path.transfer.phiFromTheta),
        (coefficient(horizontal, horizontal), path.transfer.phiFromPhi),
      ] {
        // Which way horizontal points is the antenna's choice.
        #expect(isClose(found.length, (element * scale).length, within: 1e-12))
      }
    }
  }
}
