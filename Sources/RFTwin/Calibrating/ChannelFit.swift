// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import Captures
internal import InputDocuments
internal import PathTracing
internal import Scenes

/// Finds the gains of an array's channels from what rests before it and stands alone in its delay bin.
struct ChannelFit {
  private let settings: CalibrationSettings
  private let tracing: CaptureTracing
  private let tracer: PathTracer

  /// 95 % of a normal distribution lie within so many standard errors.
  private static let quantile = 1.96

  init(
    _ settings: CalibrationSettings, _ tracing: CaptureTracing
  ) throws(CalibrationError) {
    self.settings = settings
    self.tracing = tracing
    tracer = try tracing.tracer()
  }

  /// The channels of each link that `channels` names, from all captures of it.
  func run(_ progress: (String) -> Void) throws(CalibrationError) -> [ChannelEstimate] {
    var estimates: [ChannelEstimate] = []
    for name in settings.channels {
      progress("looking at the channels of \(name)")
      estimates.append(try estimate(name))
    }
    return estimates
  }

  private func estimate(_ name: String) throws(CalibrationError) -> ChannelEstimate {
    var sightings: [ChannelSighting] = []
    var records: [String] = []
    for capture in settings.captures where capture.links?.contains(name) ?? true {
      let (record, links) = try tracing.links(of: capture)
      for (link, index) in links where link.name == name {
        _ = try tracing.grid(of: link, in: record)
        let observing = try ChannelObserving(settings, tracing.scenario, link, index, record)
        sightings += try observing.sightings(tracer)
        records.append(record.path)
      }
    }
    guard let index = tracing.scenario.scene.links.firstIndex(where: { $0.name == name }),
      let record = records.first
    else {
      throw .input(
        InputError(
          file: settings.file,
          "'channels' names link '\(name)', which no capture has; name it in 'captures', too"))
    }
    guard let gains = ChannelGains(sightings.map(\.observation)) else {
      throw .record(
        RecordError(
          file: record,
          "no echo at rest of link '\(name)' stands alone in its delay, both in the twin and 20 dB"
            + " above the capture's noise, so channels cannot be told: put a corner reflector before"
            + " the array, or give the scenario what stands there; 'gate' and 'delay-offset' should"
            + " not keep it out"))
    }
    return estimate(name, index, records, gains, sightings)
  }

  private func estimate(
    _ name: String, _ index: Int, _ records: [String], _ gains: ChannelGains,
    _ sightings: [ChannelSighting]
  ) -> ChannelEstimate {
    let link = tracing.scenario.scene.links[index]
    let senders = tracing.scenario.scene.radios[link.transmitter].emission.elements
    let receivers = gains.levels.count / max(1, senders.count)
    let degrees = 180 / Double.pi
    func interval(_ value: Double, _ error: Double) -> [Double] {
      [value - Self.quantile * error, value + Self.quantile * error]
    }
    let channels = gains.levels.indices.map { channel in
      let (level, phase) = (gains.levels[channel], gains.phases[channel] * degrees)
      return ChannelEstimate.Channel(
        transmit: senders[channel / receivers], receive: channel % receivers, gain: level,
        gainInterval: interval(level, gains.levelErrors[channel]), phase: phase,
        phaseInterval: interval(phase, gains.phaseErrors[channel] * degrees))
    }
    return ChannelEstimate(
      link: name, records: records, channels: channels, reflectors: sightings.map(\.reflector),
      disagreement: gains.disagreement,
      turnPerDegree: sightings.map(\.turnPerDegree).max() ?? 0)
  }
}
