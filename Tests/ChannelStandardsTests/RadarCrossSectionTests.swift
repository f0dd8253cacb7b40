// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import RealModule
import Spatial
import TestSupport
import Testing

private let degree = Double.pi / 180

private func direction(zenith: Double, azimuth: Double) -> Vector3 {
  SphericalAngles(theta: zenith * degree, phi: azimuth * degree).direction
}

/// Two directions with a bisector and a bistatic angle, in a plane that holds the bisector.
private func pair(around bisector: Vector3, bistatic: Double) -> (Vector3, Vector3) {
  let across = bisector.anyPerpendicular
  let (along, aside) = (Double.cos(bistatic / 2), Double.sin(bistatic / 2))
  return (bisector * along + across * aside, bisector * along - across * aside)
}

@Suite("Radar cross-sections of standard targets")
struct RadarCrossSectionTests {
  @Test("each number of the radar cross-sections is that of the standard")
  func table() throws {
    var own: [String: Double] = [:]
    for target in SensingTarget.allCases {
      for (name, value) in TargetCrossSection.of(target).named {
        own["\(target.rawValue).\(name)"] = value
      }
    }
    #expect(own == (try StandardFixture("radar-cross-sections.csv").numbers))
  }

  @Test(
    "each number of the cross-sections' fixture is that of the facts",
    .enabled(if: StandardFacts.arePresent, "the facts are not on this machine"))
  func facts() throws {
    let targets = try #require(
      StandardFacts.object("rcs_targets.json")["targets"] as? [[String: Any]])
    let names = [
      "uav-small-size1": "uav-small", "uav-large-size2": "uav-large", "human1": "human",
      "human2": "human-two-sided", "vehicle-single-sp2": "vehicle",
      "vehicle-multi-sp2": "vehicle-five-points", "agv-single-sp2": "agv",
      "agv-multi-sp2": "agv-five-points",
    ]
    var found: [String: Double] = [:]
    for row in targets {
      let key = "\(row["target"] ?? "")\(row["rcs_model"] ?? "")"
      let name = try #require(names[key], "\(key)")
      for entry in [
        "num_scattering_points", "sigma_M_dBsm", "sigma_S_std_dB", "k1", "k2", "xpr_mean_dB",
        "xpr_std_dB",
      ] { found["\(name).\(entry)"] = row[entry] as? Double }
      let size = try #require(row["dimensions_LxWxH_m"] as? [Double])
      for (axis, length) in size.enumerated() { found["\(name).size.\(axis)"] = length }
      for lobe in try #require(row["lobes"] as? [[String: Any]]) {
        let prefix = "\(name).\(lobe["name"] ?? "")."
        for (entry, value) in lobe {
          switch value {
          case let range as [Double]:
            for (end, angle) in range.enumerated() { found["\(prefix)\(entry).\(end)"] = angle }
          case let number as Double where entry != "sigma_H_zero": found[prefix + entry] = number
          default: break
          }
        }
      }
      let mean = try #require(row["sigma_S_mean_dB"] as? Double)
      let target = try #require(SensingTarget(rawValue: name))
      // The facts have four decimals.
      #expect(isClose(TargetCrossSection.of(target).fluctuationMean, mean, within: 5e-5))
    }
    #expect(found == (try StandardFixture("radar-cross-sections.csv").numbers))
  }

  @Test("at its middle each lobe has its peak, and 3 dB less at its half widths")
  func lobes() {
    for target in SensingTarget.allCases {
      let section = TargetCrossSection.of(target)
      for (index, lobe) in section.lobes.enumerated() {
        let point = section.pointCount > 1 ? index : 0
        let azimuth = lobe.azimuth?.center ?? 0
        func level(_ zenith: Double, _ azimuth: Double) -> Double {
          let towards = direction(zenith: zenith, azimuth: azimuth)
          return section.level(point: point, transmitter: towards, receiver: towards)
        }
        let name = "\(target.rawValue) \(lobe.face)"
        // Rounding in the angles, times the steepest slope of a lobe.
        #expect(isClose(level(lobe.zenith.center, azimuth), lobe.peak, within: 1e-9), "\(name)")
        let inward = lobe.zenith.center > 90 ? -0.5 : 0.5
        let aside = lobe.zenith.center + inward * lobe.zenith.width
        #expect(isClose(level(aside, azimuth), lobe.peak - 3, within: 1e-9), "\(name)")
        // The human's lobes are wider than the half-space that they cover.
        if let width = lobe.azimuth?.width, width < 180 {
          let off = level(lobe.zenith.center, azimuth + width / 2)
          #expect(isClose(off, lobe.peak - 3, within: 1e-9), "\(name)")
        }
      }
    }
  }

  @Test("far from its middle a lobe ends at its floor")
  func floors() {
    for target in SensingTarget.allCases {
      let section = TargetCrossSection.of(target)
      guard section.pointCount > 1 else { continue }
      for (index, lobe) in section.lobes.enumerated() {
        let away = direction(
          zenith: lobe.face == .roof ? 180 : 90, azimuth: (lobe.azimuth?.center ?? 0) + 180)
        let level = section.level(point: index, transmitter: away, receiver: away)
        #expect(level == lobe.floor, "\(target.rawValue) \(lobe.face)")
      }
    }
  }

  @Test("a target with one point has in each direction the lobe whose range holds it")
  func ranges() {
    for target in SensingTarget.allCases {
      let section = TargetCrossSection.of(target)
      guard section.pointCount == 1, !section.lobes.isEmpty else { continue }
      for step in 0..<2000 {
        let zenith = 180 * (Double(step) + 0.5) / 2000
        let towards = SphericalAngles(
          theta: zenith * degree, phi: Double(step * 137 % 360) * degree)
        let holding = section.lobes.filter { $0.contains(towards) }
        #expect(holding.count == 1, "\(target.rawValue) \(towards)")
      }
    }
    let vehicle = TargetCrossSection.of(.vehicle)
    let faces = [0.0, 90, 180, 270].map { azimuth in
      vehicle.lobes.first { $0.contains(SphericalAngles(theta: .pi / 2, phi: azimuth * degree)) }?
        .face
    }
    #expect(faces == [.front, .left, .back, .right])
    // 45 degrees belong to the left side, straight down to whichever side the azimuth says.
    let border = SphericalAngles(theta: .pi / 2, phi: .pi / 4)
    #expect(vehicle.lobes.first { $0.contains(border) }?.face == .left)
    #expect(vehicle.lobes.contains { $0.contains(SphericalAngles(theta: .pi, phi: 0)) })
  }

  @Test("the bistatic loss at hand-computed angles")
  func bistatic() {
    let vehicle = TargetCrossSection.of(.vehicleFivePoints)
    let front = vehicle.lobes.firstIndex { $0.face == .front } ?? 0
    let peak = direction(zenith: 71.75, azimuth: 0)
    let (transmitter, receiver) = pair(around: peak, bistatic: 60 * degree)
    // 14.99 - 6 sin(1.65 x 30 degrees) + 5 lg cos 30 degrees
    let expected = 14.99 - 6 * Double.sin(49.5 * degree) + 5 * Double.log10(Double.cos(30 * degree))
    #expect(
      isClose(
        vehicle.level(point: front, transmitter: transmitter, receiver: receiver), expected,
        within: 1e-9))
    let human = TargetCrossSection.of(.human)
    let (from, to) = pair(around: .unitX, bistatic: 180 * degree)
    #expect(isClose(human.level(transmitter: from, receiver: to), -1.37 - 3, within: 1e-12))
    #expect(human.level(transmitter: .unitY, receiver: .unitY) == -1.37)
  }

  @Test("without a bistatic angle the level is the monostatic one, and straight through the floor")
  func bistaticLimits() {
    for target in SensingTarget.allCases {
      let section = TargetCrossSection.of(target)
      for (index, lobe) in section.lobes.enumerated() where section.pointCount > 1 {
        let towards = direction(zenith: lobe.zenith.center, azimuth: lobe.azimuth?.center ?? 0)
        let (transmitter, receiver) = pair(around: towards, bistatic: 1e-9)
        let level = section.level(point: index, transmitter: transmitter, receiver: receiver)
        #expect(isClose(level, lobe.peak, within: 1e-6))
        let through = section.level(point: index, transmitter: towards, receiver: -towards)
        #expect(through == lobe.floor)
      }
    }
  }

  @Test("transmitter and receiver may change places")
  func reciprocity() {
    for target in SensingTarget.allCases {
      let section = TargetCrossSection.of(target)
      for point in 0..<section.pointCount {
        for step in 0..<200 {
          let a = direction(zenith: Double(step * 37 % 180), azimuth: Double(step * 101 % 360))
          let b = direction(zenith: Double(step * 53 % 180), azimuth: Double(step * 71 % 360))
          #expect(
            section.level(point: point, transmitter: a, receiver: b)
              == section.level(point: point, transmitter: b, receiver: a))
        }
      }
    }
  }

  @Test("the fluctuation has a linear mean of one")
  func fluctuationMean() {
    for target in SensingTarget.allCases {
      let section = TargetCrossSection.of(target)
      // E[10^(X/10)] of X normal is exp(mu l + (s l)^2 / 2) with l = ln 10 / 10.
      let scale = Double.log(10) / 10
      let exponent =
        section.fluctuationMean * scale + (section.fluctuation * scale)
        * (section.fluctuation * scale) / 2
      #expect(isClose(Double.exp(exponent), 1, within: 1e-12))
      // The same by the midpoint rule over eight standard deviations, without the cap.
      let step = 0.001
      let mean = (-8000..<8000).reduce(0.0) { sum, index in
        let normal = (Double(index) + 0.5) * step
        let density = Double.exp(-normal * normal / 2) / (2 * Double.pi).squareRoot()
        return sum + section.fluctuation(normal: normal, isCapped: false) * density * step
      }
      #expect(isClose(mean, 1, within: 1e-9))
      #expect(section.fluctuation(normal: 5) == section.fluctuation(normal: 3))
    }
  }

  @Test("the mean and the directivity multiply to the level")
  func split() {
    let section = TargetCrossSection.of(.largeUAV)
    let towards = direction(zenith: 80, azimuth: 20)
    let product =
      section.meanSquareMetres * section.directivity(transmitter: towards, receiver: towards)
    let level = section.level(transmitter: towards, receiver: towards)
    #expect(isClose(10 * Double.log10(product), level, within: 1e-9))
    #expect(
      TargetCrossSection.of(.smallUAV).directivity(transmitter: .unitX, receiver: .unitX) == 1)
  }

  @Test("points lie on the faces of the target's box; a human's only one at 1.5 m")
  func points() {
    let vehicle = TargetCrossSection.of(.vehicleFivePoints)
    #expect(vehicle.points.count == 5)
    #expect(Set(vehicle.points.map { abs($0.x) + abs($0.y) + abs($0.z) }) == [2.5, 1, 0.8])
    let human = TargetCrossSection.of(.human)
    #expect(human.points.map { $0.z + human.size.z / 2 } == [1.5])
  }
}

extension TargetCrossSection {
  /// The numbers, named as in the fixture.
  fileprivate var named: [String: Double] {
    var named: [String: Double] = [
      "num_scattering_points": Double(pointCount), "sigma_M_dBsm": mean,
      "sigma_S_std_dB": fluctuation, "xpr_mean_dB": crossPolarization.mean,
      "xpr_std_dB": crossPolarization.deviation, "size.0": size.x, "size.1": size.y,
      "size.2": size.z,
    ]
    named["k1"] = bistatic?.x
    named["k2"] = bistatic?.y
    for lobe in lobes {
      let prefix = "\(lobe.face.rawValue)."
      named[prefix + "phi_center_deg"] = lobe.azimuth?.center
      named[prefix + "phi_3dB_deg"] = lobe.azimuth?.width
      named[prefix + "theta_center_deg"] = lobe.zenith.center
      named[prefix + "theta_3dB_deg"] = lobe.zenith.width
      named[prefix + "G_max_dBsm"] = lobe.peak
      named[prefix + "sigma_max_dB"] = lobe.depth
      named[prefix + "phi_range_deg.0"] = lobe.azimuths.lowerBound
      named[prefix + "phi_range_deg.1"] = lobe.azimuths.upperBound
      named[prefix + "theta_range_deg.0"] = lobe.zeniths.lowerBound
      named[prefix + "theta_range_deg.1"] = lobe.zeniths.upperBound
    }
    return named
  }
}
