// SPDX-License-Identifier: Apache-2.0

/// Over which distances random quantities of links lose their correlation.
///
/// TR 38.901 V19.4 Table 7.6.3.1-2; one source.
package struct ConsistencyDistances: Hashable, Sendable {
  /// Of clusters and rays, in metres.
  package var clusters: Double
  /// Of the state of sight in metres; nil in factories, where it is half the clutter's size.
  package var sight: Double?
  /// Of being indoors or not in metres; nil where all is indoors.
  package var indoors: Double?

  /// The distances in an environment; streets, of which the table is silent, take those of UMi.
  package init(_ environment: RadioEnvironment, _ sight: SightState) {
    let row: (inSight: Double, obstructed: Double, indoor: Double)
    let state: Double?
    switch environment {
    case .ruralMacro: (row, state) = ((50, 60, 15), 60)
    case .urbanMicro, .urbanGrid, .highway: (row, state) = ((12, 15, 15), 50)
    case .urbanMacro, .suburbanMacro: (row, state) = ((40, 50, 15), 50)
    case .mixedOffice, .openOffice: (row, state) = ((10, 10, 10), 10)
    default: (row, state) = ((10, 10, 10), nil)
    }
    switch sight {
    case .lineOfSight: clusters = row.inSight
    case .obstructed, .behindVehicle: clusters = row.obstructed
    case .outdoorToIndoor: clusters = row.indoor
    }
    self.sight = state
    indoors = environment.isIndoors ? nil : 50
  }
}

extension RadioEnvironment {
  /// Whether both ends of links are in one building.
  package var isIndoors: Bool {
    switch self {
    case .urbanMicro, .urbanMacro, .ruralMacro, .suburbanMacro, .urbanGrid, .highway: false
    default: true
    }
  }
}

/// Between which links a random quantity is consistent.
package enum ConsistencyKind: String, Hashable, Sendable, CaseIterable {
  /// Links with one base station in common.
  case siteSpecific = "Site-specific"
  /// Each link for itself, along its ends' ways.
  case linkCorrelated = "Link-correlated"
  /// All links.
  case allCorrelated = "All-correlated"
}

/// A random quantity of a link in the tables of spatial consistency.
package enum ConsistentQuantity: String, Hashable, Sendable, CaseIterable {
  case delays = "Delays"
  case clusterPowers = "Cluster powers"
  case angleOffsets = "AOA/ZOA/AOD/ZOD offset"
  case angleSigns = "AOA/ZOA/AOD/ZOD sign"
  case coupling = "Random coupling"
  case crossPolarization = "XPR"
  case initialPhases = "Initial random phase"
  case sight = "LOS/NLOS states"
  case blockage = "Blockage (Model A)"
  case penetrationLoss = "O2I penetration loss"
  case indoorDistance = "Indoor distance"
  case indoors = "Indoor states"

  /// Between which links it is consistent.
  ///
  /// TR 38.901 V19.4 Table 7.6.3.1-1, with sensing Table 7.9.5.1-1; one source.
  ///
  /// - Parameter sensing: Whether the links sense (clause 7.9).
  /// - Returns: The kind of links.
  package func kind(sensing: Bool) -> ConsistencyKind {
    switch self {
    case .blockage, .penetrationLoss, .indoorDistance, .indoors: .allCorrelated
    default: sensing ? .linkCorrelated : .siteSpecific
    }
  }
}
