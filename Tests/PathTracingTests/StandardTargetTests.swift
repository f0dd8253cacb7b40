// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Channels
import ComplexModule
import Electromagnetics
import Foundation
import Kinematics
import PathTracing
import Quantities
import Scenes
import Spatial
import TestSupport
import Testing
import ToyScenes

/// Targets of TR 38.901 clause 7.9.2 whose legs are traced.
@Suite("Standard targets in a scene")
struct StandardTargetTests {
  private let wavelength = Frequency(gigahertz: 79).wavelength
  private static let place = Vector3(40, 0, 1)

  /// Points at one place with three links: from one radio to itself, to another one, and back.
  private func states(
    _ laws: [CentreEchoLaw], seed: UInt64 = 1, link: Int, at time: Double = 0,
    moving: NodeMotion = .at(StandardTargetTests.place)
  ) throws -> [PathState] {
    var toy = try ToyScene()
    try toy.add(laws: laws.map { (.zero, $0) }, "target", moving: moving)
    let (left, right) = (Vector3(0, 0, 1), Vector3(10, 30, 1))
    toy.link(from: left, to: nil)
    toy.link(from: left, to: right)
    var scene = toy.scene()
    let bistatic = scene.links[1]
    scene.addLink("back", from: bistatic.receiver, to: bistatic.transmitter)
    return try traced(scene, link: link, lineOfSight: false, at: time, seed: seed)
      .paths(at: time).map(\.state)
  }

  /// The radar equation for 1 m^2 with one radio 40 m away.
  private var squareMetre: Double { pow(wavelength, 2) / (pow(4 * .pi, 3) * pow(40, 4)) }

  @Test(
    "without fluctuation a vehicle's back echoes as its lobe says, and crossed power by its ratio")
  func lobe() throws {
    // It looks along x, away from the radio, whose direction is that of its back, 90 degrees from zenith.
    let section = TargetCrossSection.of(.vehicle)
    let law = CentreEchoLaw.standard(section, point: 0, fluctuates: false)
    let state = try #require(try states([law], link: 0).first)
    // Table 7.9.2.1-4: 14.56 dBsm less 12 (10.35 / 36.73)^2 dB.
    let level = 14.56 - 12 * pow(10.35 / 36.73, 2)
    let transfer = state.transfer
    for copolar in [transfer.thetaFromTheta, transfer.phiFromPhi] {
      #expect(isClose(10 * log10(copolar.lengthSquared / squareMetre), level, within: 1e-9))
    }
    // Its own echo is its own reverse.
    #expect(transfer.thetaFromPhi == transfer.phiFromTheta)
    #expect(transfer.thetaFromPhi.lengthSquared < transfer.phiFromPhi.lengthSquared)
  }

  @Test("fluctuations of many targets have a mean of one, and the deviation of their table")
  func fluctuation() throws {
    let section = TargetCrossSection.of(.human)
    let law = CentreEchoLaw.standard(section, point: 0, fluctuates: true)
    let powers = try states(Array(repeating: law, count: 4000), link: 0).map {
      $0.transfer.thetaFromTheta.lengthSquared / squareMetre / section.meanSquareMetres
    }
    let mean = powers.reduce(0, +) / Double(powers.count)
    // A log-normal of 3.94 dB has a variance of e^(0.907^2) - 1 = 1.28: the mean of 4000 is within 0.018
    // (one sigma); three of them, and 0.02 for the cap at three deviations.
    #expect(powers.count == 4000 && isClose(mean, 1, within: 0.074), "\(mean)")
    let levels = powers.map { 10 * log10($0) }
    let middle = levels.reduce(0, +) / 4000
    let deviation = (levels.reduce(0) { $0 + pow($1 - middle, 2) } / 4000).squareRoot()
    // 3.94 / sqrt(8000) = 0.044, three of them, and 0.03 for the cap.
    #expect(isClose(deviation, 3.94, within: 0.16), "\(deviation)")
    #expect(isClose(middle, section.fluctuationMean, within: 3 * 3.94 / 63.2))
  }

  @Test("radios that change places see the transposed echo, and links see draws of their own")
  func reciprocity() throws {
    let law = CentreEchoLaw.standard(.of(.smallUAV), point: 0, fluctuates: true)
    let (there, back) = (
      try #require(try states([law], link: 1).first).transfer,
      try #require(try states([law], link: 2).first).transfer
    )
    #expect(there.thetaFromPhi == back.phiFromTheta && there.phiFromTheta == back.thetaFromPhi)
    #expect(there.thetaFromTheta == back.thetaFromTheta && there.phiFromPhi == back.phiFromPhi)
    #expect(there.thetaFromPhi != there.phiFromTheta)
    let other = try #require(try states([law], seed: 2, link: 1).first).transfer
    #expect(other.thetaFromTheta != there.thetaFromTheta)
  }

  @Test("an echo keeps its draw while the target moves: only delay and range change")
  func coherence() throws {
    let law = CentreEchoLaw.standard(.of(.smallUAV), point: 0, fluctuates: true)
    let first = try #require(try states([law], link: 0).first)
    let moved = try states([law], link: 0, moving: .at(Vector3(42, 0, 1)))
    let second = try #require(moved.first)
    let ratio = second.transfer.thetaFromTheta / first.transfer.thetaFromTheta
    // 1 / r^2 of the amplitude, and no turn of the phase.
    #expect(isClose(ratio.real, pow(40.0 / 42, 2), within: 1e-12))
    #expect(abs(ratio.imaginary) < 1e-12)
  }
}
