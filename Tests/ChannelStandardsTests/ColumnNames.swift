// SPDX-License-Identifier: Apache-2.0

import ChannelStandards

/// A column of the fast fading tables by its name in the fixtures, such as `UMi_NLOS`.
struct ColumnNames {
  let environment: RadioEnvironment
  let sight: SightState

  init?(_ section: String) {
    let parts = section.split(separator: "_").map(String.init)
    let environments: [String: RadioEnvironment] = [
      "UMi": .urbanMicro, "UMa": .urbanMacro, "RMa": .ruralMacro, "SMa": .suburbanMacro,
      "InH": .mixedOffice, "InF": .denseFactoryLow, "Urban": .urbanGrid, "Highway": .highway,
    ]
    guard parts.count == 2, let environment = environments[parts[0]],
      let sight = SightState(rawValue: parts[1])
    else { return nil }
    self.environment = environment
    self.sight = sight
  }

  var column: FastFadingColumn? { try? FastFadingColumn.of(environment, sight) }

  var release16: FastFadingColumn? {
    get throws { try FastFadingColumn.of(environment, sight, release: .release16) }
  }

  /// The fixture's name of a number that is called, say, muASAc, sigmaDSa or cASD.
  static func macroName(_ name: String) -> String {
    if name == "cASD" { return "cluster_ASD_deg" }
    let part = name.suffix(1)
    let stem = name.hasPrefix("mu") ? "mu" : "sigma"
    return "\(stem)_lg\(name.dropFirst(stem.count).dropLast()).\(part)"
  }
}

private let order = ["SF", "K", "DS", "ASD", "ASA", "ZSD", "ZSA"]

extension FastFadingColumn {
  /// The column's numbers, named as in TR 38.901's fixture.
  var namedAsMacro: [String: Double] {
    var named = spreads
    named["sigma_SF"] = shadowFading
    for (a, b, value) in pairs {
      // The table has one order of each pair.
      for key in ["corr_\(order[a])_\(order[b])", "corr_\(order[b])_\(order[a])"]
      where Self.macroPairs.contains(key) && (ricianFactor != nil || a != 1 && b != 1) {
        named[key] = value
      }
    }
    for (index, parameter) in LargeScaleParameter.allCases.enumerated() {
      named["corr_distance_\(order[index])_m"] = correlationDistances[parameter]
    }
    named["delay_scaling_parameter_r_tau"] = delayScaling
    named["number_of_clusters"] = Double(clusters)
    named["number_of_rays_per_cluster"] = Double(raysPerCluster)
    named["cluster_ASD_deg"] = clusterDepartureAzimuth
    named["cluster_ASA_deg"] = clusterArrivalAzimuth
    named["cluster_ZSA_deg"] = clusterArrivalZenith
    named["per_cluster_shadowing_std_zeta_db"] = clusterShadowing
    switch clusterDelaySpread {
    case .nanoseconds(let value): named["cluster_DS_ns"] = value
    case .law(let law, let floor):
      named["cluster_DS_ns.0"] = floor
      named["cluster_DS_ns.1"] = law.constant
      named["cluster_DS_ns.2"] = law.slope
    case .notGiven: break
    }
    return named
  }

  /// The column's numbers, named as in TR 37.885's fixture.
  var namedAsStreets: [String: Double] {
    var named = spreads
    named["sigma_SF"] = shadowFading
    for (a, b, value) in pairs {
      for key in ["\(order[a])_\(order[b])", "\(order[b])_\(order[a])"]
      where Self.macroPairs.contains("corr_" + key) { named["corr." + key] = value }
    }
    for (index, parameter) in LargeScaleParameter.allCases.enumerated()
    where index != 1 || ricianFactor != nil {
      named["corr_distance_m.\(order[index])"] = correlationDistances[parameter]
    }
    named["r_tau"] = delayScaling
    named["N"] = Double(clusters)
    named["M"] = Double(raysPerCluster)
    named["c_ASD"] = clusterDepartureAzimuth
    named["c_ASA"] = clusterArrivalAzimuth
    named["c_ZSA"] = clusterArrivalZenith
    named["c_ZSD"] = clusterDepartureZenith
    named["zeta"] = clusterShadowing
    // `ZenithDeparture` has no offset for streets; its own test says so.
    named["mu_offset_ZOD"] = 0
    if case .nanoseconds(let value) = clusterDelaySpread { named["c_DS_ns"] = value }
    return named
  }

  private static let macroPairs: Set<String> = [
    "corr_ASD_DS", "corr_ASA_DS", "corr_ASA_SF", "corr_ASD_SF", "corr_DS_SF", "corr_ASD_ASA",
    "corr_ASD_K", "corr_ASA_K", "corr_DS_K", "corr_SF_K", "corr_ZSD_SF", "corr_ZSA_SF",
    "corr_ZSD_K", "corr_ZSA_K", "corr_ZSD_DS", "corr_ZSA_DS", "corr_ZSD_ASD", "corr_ZSA_ASD",
    "corr_ZSD_ASA", "corr_ZSA_ASA", "corr_ZSD_ZSA",
  ]

  private var pairs: [(Int, Int, Double)] {
    let all = LargeScaleParameter.allCases
    return (1..<all.count).flatMap { high in
      (0..<high).map { low in (high, low, correlations[all[high], all[low]]) }
    }
  }

  private var spreads: [String: Double] {
    var named: [String: Double] = [
      "mu_XPR": crossPolarization.mean, "sigma_XPR": crossPolarization.deviation,
    ]
    named["mu_K"] = ricianFactor?.mean
    named["sigma_K"] = ricianFactor?.deviation
    func add(_ law: LogarithmicLaw, _ name: String) {
      named[name + ".c"] = law.constant
      named[name + ".a"] = law.slope
      if law.slope != 0 { named[name + ".b"] = law.offset }
    }
    switch delaySpreadMean {
    case .frequency(let law): add(law, "mu_lgDS")
    case .hall(let law):
      named["mu_lgDS.0"] = law.slope
      named["mu_lgDS.1"] = law.offset
      named["mu_lgDS.2"] = law.constant
    }
    add(delaySpreadDeviation, "sigma_lgDS")
    let all = [
      ("ASD", departureAzimuth), ("ASA", arrivalAzimuth), ("ZSA", arrivalZenith),
      ("ZSD", departureZenith),
    ]
    for (name, spread) in all {
      guard let spread else { continue }
      add(spread.mean, "mu_lg" + name)
      add(spread.deviation, "sigma_lg" + name)
    }
    return named
  }
}
