// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import RealModule
import StatisticalChannel
import TestSupport
import Testing

@Suite("Large-scale parameters")
struct LargeScaleTests {
  @Test(
    "spreads and Rician factors have the table's means, deviations and correlations",
    arguments: [
      (RadioEnvironment.urbanMicro, SightState.lineOfSight), (.ruralMacro, .lineOfSight),
      (.openOffice, .lineOfSight), (.suburbanMacro, .lineOfSight),
    ])
  func distribution(environment: RadioEnvironment, sight: SightState) throws {
    // A tenth of the spreads, so that none reaches its cap.
    var link = try StandardLink(environment, sight) {
      $0.departureAzimuthSpread.mean -= 1
      $0.arrivalAzimuthSpread.mean -= 1
      $0.arrivalZenithSpread.mean -= 1
    }
    link.departure.spread.mean -= 1
    let parameters = link.largeScale.parameters
    let count = 4000
    // The same order as the parameters; each reduced to zero mean and unit deviation.
    let reduced = (0..<count).map { seed -> [Double] in
      let values = link.values(seed: UInt64(seed))
      func lg(_ law: FastFadingParameters.LogNormal, _ value: Double) -> Double {
        (Double.log10(value) - law.mean) / law.deviation
      }
      let rician = parameters.ricianFactor ?? NormalDecibels(0, 1)
      let degree = Double.pi / 180
      return [
        values.shadowFading, ((values.ricianFactor ?? 0) - rician.mean) / rician.deviation,
        lg(parameters.delaySpread, values.delaySpread),
        lg(parameters.departureAzimuthSpread, values.departureAzimuthSpread / degree),
        lg(parameters.arrivalAzimuthSpread, values.arrivalAzimuthSpread / degree),
        lg(link.departure.spread, values.departureZenithSpread / degree),
        lg(parameters.arrivalZenithSpread, values.arrivalZenithSpread / degree),
      ]
    }
    // Standard errors over 4000 draws: of a mean and of a correlation 0.016 at most, of a square 0.022;
    // 4.5 of them for the 35 numbers of each case.
    for (a, first) in LargeScaleParameter.allCases.enumerated() {
      let mean = reduced.reduce(0) { $0 + $1[a] } / Double(count)
      #expect(isClose(mean, 0, within: 0.072), "\(first)")
      for (b, second) in LargeScaleParameter.allCases.enumerated() where b <= a {
        let product = reduced.reduce(0) { $0 + $1[a] * $1[b] } / Double(count)
        #expect(
          isClose(product, parameters.correlations[first, second], within: 0.1),
          "\(first) \(second)")
      }
    }
  }

  @Test("azimuth spreads end at 104 degrees and zenith spreads at 52")
  func caps() throws {
    let link = try StandardLink(.urbanMicro, .obstructed) {
      $0.arrivalAzimuthSpread.mean = 3
      $0.arrivalZenithSpread.mean = 3
    }
    let values = link.values(seed: 1)
    #expect(values.arrivalAzimuthSpread == 104 * Double.pi / 180)
    #expect(values.arrivalZenithSpread == 52 * Double.pi / 180)
    #expect(values.ricianFactor == nil)
  }

  @Test("the correlations of every column are those of real variables")
  func positiveDefinite() throws {
    let hall = HallSize(length: 120, width: 60, height: 10)
    for environment in RadioEnvironment.allCases {
      for sight in SightState.allCases {
        guard (try? FastFadingColumn.of(environment, sight)) != nil else { continue }
        let parameters = try FastFadingParameters(
          environment, sight, frequency: CarrierFrequency(hertz: 6e9), hall: hall)
        #expect(throws: Never.self) { try LargeScaleModel(parameters) }
      }
    }
  }
}
