// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import ComplexModule
import Foundation
import RealModule
import TestSupport
import Testing

@Suite("Materials of walls and grounds")
struct EnvironmentMaterialTests {
  @Test("a material's permittivity is a f^b - j 17.98 c f^d / f, with the numbers of the facts")
  func permittivity() throws {
    guard let facts = try facts("additional_components_7_6.json") else { return }
    let rows = try #require(facts["ground_material_properties"] as? [[String: String]])
    for material in EnvironmentMaterial.allCases {
      let row = try #require(rows.first { $0["material_class"]?.lowercased() == material.rawValue })
      func number(_ key: String) throws -> Double {
        let text = try #require(row[key]).replacingOccurrences(of: "10^7", with: "1e7")
        return try #require(Double(text))
      }
      #expect(try number("b_epsilon") == 0)
      let bounds = try #require(row["frequency_range_ghz"]).split(separator: "-")
        .compactMap { Double($0) }
      #expect(bounds == [material.gigahertz.lowerBound, material.gigahertz.upperBound])
      for gigahertz in [6.0, 60] where material.gigahertz.contains(gigahertz) {
        let found = try material.permittivity(CarrierFrequency(hertz: gigahertz * 1e9))
        #expect(isClose(found.real, try number("a_epsilon"), relative: 1e-12))
        let conductivity = try number("c_sigma") * Double.pow(gigahertz, number("d_sigma"))
        // 1 / (2 pi eps_0 1 GHz) is 17.975 ohm metres.
        #expect(isClose(found.imaginary, -17.9751 * conductivity / gigahertz, relative: 1e-5))
      }
    }
  }

  @Test("a material has no permittivity where the table has none, and the error says where it has")
  func range() throws {
    let error = #expect(throws: ChannelStandardError.self) {
      try EnvironmentMaterial.brick.permittivity(CarrierFrequency(hertz: 28e9))
    }
    #expect("\(try #require(error))".contains("brick from 1.0 GHz to 10.0 GHz, not at 28.0 GHz"))
  }
}
