// SPDX-License-Identifier: Apache-2.0

package import ChannelStandards
internal import ComplexModule
internal import Quantities
internal import Randomness
internal import RealModule
package import Spatial

/// Draws the clusters and rays of a link: TR 38.901 V19 clause 7.5 steps 5 to 10.
///
/// Departure is at the base station, arrival at the terminal; `ClusteredLink.reversed` turns a link
/// about.
package struct ClusterModel: Sendable {
  package let parameters: FastFadingParameters
  /// What follows from the surroundings at the terminal: it is in a building.
  package var isIndoorTerminal = false
  /// Whether the two strongest clusters fall into parts (step 11).
  package var hasSubclusters = true
  /// How much later than the straight way the first cluster comes; nil leaves it out (7.6.9).
  package var absoluteDelay: AbsoluteDelay?
  /// The longest excess delay in seconds: 2 L / c with L the longest side of a hall.
  package var longestExcessDelay = Double.infinity
  /// Another number of clusters for which angles are scaled (Tables 7.5-2 and 7.5-4).
  var scalingClusters: Int?

  /// Clusters weaker than this share of the strongest one are left out: -25 dB (step 6).
  private static let weakest = 0.003_162_277_660_168_38

  package init(_ parameters: FastFadingParameters) { self.parameters = parameters }

  /// Draws a link.
  ///
  /// - Parameters:
  ///   - values: Its large-scale parameters; a Rician factor makes a line of sight.
  ///   - base: Where the base station is, in metres.
  ///   - terminal: Where the terminal is, in metres.
  ///   - departure: The zenith spread and offset of departure.
  ///   - stream: Gives the random numbers.
  /// - Returns: The link; its powers add up to one.
  package func draw(
    _ values: LargeScaleValues, base: Vector3, terminal: Vector3, departure: ZenithDeparture,
    from stream: inout some LinkNumbers
  ) -> ClusteredLink {
    let clusters = drawClusters(values, from: &stream)
    let sight = (RayDirection(terminal - base), RayDirection(base - terminal))
    let angles = drawAngles(values, clusters, sight, departure, from: &stream)
    let rician = values.ricianFactor.map { Double.exp10($0 / 10) }
    let excess = rician == nil ? drawExcessDelay(from: &stream) : 0
    let kept = clusters.indices.filter { clusters[$0].isKept }
    let total = kept.reduce(0) { $0 + clusters[$1].power }
    let share = 1 / ((rician ?? 0) + 1) / total / Double(parameters.raysPerCluster)
    let strongest = strongestTwo(clusters)
    var rays: [LinkRay] = []
    rays.reserveCapacity(kept.count * parameters.raysPerCluster)
    for (number, index) in kept.enumerated() {
      stream.begin(cluster: index)
      appendRays(
        of: clusters[index], angles[index], number: Int32(number), share: share, excess: excess,
        spread: departure.spread.mean, isSplit: hasSubclusters && strongest.contains(index),
        from: &stream, to: &rays)
    }
    let line = rician.map { factor in
      LinkRay(
        cluster: -1, delay: 0, power: factor / (factor + 1), departure: sight.0,
        arrival: sight.1, transfer: .lineOfSight)
    }
    return ClusteredLink(
      lineOfSight: line, rays: rays, raysPerCluster: parameters.raysPerCluster,
      distance: base.distance(to: terminal), excessDelay: excess)
  }

  // MARK: Delays and powers

  /// A cluster before its angles.
  private struct Cluster {
    /// In seconds after the first one.
    var delay: Double
    /// Of all clusters' power.
    var power: Double
    /// With the line of sight's power added to the first one: for angles only (7.5-8).
    var anglePower: Double
    var isKept: Bool
  }

  /// Steps 5 and 6.
  private func drawClusters(
    _ values: LargeScaleValues, from stream: inout some LinkNumbers
  ) -> [Cluster] {
    let scale = parameters.delayScaling * values.delaySpread
    // 1 - u lies in (0, 1], so the logarithms are finite.
    var delays = (0..<parameters.clusters).map { _ in
      -scale * Double.log(1 - stream.uniform())
    }
    delays.sort()
    let first = delays.first ?? 0
    for index in delays.indices { delays[index] -= first }
    let decay = (parameters.delayScaling - 1) / scale
    var powers = delays.map { delay in
      let shadowing = parameters.clusterShadowing * stream.normal()
      return Double.exp(-delay * decay) * Double.exp10(-shadowing / 10)
    }
    let sum = powers.reduce(0, +)
    for index in powers.indices { powers[index] /= sum }
    let threshold = (powers.max() ?? 0) * Self.weakest
    let rician = values.ricianFactor.map { Double.exp10($0 / 10) } ?? 0
    let shrink = RayTables.delayScaling(ricianFactor: values.ricianFactor)
    return powers.indices.map { index in
      Cluster(
        delay: delays[index] / shrink, power: powers[index],
        anglePower: powers[index] / (rician + 1) + (index == 0 ? rician / (rician + 1) : 0),
        isKept: powers[index] >= threshold)
    }
  }

  /// The excess delay where there is no line of sight (7.6-44).
  private func drawExcessDelay(from stream: inout some LinkNumbers) -> Double {
    guard let law = absoluteDelay?.excess else { return 0 }
    let normal = stream.normal()
    return min(Double.exp10(law.mean + law.deviation * normal), longestExcessDelay)
  }

  private func strongestTwo(_ clusters: [Cluster]) -> [Int] {
    Array(clusters.indices.sorted { clusters[$0].power > clusters[$1].power }.prefix(2))
  }

  // MARK: Angles

  /// The angles of a cluster in radians, zenith angles not yet folded.
  private struct ClusterAngles {
    var departureAzimuth = 0.0
    var arrivalAzimuth = 0.0
    var departureZenith = 0.0
    var arrivalZenith = 0.0
  }

  /// Step 7, for clusters.
  private func drawAngles(
    _ values: LargeScaleValues, _ clusters: [Cluster], _ sight: (RayDirection, RayDirection),
    _ departure: ZenithDeparture, from stream: inout some LinkNumbers
  ) -> [ClusterAngles] {
    let strongest = clusters.reduce(0) { max($0, $1.anglePower) }
    let count = scalingClusters ?? parameters.clusters
    let azimuthScale =
      2 / 1.4 / RayTables.azimuthScaling(clusters: count, ricianFactor: values.ricianFactor)
    let zenithScale =
      1 / RayTables.zenithScaling(clusters: count, ricianFactor: values.ricianFactor)
    var drawn = clusters.map { cluster in
      let log = -Double.log(cluster.anglePower / strongest)
      let wide = azimuthScale * log.squareRoot()
      let steep = zenithScale * log
      return ClusterAngles(
        departureAzimuth: offset(wide, values.departureAzimuthSpread, &stream),
        arrivalAzimuth: offset(wide, values.arrivalAzimuthSpread, &stream),
        departureZenith: offset(steep, values.departureZenithSpread, &stream),
        arrivalZenith: offset(steep, values.arrivalZenithSpread, &stream))
    }
    // With a line of sight the first cluster lies on it (7.5-12, 7.5-17).
    let first = values.ricianFactor == nil ? ClusterAngles() : drawn.first ?? ClusterAngles()
    let arrivalZenith = isIndoorTerminal ? Double.pi / 2 : sight.1.angles.theta
    for index in drawn.indices {
      drawn[index].departureAzimuth += sight.0.angles.phi - first.departureAzimuth
      drawn[index].arrivalAzimuth += sight.1.angles.phi - first.arrivalAzimuth
      drawn[index].departureZenith +=
        sight.0.angles.theta - first.departureZenith + departure.offset
      drawn[index].arrivalZenith += arrivalZenith - first.arrivalZenith
    }
    return drawn
  }

  /// X x + Y: on either side, and spread by a seventh of the spread (7.5-11, 7.5-16).
  private func offset(
    _ scaled: Double, _ spread: Double, _ stream: inout some LinkNumbers
  ) -> Double {
    let sign: Double = stream.fixed.next() & 1 == 0 ? 1 : -1
    return sign * scaled * spread + spread / 7 * stream.normal()
  }

  // MARK: Rays

  /// Steps 7 (rays), 8, 9 and 10 for a cluster.
  private func appendRays(
    of cluster: Cluster, _ angles: ClusterAngles, number: Int32, share: Double, excess: Double,
    spread: Double, isSplit: Bool, from stream: inout some LinkNumbers,
    to rays: inout [LinkRay]
  ) {
    let count = parameters.raysPerCluster
    let departureZenith =
      parameters.clusterDepartureZenith
      ?? 3 / 8 * Double.exp10(spread) * radiansPerDegree
    let isGrouped = isSplit && count == RayTables.offsets.count
    let arrival = RayCoupling(count, isGrouped: isGrouped, from: &stream.fixed)
    let arrivalZenith = RayCoupling(count, isGrouped: isGrouped, from: &stream.fixed)
    let zenith = RayCoupling(count, isGrouped: isGrouped, from: &stream.fixed)
    for ray in 0..<count {
      func alpha(_ index: Int) -> Double { RayTables.offsets[index % RayTables.offsets.count] }
      let out = SphericalAngles(
        unfolded: angles.departureZenith + departureZenith * alpha(zenith[ray]),
        azimuth: angles.departureAzimuth + parameters.clusterDepartureAzimuth * alpha(ray))
      let into = SphericalAngles(
        unfolded: angles.arrivalZenith
          + parameters.clusterArrivalZenith * alpha(arrivalZenith[ray]),
        azimuth: angles.arrivalAzimuth + parameters.clusterArrivalAzimuth * alpha(arrival[ray]))
      let ratio =
        parameters.crossPolarization.mean
        + parameters.crossPolarization.deviation * stream.normal()
      let part = isGrouped ? RayTables.subclusterDelays[ray] : 0
      rays.append(
        LinkRay(
          cluster: number, delay: cluster.delay + excess + part * parameters.clusterDelaySpread,
          power: cluster.power * share, departure: RayDirection(out),
          arrival: RayDirection(into),
          transfer: .random(crossPolarization: ratio, from: &stream)))
    }
  }
}

extension SphericalAngles {
  /// Angles in radians beyond the sphere's: a zenith angle past straight down counts back, and
  /// azimuths are of one turn.
  init(unfolded zenith: Double, azimuth: Double) {
    let turn = 2 * Double.pi
    let once = zenith - turn * (zenith / turn).rounded(.down)
    self.init(
      theta: once > .pi ? turn - once : once,
      phi: azimuth - turn * (azimuth / turn).rounded())
  }
}
