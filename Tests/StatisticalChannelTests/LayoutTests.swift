// SPDX-License-Identifier: Apache-2.0

import RealModule
import Spatial
import StatisticalChannel
import TestSupport
import Testing

@Suite("Layouts")
struct LayoutTests {
  private func length(_ way: SIMD2<Double>) -> Double { (way * way).sum().squareRoot() }

  @Test(
    "a honeycomb has 1, 7 or 19 sites, each as far from its nearest ones", arguments: [0, 1, 2])
  func honeycomb(rings: Int) {
    let grid = HexagonalGrid(interSiteDistance: 500, rings: rings)
    #expect(grid.sites.count == [1, 7, 19][rings])
    for (index, site) in grid.sites.enumerated() {
      let others = grid.sites.enumerated().filter { $0.offset != index }
      guard let nearest = others.map({ length($0.element - site) }).min() else { continue }
      #expect(isClose(nearest, 500, within: 1e-9))
    }
  }

  @Test("around the copies of a honeycomb every site has six neighbours", arguments: [1, 2])
  func wrapAround(rings: Int) {
    let grid = HexagonalGrid(interSiteDistance: 200, rings: rings)
    let layout = SiteLayout(grid, height: 10, wrapsAround: true)
    #expect(SiteLayout(grid, height: 10).copies.isEmpty)
    for site in layout.sites {
      let ways = layout.sites.map { length(layout.displacement(from: site, to: $0)) }
      #expect(ways.count { isClose($0, 200, within: 1e-9) } == 6)
      // No site is farther than two rings away.
      #expect(ways.allSatisfy { $0 < 2 * 200 * Double(rings) })
    }
  }

  @Test("halls have their sites half a spacing from the walls, offices six by two")
  func rooms() {
    let hall = SiteLayout(hall: SIMD2(300, 150), spacing: 50, height: 8)
    #expect(hall.sites.count == 18)
    #expect(hall.sites.first == Vector3(25, 25, 8) && hall.sites.last == Vector3(275, 125, 8))
    #expect(hall.spannedRectangle == .rectangle(from: SIMD2(25, 25), to: SIMD2(275, 125)))
    let office = SiteLayout.office(height: 3)
    #expect(office.sites.count == 12)
    #expect(office.sites.first == Vector3(10, 15, 3) && office.sites.last == Vector3(110, 35, 3))
  }

  @Test("places share a street where they lie along it")
  func streets() {
    // Middles of streets are at x = 216.5 m and y = 125 m.
    #expect(StreetGrid.sharesStreet(SIMD2(212, 0), SIMD2(220, 90)))
    #expect(!StreetGrid.sharesStreet(SIMD2(212, 0), SIMD2(-216, 90)))
    #expect(StreetGrid.sharesStreet(SIMD2(-100, 120), SIMD2(500, 130)))
    #expect(!StreetGrid.sharesStreet(SIMD2(0, 0), SIMD2(1, 1)), "a block is no street")
  }

  @Test("a sector's beam has the element's 8 dBi and ten elements' 10 dB at its tilt")
  func beam() {
    // At the horizon the element's pattern is at its peak.
    func decibels(_ panel: SectorPanel, azimuth: Double, rise: Double = 0) -> Double {
      let ground = (1 - rise * rise).squareRoot()
      let angle = azimuth * .pi / 180
      let direction = Vector3(ground * Double.cos(angle), ground * Double.sin(angle), rise)
      return 10 * Double.log10(panel.gain(sector: 0, towards: direction))
    }
    let level = SectorPanel(tilt: .pi / 2)
    #expect(isClose(decibels(level, azimuth: 30), 18, within: 1e-9))
    // 65 degrees aside the element falls by 12 dB.
    #expect(isClose(decibels(level, azimuth: 95), 6, within: 1e-9))
    // The column's first null: sin(10 psi / 2) = 0 with psi = pi cos(theta) = 2 pi / 10.
    #expect(decibels(level, azimuth: 30, rise: 0.2) < -80)
    // Four by four elements have 12 dB, and four beside each other a null where sin(azimuth) = 1 / 2.
    let panel = SectorPanel(tilt: .pi / 2, rows: 4, columns: 4)
    #expect(isClose(decibels(panel, azimuth: 30), 8 + 20 * Double.log10(4), within: 1e-9))
    #expect(decibels(panel, azimuth: 60) < -70)
  }
}
