// SPDX-License-Identifier: Apache-2.0

/// A row of a report: a number of both records, or one that tells how they differ.
package struct Metric: Hashable, Sendable {
  /// What the interval of 95 % was found from.
  package enum Source: String, Hashable, Sendable {
    case frames = "frames drawn anew"
    case framesAndSpeckle = "frames and speckle drawn anew"
    case framesAndDelays = "frames and delays drawn anew"
    case framesAndComponents = "frames drawn anew, and the spread of components"
    case windows = "maps drawn anew"
  }

  /// Its name in JSON, and for readers.
  package let key: String
  package let name: String
  package let unit: String

  /// What it is in each record, where it is a number of one record.
  package var reference: Double?
  package var simulated: Double?

  /// The difference, simulation less reference, or the number itself.
  package let value: Double?
  package let interval: Interval?
  package let source: Source

  private init(
    _ key: String, _ name: String, _ unit: String, _ estimate: Estimate?, _ source: Source,
    scale: Double
  ) {
    (self.key, self.name, self.unit, self.source) = (key, name, unit, source)
    value = estimate.map { $0.value * scale }
    interval = estimate?.interval.map { Interval(low: $0.low * scale, high: $0.high * scale) }
  }

  /// A number that tells how records differ.
  static func error(
    _ key: String, _ name: String, _ unit: String, _ estimate: Estimate?,
    from source: Source = .frames, scale: Double = 1
  ) -> Metric {
    Metric(key, name, unit, estimate, source, scale: scale)
  }

  /// A number of each record.
  static func both(
    _ key: String, _ name: String, _ unit: String, _ statistic: FrameStatistic, scale: Double = 1
  ) -> Metric {
    var metric = Metric(
      key, name, unit,
      statistic.difference.map { Estimate(value: $0, interval: statistic.interval) },
      .framesAndSpeckle,
      scale: scale)
    metric.reference = statistic.reference.map { $0 * scale }
    metric.simulated = statistic.simulated.map { $0 * scale }
    return metric
  }
}

extension LinkComparison {
  /// All numbers, in the order of a report.
  package var metrics: [Metric] {
    profileMetrics + componentMetrics + mapMetrics + noiseMetrics
  }

  private var noiseMetrics: [Metric] {
    guard let noise, let difference = noise.level else { return [] }
    func single(_ value: Double) -> Estimate { Estimate(value: value, interval: nil) }
    var level = Metric.error(
      "noise_level_dbm", "noise of maps, median of cells", "dBm", single(difference),
      from: .windows)
    level.reference = decibels(noise.levels.reference * 1e3)
    level.simulated = decibels(noise.levels.simulated * 1e3)
    return [
      level,
      .error(
        "noise_shape_error_db", "noise of maps over delay, deviation", "dB",
        noise.shape.map(single), from: .windows),
    ]
  }

  private var profileMetrics: [Metric] {
    let errors = profileErrors
    func estimate(_ value: Double?, _ interval: Interval?) -> Estimate? {
      value.map { Estimate(value: $0, interval: interval) }
    }
    return [
      .error(
        "pdp_error_db", "error of the profile, mean", "dB",
        estimate(errors.signed, errors.signedInterval), from: .framesAndDelays),
      .error(
        "pdp_absolute_error_db", "error of the profile, mean magnitude", "dB",
        estimate(errors.absolute, errors.absoluteInterval), from: .framesAndDelays),
      .both("total_power_dbm", "total power", "dBm", totalPower),
      .both("mean_delay_ns", "mean delay", "ns", meanDelay, scale: 1e9),
      .both("rms_delay_spread_ns", "RMS delay spread", "ns", delaySpread, scale: 1e9),
      .both("k_factor_db", "K-factor", "dB", kFactor),
      .error(
        "delay_offset_ns", "common offset of delay", "ns",
        estimate(offset?.delay, offset?.delayInterval), from: .framesAndSpeckle, scale: 1e9),
      .error(
        "gain_offset_db", "common offset of gain", "dB",
        estimate(offset?.gain, offset?.gainInterval), from: .framesAndSpeckle),
    ]
  }

  private var componentMetrics: [Metric] {
    [
      .error("precision", "components, precision", "", components.precision),
      .error("recall", "components, recall", "", components.recall),
      .error(
        "component_delay_error_ns", "components, error of delay, mean", "ns",
        components.delayError, from: .framesAndComponents, scale: 1e9),
      .error(
        "component_absolute_delay_error_ns", "components, error of delay, mean magnitude", "ns",
        components.absoluteDelayError, from: .framesAndComponents, scale: 1e9),
      .error(
        "component_gain_error_db", "components, error of gain, mean", "dB", components.gainError,
        from: .framesAndComponents),
      .error(
        "component_absolute_gain_error_db", "components, error of gain, mean magnitude", "dB",
        components.absoluteGainError, from: .framesAndComponents),
    ]
  }

  private var mapMetrics: [Metric] {
    guard let maps else { return [] }
    let speed = metresPerCycle
    var ridge = Metric.error(
      "ridge_stability_db", "echo at rest, deviation of its level", "dB",
      maps.ridge.reference.flatMap { a in
        maps.ridge.simulated.map { $0.deviation.difference(from: a.deviation) }
      }, from: .windows)
    ridge.reference = maps.ridge.reference?.deviation.value
    ridge.simulated = maps.ridge.simulated?.deviation.value
    return [
      .error(
        "map_correlation", "maps, correlation of levels", "", maps.correlation, from: .windows),
      .error(
        "map_absolute_error_db", "maps, mean magnitude of the error", "dB", maps.absoluteError,
        from: .windows),
      .error(
        "map_transport_ns", "maps, transport along delay", "ns", maps.transport, from: .windows,
        scale: 1e9),
      ridge,
      .error(
        "moving_delay_error_ns", "moving echo, error of delay, mean", "ns", maps.movingDelay,
        from: .windows, scale: 1e9),
      .error(
        "moving_absolute_delay_error_ns", "moving echo, error of delay, median magnitude", "ns",
        maps.absoluteMovingDelay, from: .windows, scale: 1e9),
      .error(
        "moving_speed_error_m_s", "moving echo, error of speed, mean", "m/s", maps.movingShift,
        from: .windows, scale: speed),
      .error(
        "moving_absolute_speed_error_m_s", "moving echo, error of speed, median magnitude", "m/s",
        maps.absoluteMovingShift, from: .windows, scale: speed),
    ]
  }
}
