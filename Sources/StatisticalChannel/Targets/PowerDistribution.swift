// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import Electromagnetics
internal import Quantities
package import Spatial

/// How power is spread over delay and over the directions of both ends, of one channel or of several
/// together, whose paths have unrelated phases.
package struct PowerDistribution: Sendable {
  private var delays: [Double] = []
  private var delayPowers: [Double] = []
  private var departures: [SphericalAngles] = []
  private var departurePowers: [Double] = []
  private var arrivals: [SphericalAngles] = []
  private var arrivalPowers: [Double] = []
  /// The sum of powers as both ports of dual-polarised isotropic antennas have them, on the mean over
  /// the four pairs of ports.
  package private(set) var portPower = 0.0

  package init() {}

  /// Adds the paths over a point of a target.
  ///
  /// - Parameters:
  ///   - channel: Its paths.
  ///   - gain: What their powers are multiplied by.
  package mutating func add(_ channel: TargetChannel, gain: Double = 1) {
    // Rays of a leg are in many paths, so that their powers are gathered first.
    var outward = [Double](repeating: 0, count: channel.transmitLeg.rays.count + 1)
    var back = [Double](repeating: 0, count: channel.receiveLeg.rays.count + 1)
    for path in channel.paths {
      let power = gain * path.power
      delays.append(path.delay)
      delayPowers.append(power)
      portPower += power * path.transfer.portMean
      outward[Int(path.transmitRay) + 1] += power
      back[Int(path.receiveRay) + 1] += power
    }
    for (index, power) in outward.enumerated() where power > 0 {
      departures.append(channel.transmitLeg.ray(Int32(index - 1)).departure.angles)
      departurePowers.append(power)
    }
    for (index, power) in back.enumerated() where power > 0 {
      arrivals.append(channel.receiveLeg.ray(Int32(index - 1)).arrival.angles)
      arrivalPowers.append(power)
    }
  }

  /// Adds the rays of a link between both radios.
  ///
  /// - Parameters:
  ///   - link: Its rays, with departure at the transmitter.
  ///   - gain: What their powers are multiplied by.
  package mutating func add(_ link: ClusteredLink, gain: Double = 1) {
    let start = link.distance / PhysicalConstants.speedOfLight
    for ray in link.allRays {
      delays.append(start + ray.delay)
      departures.append(ray.departure.angles)
      arrivals.append(ray.arrival.angles)
      let power = gain * ray.power
      delayPowers.append(power)
      portPower += power * ray.transfer.portMean
      departurePowers.append(power)
      arrivalPowers.append(power)
    }
  }

  /// The sum of all powers.
  package var power: Double { delayPowers.reduce(0, +) }

  /// The rms delay spread in seconds.
  package var delaySpread: Double { Spreads.rootMeanSquare(delays, powers: delayPowers) }

  /// The spread of an angle at the transmitter in radians (TR 25.996 annex A).
  package func departureSpread(_ angle: (SphericalAngles) -> Double) -> Double {
    Spreads.circular(departures.map(angle), powers: departurePowers)
  }

  /// The spread of an angle at the receiver in radians (TR 25.996 annex A).
  package func arrivalSpread(_ angle: (SphericalAngles) -> Double) -> Double {
    Spreads.circular(arrivals.map(angle), powers: arrivalPowers)
  }
}

extension PolarizationTransfer {
  /// The mean power between a port of one antenna and one of another, each of two isotropic ports that
  /// are orthogonal: the same whatever their slant.
  package var portMean: Double {
    let same = thetaFromTheta.lengthSquared + phiFromPhi.lengthSquared
    let crossed = thetaFromPhi.lengthSquared + phiFromTheta.lengthSquared
    return (same + crossed) / 4
  }
}

extension TargetChannel {
  /// How its own power is spread.
  package var distribution: PowerDistribution {
    var distribution = PowerDistribution()
    distribution.add(self)
    return distribution
  }

  /// The sum of the paths' powers.
  package var power: Double { paths.reduce(0) { $0 + $1.power } }
}
