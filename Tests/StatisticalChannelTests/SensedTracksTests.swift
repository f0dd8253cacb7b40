// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Channels
import ComplexModule
import Electromagnetics
import Execution
import Quantities
import RadarFrames
import Randomness
import RealModule
import Spatial
import StatisticalChannel
import TestSupport
import Testing

@Suite("Statistical paths through the sensor")
struct SensedTracksTests {
  private let light = 299_792_458.0

  @Test(
    "a radio sees what flies in its line of sight at its range and its Doppler shift",
    arguments: FlightLink.all, [UInt64(1), 2, 3])
  func monostatic(link: FlightLink, seed: UInt64) throws {
    let flight = try link.monostatic(seed: seed)
    let episode = link.episode
    let frame = episode.frame(over: flight.tracks, threads: 2)
    let map = try #require(episode.map(frame, window: .blackmanHarris, threads: 2))
    // What rests is 40 dB stronger; the window's main lobe reaches four cells to either side, its
    // sidelobes are 92 dB lower.
    #expect(map.strongest(beyond: -1).dopplerShift == 0)
    let seen = map.strongest(beyond: 4)
    #expect(abs(seen.delay - flight.delay(map.map.time)) < map.delayCell)
    #expect(abs(seen.dopplerShift - flight.dopplerShift(map.map.time)) < map.dopplerCell)
  }

  @Test(
    "a moving receiver sees it at the bistatic range and Doppler shift", arguments: FlightLink.all)
  func bistatic(link: FlightLink) throws {
    let flight = try link.bistatic(seed: 4)
    let episode = link.episode
    let frame = episode.frame(over: flight.tracks, threads: 2)
    let map = try #require(episode.map(frame, window: .blackmanHarris, threads: 2))
    // Nothing rests here.
    let seen = map.strongest(beyond: -1)
    #expect(abs(seen.delay - flight.delay(map.map.time)) < map.delayCell)
    #expect(abs(seen.dopplerShift - flight.dopplerShift(map.map.time)) < map.dopplerCell)
  }

  @Test(
    "the phase of a line of sight over chirps is that of its length: 4 pi R / lambda",
    arguments: FlightLink.all)
  func phase(link: FlightLink) throws {
    for flight in [
      try link.monostatic(seed: 5, isAlone: true), try link.bistatic(seed: 5, isAlone: true),
    ] {
      #expect(flight.tracks.count == 1)
      let frame = link.episode.frame(over: flight.tracks, threads: 2)
      let errors = link.episode.phaseErrors(frame, delay: flight.delay)
      // The synthesis follows delays within 1e-4 cycles where told nothing else.
      #expect(errors.allSatisfy { abs($0) < 1e-4 })
      // The way changes by tens of wavelengths, so that this says something.
      let ends = [frame.chirpStarts[0], frame.chirpStarts[link.episode.chirps - 1]]
      let change = flight.delay(ends[1]) - flight.delay(ends[0])
      #expect(abs(change) * link.carrier.hertz > 10)
    }
  }

  @Test("an episode is the same on one thread and on two, samples and map")
  func threads() throws {
    for flight in [
      try FlightLink.streetLevel.monostatic(seed: 6), try FlightLink.aerial.bistatic(seed: 6),
    ] {
      let episode = FlightLink.aerial.episode
      let frames = [1, 2].map { episode.frame(over: flight.tracks, threads: $0) }
      #expect(frames[0].samples == frames[1].samples)
      #expect(frames[0].samples.contains { $0.lengthSquared > 0 })
      let maps = [1, 2].map { episode.map(frames[0], window: .hann, threads: $0)?.map.power }
      #expect(maps[0] == maps[1])
    }
  }

  @Test(
    "the path over both lines of sight alone has in the map the coupling loss of its drop",
    arguments: [SensingMode.pointMonostatic, .pointToPoint])
  func couplingLoss(mode: SensingMode) throws {
    let drops = try SensingDrops(CalibrationCases.uav(gigahertz: 6, modes: [mode]), seed: 12)
    let channels = try SensingChannels(drops, options: .init(.of(.smallUAV)))
      .channels(0..<2, workers: Workers(count: 1)).flatMap { $0 }
    #expect(!channels.isEmpty)
    for dropped in channels {
      let (transmit, receive) = (dropped.channel.transmitLeg, dropped.channel.receiveLeg)
      let target = try #require(transmit.lineOfSight).departure.unit * transmit.distance
      let receiver =
        target + (try #require(receive.lineOfSight)).departure.unit * receive.distance
      var stream = RandomStream(seed: 12, stage: .targetScattering, index: 0)
      let alone = TargetChannel(
        transmit: transmit.lineOfSightAlone, receive: receive.lineOfSightAlone,
        joining: .option2, scattering: .plain, from: &stream)
      var tracks = StatisticalTracks(over: 0...1) { _ in
        LinkEnds(
          transmitter: AntennaPose(antenna: Antenna(), position: .zero),
          receiver: AntennaPose(antenna: Antenna(), position: receiver))
      }
      tracks.add(alone, amplitude: dropped.amplitude, number: 1) { _ in
        PointMotion(position: target)
      }
      // The delay lies on bin 256 of 1024, so that nothing is lost between two.
      let delay = (transmit.distance + receive.distance) / light
      var episode = SensedEpisode(
        centre: Frequency(gigahertz: 6), slope: 256 * 20e6 / (1024 * delay))
      episode.chirps = 8
      let map = try #require(
        episode.map(episode.frame(over: tracks, threads: 1), window: .rectangular, threads: 1))
      let zero = try #require(map.dopplerShifts.firstIndex(of: 0))
      let level = 10 * Double.log10(map.map.power[zero * map.delays.count + 256])
      // The mean of f_c / f over a band of 0.3 GHz at most is 1e-4 more than one: 0.001 dB.
      #expect(isClose(level, -dropped.pair.loss, within: 0.002))
    }
  }
}
