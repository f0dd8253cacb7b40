// SPDX-License-Identifier: Apache-2.0

package import Electromagnetics
package import Spatial

/// A ray of a link.
package struct LinkRay: Hashable, Sendable {
  /// Numbered in the order of delays; -1 for the line of sight.
  package var cluster: Int32
  /// In seconds after the straight way between the ends.
  package var delay: Double
  /// Its share of the link's power.
  package var power: Double
  package var departure: RayDirection
  package var arrival: RayDirection
  /// What the ray does to polarisation, of unit co-polar power.
  package var transfer: PolarizationTransfer

  package init(
    cluster: Int32, delay: Double, power: Double, departure: RayDirection, arrival: RayDirection,
    transfer: PolarizationTransfer
  ) {
    self.cluster = cluster
    self.delay = delay
    self.power = power
    self.departure = departure
    self.arrival = arrival
    self.transfer = transfer
  }

  /// The ray of a wave that goes the other way.
  package var reversed: LinkRay {
    LinkRay(
      cluster: cluster, delay: delay, power: power, departure: arrival, arrival: departure,
      transfer: transfer.transposed)
  }
}

/// A direction away from an end of a link, with its angles.
package struct RayDirection: Hashable, Sendable {
  package var angles: SphericalAngles
  package var unit: Vector3

  package init(_ angles: SphericalAngles) {
    self.angles = angles
    unit = angles.direction
  }

  package init(_ vector: Vector3) {
    angles = SphericalAngles(of: vector)
    unit = vector.normalized
  }
}

/// The clusters and rays of a link, without path loss and shadow fading.
///
/// Directions point away from the ends, both those in which waves leave and those in which they come
/// in; TR 38.901 has the base station at departure.
package struct ClusteredLink: Hashable, Sendable {
  /// nil without a line of sight.
  package var lineOfSight: LinkRay?
  /// Cluster by cluster, the same number for each.
  package var rays: [LinkRay]
  package var raysPerCluster: Int
  /// Between the ends in metres.
  package var distance: Double
  /// In seconds; part of the rays' delays, zero with a line of sight.
  package var excessDelay: Double

  package init(
    lineOfSight: LinkRay?, rays: [LinkRay], raysPerCluster: Int, distance: Double,
    excessDelay: Double
  ) {
    self.lineOfSight = lineOfSight
    self.rays = rays
    self.raysPerCluster = raysPerCluster
    self.distance = distance
    self.excessDelay = excessDelay
  }

  package var clusterCount: Int { raysPerCluster > 0 ? rays.count / raysPerCluster : 0 }

  /// The line of sight, if any, and all rays.
  package var allRays: [LinkRay] { (lineOfSight.map { [$0] } ?? []) + rays }

  /// The same link from its other end, whose rays are the same (clause 7.9.4.1, monostatic).
  package var reversed: ClusteredLink {
    ClusteredLink(
      lineOfSight: lineOfSight?.reversed, rays: rays.map(\.reversed),
      raysPerCluster: raysPerCluster, distance: distance, excessDelay: excessDelay)
  }

  /// The link as a radio hears it that sends and receives at its first end: waves come back from
  /// where they went.
  ///
  /// The links to the reference points of a monostatic background (clause 7.9.4.2); that arrivals
  /// equal departures is what other simulators do, the extracts of the standard do not tell.
  package var echoed: ClusteredLink {
    func echoed(_ ray: LinkRay) -> LinkRay {
      var echo = ray
      echo.arrival = ray.departure
      return echo
    }
    var link = self
    link.lineOfSight = lineOfSight.map(echoed)
    link.rays = rays.map(echoed)
    return link
  }
}
