// SPDX-License-Identifier: Apache-2.0

import RealModule
import Spatial
import StatisticalChannel

/// What the full calibration tells of a pair of radios.
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
  /// Those of a pair of a drop by way of its target.
  init(_ own: SensingChannel) {
    self.init(coupling: own.portGain, own.channel.distribution)
  }

  /// Those of a reference point of a background.
  init(_ part: BackgroundChannel.Part) {
    var distribution = PowerDistribution()
    distribution.add(part.link)
    self.init(coupling: -part.loss, distribution)
  }

  private init(coupling: Double, _ distribution: PowerDistribution) {
    let degree = Double.pi / 180
    self.init(
      coupling: coupling, delay: distribution.delaySpread * 1e9,
      departureAzimuth: distribution.departureSpread { $0.phi } / degree,
      departureZenith: distribution.departureSpread { $0.theta } / degree)
  }
}
