// SPDX-License-Identifier: Apache-2.0

/// How rays lie within clusters: TR 38.901 V19.4 Tables 7.5-2 to 7.5-5; two sources agree.
package enum RayTables {
  /// alpha_m of Table 7.5-3: angles of a cluster's rays off its own, for a spread of one.
  package static let offsets: [Double] = [
    0.0447, -0.0447, 0.1413, -0.1413, 0.2492, -0.2492, 0.3715, -0.3715, 0.5129, -0.5129,
    0.6797, -0.6797, 0.8844, -0.8844, 1.1481, -1.1481, 1.5195, -1.5195, 2.1551, -2.1551,
  ]

  /// The parts into which the two strongest clusters fall (Table 7.5-5).
  package struct Subcluster: Hashable, Sendable {
    /// Indices of its rays, from zero.
    package let rays: [Int]
    /// Its share of the cluster's power.
    package let power: Double
    /// Its delay after the cluster's, in units of the cluster's delay spread (7.5-26).
    package let delay: Double
  }

  package static let subclusters: [Subcluster] = [
    Subcluster(rays: [0, 1, 2, 3, 4, 5, 6, 7, 18, 19], power: 0.5, delay: 0),
    Subcluster(rays: [8, 9, 10, 11, 16, 17], power: 0.3, delay: 1.28),
    Subcluster(rays: [12, 13, 14, 15], power: 0.2, delay: 2.56),
  ]

  /// The delay of each of twenty rays after its cluster, in units of the cluster's delay spread.
  package static let subclusterDelays: [Double] = {
    var delays = [Double](repeating: 0, count: offsets.count)
    for part in subclusters { for ray in part.rays { delays[ray] = part.delay } }
    return delays
  }()

  /// C_phi of Table 7.5-2 by the number of clusters.
  package static let azimuthScalings: [Int: Double] = [
    4: 0.779, 5: 0.86, 6: 0.921, 7: 0.973, 8: 1.018, 10: 1.09, 11: 1.123, 12: 1.146, 14: 1.19,
    15: 1.211, 16: 1.226, 19: 1.273, 20: 1.289, 25: 1.358,
  ]

  /// C_theta of Table 7.5-4 by the number of clusters.
  package static let zenithScalings: [Int: Double] = [
    6: 0.788, 7: 0.847, 8: 0.889, 10: 0.957, 11: 1.031, 12: 1.104, 14: 1.1072, 15: 1.1088,
    16: 1.1276, 19: 1.184, 20: 1.178, 25: 1.282,
  ]

  /// What K in decibels makes of C_phi and C_theta (7.5-10, 7.5-15) and of delays (7.5-3).
  ///
  /// Coefficients of 1, K, K^2, K^3.
  package static let azimuthRician: [Double] = [1.1035, -0.028, -0.002, 0.0001]
  package static let zenithRician: [Double] = [1.3086, 0.0339, -0.0077, 0.0002]
  package static let delayRician: [Double] = [0.7705, -0.0433, 0.0002, 0.000017]

  /// - Parameters:
  ///   - clusters: How many clusters the table's column has.
  ///   - ricianFactor: In decibels; nil without a line of sight.
  /// - Returns: C_phi, from the nearest number of clusters in the table.
  package static func azimuthScaling(clusters: Int, ricianFactor: Double?) -> Double {
    nearest(clusters, azimuthScalings) * (ricianFactor.map { azimuthRician.cubic($0) } ?? 1)
  }

  /// - Parameters:
  ///   - clusters: How many clusters the table's column has.
  ///   - ricianFactor: In decibels; nil without a line of sight.
  /// - Returns: C_theta, from the nearest number of clusters in the table.
  package static func zenithScaling(clusters: Int, ricianFactor: Double?) -> Double {
    nearest(clusters, zenithScalings) * (ricianFactor.map { zenithRician.cubic($0) } ?? 1)
  }

  /// - Parameter ricianFactor: In decibels; nil without a line of sight.
  /// - Returns: C_tau, by which delays are divided once powers are drawn (7.5-4).
  package static func delayScaling(ricianFactor: Double?) -> Double {
    ricianFactor.map { delayRician.cubic($0) } ?? 1
  }

  private static func nearest(_ clusters: Int, _ table: [Int: Double]) -> Double {
    if let exact = table[clusters] { return exact }
    let key = table.keys.min { (abs($0 - clusters), $0) < (abs($1 - clusters), $1) }
    return key.flatMap { table[$0] } ?? 1
  }
}

extension [Double] {
  /// A polynomial with these coefficients, the constant one first.
  fileprivate func cubic(_ argument: Double) -> Double {
    reversed().reduce(0) { $0 * argument + $1 }
  }
}
