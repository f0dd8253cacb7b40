// SPDX-License-Identifier: Apache-2.0

import Channels
import ChannelStandards
import Electromagnetics
import Quantities
import Randomness
import RealModule
import Spatial
import StatisticalChannel
import Testing

/// A radio at 79 GHz and what moves in its line of sight.
struct FlightLink: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let model: LinkModel
  let base: Vector3
  let target: Vector3
  let velocity: Vector3
  /// The other radio of a bistatic pair and how it moves.
  let receiver: Vector3
  let receiverVelocity: Vector3

  let carrier = Frequency(gigahertz: 79)
  /// 256 MHz and 4 us of delay without ambiguity; within 15 m/s no Doppler shift is ambiguous.
  var episode: SensedEpisode { SensedEpisode(centre: carrier, slope: 5e12) }

  static let streetLevel = FlightLink(
    testDescription: "UMi", model: LinkModel(formulas: .ground(Surroundings(.urbanMicro))),
    base: Vector3(0, 0, 10), target: Vector3(70, 20, 1.5), velocity: Vector3(-9, 4, 0),
    receiver: Vector3(30, 90, 10), receiverVelocity: Vector3(3, -5, 0))
  static let aerial = FlightLink(
    testDescription: "UMa-AV", model: LinkModel(formulas: .aerial(.urbanMacro)),
    base: Vector3(0, 0, 25), target: Vector3(120, -60, 150), velocity: Vector3(8, 5, 2),
    receiver: Vector3(-80, 140, 25), receiverVelocity: Vector3(-4, 4, 0))
  static let all = [streetLevel, aerial]

  /// Tracks with the exact way of the line of sight over the target.
  struct Flight: Sendable {
    var tracks: StatisticalTracks
    /// In metres at an instant.
    var length: @Sendable (Double) -> Double
    /// Its derivative in closed form.
    var rate: @Sendable (Double) -> Double

    func delay(_ time: Double) -> Double { length(time) / 299_792_458 }
    func dopplerShift(_ time: Double) -> Double { -rate(time) * 79e9 / 299_792_458 }
  }

  /// A link in sight.
  ///
  /// Those are taken whose line of sight has four fifths of the power, a Rician factor of 6 dB: with
  /// less the strongest cell may be that of a cluster.
  private func leg(from place: Vector3, seed: UInt64) throws -> ClusteredLink {
    let fading = try LinkFading(model, frequency: CarrierFrequency(hertz: carrier.hertz))
    var stream = BulkRandomStream(seed: seed, stage: .linkClusters, index: 0)
    while true {
      let link = try fading.draw(.lineOfSight, base: place, terminal: target, from: &stream).link
      if (link.lineOfSight?.power ?? 0) > 0.8 { return link }
    }
  }

  /// The loss of a leg without shadow fading, in decibels.
  private func loss(from place: Vector3) throws -> Double {
    let way = target - place
    let geometry = model.geometry(
      horizontalDistance: Double.hypot(way.x, way.y), baseHeight: place.z,
      terminalHeight: target.z, isTarget: true)
    return model.pathLoss(.lineOfSight, geometry, try CarrierFrequency(hertz: carrier.hertz))
  }

  private func amplitude(_ loss: Double) -> Double {
    TargetChannel.amplitude(
      decibels: loss, meanSquareMetres: TargetCrossSection.of(.smallUAV).meanSquareMetres,
      wavelength: 299_792_458 / carrier.hertz)
  }

  /// A radio at rest with its own echo, and unless the line of sight is alone a background at rest
  /// that is 40 dB stronger.
  func monostatic(seed: UInt64, isAlone: Bool = false) throws -> Flight {
    let leg = try leg(from: base, seed: seed)
    let scattering = TargetScattering(.of(.smallUAV), fluctuates: false, isDirective: false)
    var stream = RandomStream(seed: seed, stage: .targetScattering, index: 0)
    let channel = TargetChannel(
      monostatic: isAlone ? leg.lineOfSightAlone : leg, joining: .option2,
      scattering: scattering, from: &stream)
    let amplitude = amplitude(2 * (try loss(from: base)))
    var tracks = StatisticalTracks(over: 0...0.1) { _ in
      let pose = AntennaPose(antenna: Antenna(), position: base)
      return LinkEnds(transmitter: pose, receiver: pose)
    }
    tracks.add(channel, amplitude: amplitude, number: 1) { time in
      PointMotion(position: target + velocity * time, velocity: velocity)
    }
    if !isAlone {
      // A radio sees its background by way of clusters alone.
      var background = leg.echoed
      background.lineOfSight = nil
      let power = background.rays.reduce(0) { $0 + $1.power }
      tracks.add(background, amplitude: 100 * amplitude / power.squareRoot(), number: 2)
    }
    return Flight(
      tracks: tracks, length: { 2 * (target + velocity * $0).distance(to: base) },
      rate: { 2 * (target + velocity * $0 - base).normalized.dot(velocity) })
  }

  /// A radio at rest that sends and one that drives and receives.
  func bistatic(seed: UInt64, isAlone: Bool = false) throws -> Flight {
    let transmit = try leg(from: base, seed: seed)
    let receive = try leg(from: receiver, seed: seed + 1000).reversed
    var stream = RandomStream(seed: seed, stage: .targetScattering, index: 0)
    let channel = TargetChannel(
      transmit: isAlone ? transmit.lineOfSightAlone : transmit,
      receive: isAlone ? receive.lineOfSightAlone : receive, joining: .option2,
      scattering: TargetScattering(.of(.smallUAV), fluctuates: false, isDirective: false),
      from: &stream)
    var tracks = StatisticalTracks(over: 0...0.1) { time in
      LinkEnds(
        transmitter: AntennaPose(antenna: Antenna(), position: base),
        receiver: AntennaPose(
          antenna: Antenna(), position: receiver + receiverVelocity * time,
          velocity: receiverVelocity))
    }
    let amplitude = amplitude(try loss(from: base) + loss(from: receiver))
    tracks.add(channel, amplitude: amplitude, number: 1) { time in
      PointMotion(position: target + velocity * time, velocity: velocity)
    }
    return Flight(
      tracks: tracks,
      length: { time in
        let point = target + velocity * time
        return point.distance(to: base)
          + point.distance(to: receiver + receiverVelocity * time)
      },
      rate: { time in
        let point = target + velocity * time
        let back = point - receiver - receiverVelocity * time
        return (point - base).normalized.dot(velocity)
          + back.normalized.dot(velocity - receiverVelocity)
      })
  }
}

extension ClusteredLink {
  /// All power in the line of sight, no clusters.
  var lineOfSightAlone: ClusteredLink {
    var link = self
    link.rays = []
    link.lineOfSight?.power = 1
    return link
  }
}
