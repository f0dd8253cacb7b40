// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import RealModule
internal import Spatial

/// Clusters far below those of a link, which fill what the strong ones leave empty: TR 38.901 V19
/// clause 7.9.5.5.
///
/// A second set of clusters without line of sight, of one ray each, with the link's spreads and the
/// scalings of its angles. The extracts of the standard have the factor before the channel's matrix
/// (7.9.5-15), a paper before powers; it is taken as one of power here.
package struct WeakClusters: Hashable, Sendable {
  /// G: their power together over that of the link's strongest cluster, in decibels.
  package var level: Double
  /// How many they are.
  package var count: Int

  package init(level: Double = -25, count: Int = 360) {
    self.level = level
    self.count = count
  }
}

extension WeakClusters {
  /// The model of the second set of a link's clusters.
  func model(beside first: ClusterModel) -> ClusterModel {
    var parameters = first.parameters
    parameters.clusters = count
    parameters.raysPerCluster = 1
    // A ray of its own lies where its cluster does.
    parameters.clusterDepartureAzimuth = 0
    parameters.clusterArrivalAzimuth = 0
    parameters.clusterArrivalZenith = 0
    parameters.clusterDepartureZenith = 0
    var model = ClusterModel(parameters)
    model.scalingClusters = first.parameters.clusters
    model.isIndoorTerminal = first.isIndoorTerminal
    model.hasSubclusters = false
    return model
  }

  /// A link with the rays of a second one, which were drawn with the model.
  func joined(_ link: ClusteredLink, _ second: ClusteredLink) -> ClusteredLink {
    let scale = link.strongestCluster * Double.exp10(level / 10)
    let clusters = Int32(clamping: link.clusterCount)
    var link = link
    link.rays += second.rays.map { ray in
      var ray = ray
      ray.power *= scale
      ray.delay += link.excessDelay
      ray.cluster += clusters
      return ray
    }
    return link
  }
}

extension ClusteredLink {
  /// The power of the strongest cluster, the first of which has the line of sight's (7.5-8).
  fileprivate var strongestCluster: Double {
    var powers: [Int32: Double] = [0: lineOfSight?.power ?? 0]
    for ray in rays { powers[ray.cluster, default: 0] += ray.power }
    return powers.values.max() ?? 0
  }
}
