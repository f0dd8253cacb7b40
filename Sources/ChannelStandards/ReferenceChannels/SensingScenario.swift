// SPDX-License-Identifier: Apache-2.0

/// A sensing scenario of TR 38.901 Tables 7.9.1-1 to 7.9.1-5.
package enum SensingScenario: String, Hashable, Sendable, CaseIterable {
  case urbanMicro = "UMi"
  case urbanMacro = "UMa"
  case ruralMacro = "RMa"
  case suburbanMacro = "SMa"
  case urbanMicroAerial = "UMi-AV"
  case urbanMacroAerial = "UMa-AV"
  case ruralMacroAerial = "RMa-AV"
  case mixedOffice = "InH-mixed"
  case openOffice = "InH-open"
  case sparseFactoryLow = "InF-SL"
  case denseFactoryLow = "InF-DL"
  case sparseFactoryHigh = "InF-SH"
  case denseFactoryHigh = "InF-DH"
  case factoryBothHigh = "InF-HH"
  case urbanGrid = "Urban grid"
  case highway = "Highway"
  case highSpeedTrain = "HST"

  /// Where its base stations and terminals on the ground are.
  ///
  /// - Parameter frequency: The carrier: trains have RMa in the lower range and UMa in the upper
  ///   one (Table 7.9.3-1). TR 37.885's links between base stations and highways were not found
  ///   for the upper range; they are taken like the trains'.
  /// - Returns: The environment whose links between base stations and terminals hold.
  package func environment(_ frequency: CarrierFrequency) -> RadioEnvironment {
    switch self {
    case .urbanMicro, .urbanMicroAerial: .urbanMicro
    case .urbanMacro, .urbanMacroAerial: .urbanMacro
    case .ruralMacro, .ruralMacroAerial: .ruralMacro
    case .suburbanMacro: .suburbanMacro
    case .mixedOffice: .mixedOffice
    case .openOffice: .openOffice
    case .sparseFactoryLow: .sparseFactoryLow
    case .denseFactoryLow: .denseFactoryLow
    case .sparseFactoryHigh: .sparseFactoryHigh
    case .denseFactoryHigh: .denseFactoryHigh
    case .factoryBothHigh: .factoryBothHigh
    case .urbanGrid: .urbanGrid
    case .highway: frequency.isFrequencyRange2 ? .urbanMacro : .highway
    case .highSpeedTrain: frequency.isFrequencyRange2 ? .urbanMacro : .ruralMacro
    }
  }

  /// The environment of its terminals in the air, nil where it has none.
  package var aerial: AerialEnvironment? {
    switch self {
    case .urbanMicroAerial: .urbanMicro
    case .urbanMacroAerial: .urbanMacro
    case .ruralMacroAerial: .ruralMacro
    default: nil
    }
  }

  /// Its street, nil where it has none.
  package var street: VehicleLinks? {
    switch self {
    case .urbanGrid: .urbanGrid
    case .highway: .highway
    default: nil
    }
  }
}
