// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The image sources of a rectangular room, from its dimensions alone.
private struct ClosedRoom {
  let lower = [-5.0, -5.0, 0.0]
  let upper = [5.0, 5.0, 5.0]

  /// The delays of all image paths with at most so many reflections, sorted.
  func delays(from source: [Double], to sink: [Double], orders: Int) -> [Double] {
    let reach = -orders...orders
    var delays: [Double] = []
    for x in reach {
      for y in reach {
        for z in reach where abs(x) + abs(y) + abs(z) <= orders {
          let image = zip([x, y, z], 0..<3).map { order, axis in
            coordinate(source[axis], order: order, axis: axis)
          }
          delays.append(distance(image, sink) / speedOfLight)
        }
      }
    }
    return delays.sorted()
  }

  /// A coordinate after so many reflections between the two walls of an axis.
  ///
  /// The sign of the order tells which wall comes first.
  private func coordinate(_ value: Double, order: Int, axis: Int) -> Double {
    let shift = Double(order) * (upper[axis] - lower[axis])
    return shift + (order.isMultiple(of: 2) ? value : lower[axis] + upper[axis] - value)
  }

  /// Whether a point lies on a wall.
  func isOnWall(_ point: [Double]) -> Bool {
    (0..<3).contains { axis in
      abs(point[axis] - lower[axis]) < 1e-9 || abs(point[axis] - upper[axis]) < 1e-9
    }
  }
}

@Suite("A closed room on the command line")
struct ClosedRoomTests {
  private let room = ClosedRoom()
  private let tx = [1.1, -0.7, 1.9]
  private let rx = [-1.3, 0.9, 1.2]

  private func solve() throws -> Program.Outcome {
    let outcome = try Program.run(
      "paths", Program.scene("box/box.glb"), "--tx", "1.1,-0.7,1.9", "--rx", "-1.3,0.9,1.2",
      "--frequency", "60 GHz", "--max-depth", "5")
    outcome.expectSuccess()
    return outcome
  }

  @Test("up to five reflections there are 231 paths, with the delays of the images to 1e-13 s")
  func delays() throws {
    let link = try #require(try PathReportFile(solve().output).links.first)
    #expect(link.tx == tx && link.rx == rx)
    #expect(link.count == 231 && link.paths.count == 231)
    let found = link.paths.map(\.delay_s)
    #expect(found == found.sorted())
    let expected = room.delays(from: tx, to: rx, orders: 5)
    #expect(expected.count == 231)
    for (delay, image) in zip(found, expected) {
      #expect(isClose(delay, image, within: 1e-13))
    }
    // An octahedron's layers: 4 n^2 + 2 images of order n.
    for order in 0...5 {
      let count = link.paths.count { $0.interactions.count == order }
      #expect(count == (order == 0 ? 1 : 4 * order * order + 2))
    }
  }

  @Test("every path runs from wall to wall, and its delay is its length over the speed of light")
  func vertices() throws {
    let link = try #require(try PathReportFile(solve().output).links.first)
    for path in link.paths {
      let points = [tx] + path.interactions.map(\.vertex) + [rx]
      let length = zip(points, points.dropFirst()).reduce(0) { $0 + distance($1.0, $1.1) }
      // A dozen coordinates with rounding of 1e-15 each.
      #expect(isClose(length / speedOfLight, path.delay_s, relative: 1e-13))
      #expect(path.interactions.allSatisfy { room.isOnWall($0.vertex) })
      #expect(path.interactions.allSatisfy { $0.type == "specular" && $0.object == "room" })
      #expect(path.doppler_hz == 0)
    }
  }

  @Test("the direct path has Friis' gain, and its angles point along it from both ends")
  func direct() throws {
    let link = try #require(try PathReportFile(solve().output).links.first)
    let path = try #require(link.paths.first)
    let range = distance(tx, rx)
    let friis = 20 * log10(speedOfLight / 60e9 / (4 * .pi * range))
    #expect(path.interactions.isEmpty)
    // The angles' cosines are rounded to 1e-16; a gain of 1e-10 dB is 1e-11 of the power.
    #expect(isClose(path.gain_db ?? 0, friis, within: 1e-10))
    let unit = zip(rx, tx).map { ($0 - $1) / range }
    #expect(distance(direction(path.aod), unit) < 1e-14)
    #expect(distance(direction(path.aoa), unit.map { -$0 }) < 1e-14)
  }

  @Test("the totals of a link are those of its paths")
  func totals() throws {
    let link = try #require(try PathReportFile(solve().output).links.first)
    var (power, moment) = (0.0, 0.0)
    for path in link.paths {
      let gain = path.a[0] * path.a[0] + path.a[1] * path.a[1]
      #expect(isClose(path.gain_db ?? 0, 10 * log10(gain), within: 1e-10))
      power += gain
      moment += gain * path.delay_s
    }
    let mean = moment / power
    let variance = link.paths.reduce(0.0) { sum, path in
      let gain = path.a[0] * path.a[0] + path.a[1] * path.a[1]
      return sum + gain * (path.delay_s - mean) * (path.delay_s - mean) / power
    }
    #expect(isClose(link.total_gain_db ?? 0, 10 * log10(power), within: 1e-9))
    #expect(isClose(link.specular_gain_db ?? 0, 10 * log10(power), within: 1e-9))
    #expect(link.diffuse_gain_db == nil)
    #expect(isClose(link.mean_delay_s ?? 0, mean, relative: 1e-9))
    #expect(isClose(link.rms_delay_spread_s ?? 0, variance.squareRoot(), relative: 1e-9))
  }

  /// The unit vector of a zenith and an azimuth.
  private func direction(_ angles: [Double]) -> [Double] {
    let (theta, phi) = (angles[0], angles[1])
    return [sin(theta) * cos(phi), sin(theta) * sin(phi), cos(theta)]
  }
}
