// SPDX-License-Identifier: Apache-2.0

/// TR 38.901 V16.1 Table 7.5-6 where V19 has other values, and TR 38.900 V14.0 where V16 has; one source
/// each.
extension FastFadingColumn {
  static let urbanMicroOutdoorToIndoor14 = urbanMicroOutdoorToIndoor.changed { column in
    column.clusterArrivalAzimuth = 20
    column.clusterArrivalZenith = 6
  }

  static let urbanMicroLineOfSight16 = urbanMicroLineOfSight.changed { column in
    column.delaySpreadMean = .frequency(LogarithmicLaw(-7.14, -0.24, offset: 1))
    column.delaySpreadDeviation = LogarithmicLaw(0.38)
    column.departureAzimuth.deviation = LogarithmicLaw(0.41)
    column.arrivalAzimuth = .init(
      LogarithmicLaw(1.73, -0.08, offset: 1), LogarithmicLaw(0.28, 0.014, offset: 1))
    column.arrivalZenith = .init(
      LogarithmicLaw(0.73, -0.1, offset: 1), LogarithmicLaw(0.34, -0.04, offset: 1))
  }

  static let urbanMicroObstructed16 = urbanMicroObstructed.changed { column in
    column.delaySpreadMean = .frequency(LogarithmicLaw(-6.83, -0.24, offset: 1))
    column.delaySpreadDeviation = LogarithmicLaw(0.28, 0.16, offset: 1)
    column.departureAzimuth = .init(
      LogarithmicLaw(1.53, -0.23, offset: 1), LogarithmicLaw(0.33, 0.11, offset: 1))
    column.arrivalAzimuth = .init(
      LogarithmicLaw(1.81, -0.08, offset: 1), LogarithmicLaw(0.3, 0.05, offset: 1))
    column.arrivalZenith = .init(
      LogarithmicLaw(0.92, -0.04, offset: 1), LogarithmicLaw(0.41, -0.07, offset: 1))
  }

  static let urbanMacroLineOfSight16 = urbanMacroLineOfSight.changed { column in
    column.delaySpreadMean = .frequency(LogarithmicLaw(-6.955, -0.0963))
    column.delaySpreadDeviation = LogarithmicLaw(0.66)
    column.departureAzimuth = .init(LogarithmicLaw(1.06, 0.1114), LogarithmicLaw(0.28))
    column.arrivalAzimuth = .init(LogarithmicLaw(1.81), LogarithmicLaw(0.2))
    column.arrivalZenith = .init(LogarithmicLaw(0.95), LogarithmicLaw(0.16))
    column.clusterDepartureAzimuth = 5
  }

  static let urbanMacroObstructed16 = urbanMacroObstructed.changed { column in
    column.delaySpreadMean = .frequency(LogarithmicLaw(-6.28, -0.204))
    column.departureAzimuth = .init(LogarithmicLaw(1.5, -0.1144), LogarithmicLaw(0.28))
    column.arrivalAzimuth = .init(LogarithmicLaw(2.08, -0.27), LogarithmicLaw(0.11))
    column.arrivalZenith = .init(LogarithmicLaw(1.512, -0.3236), LogarithmicLaw(0.16))
    column.clusterDepartureAzimuth = 2
  }

  static let urbanMacroOutdoorToIndoor16 = urbanMacroOutdoorToIndoor.changed { column in
    column.departureAzimuth = .init(LogarithmicLaw(1.25), LogarithmicLaw(0.42))
    column.clusterDepartureAzimuth = 5
  }

  private func changed(_ change: (inout FastFadingColumn) -> Void) -> FastFadingColumn {
    var column = self
    change(&column)
    return column
  }
}
