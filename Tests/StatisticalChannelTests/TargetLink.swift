// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Randomness
import Spatial
import StatisticalChannel

/// Both legs of a bistatic target channel in UMi at 6 GHz.
struct TargetLink {
  let transmit: StandardLink
  let receive: StandardLink

  init(_ transmit: SightState, _ receive: SightState) throws {
    self.transmit = try StandardLink(.urbanMicro, transmit, distance: 120)
    self.receive = try StandardLink(.urbanMicro, receive, distance: 80)
  }

  /// The legs of a drop; the base stations transmit and receive.
  func legs(_ drop: UInt64) -> (transmit: ClusteredLink, receive: ClusteredLink) {
    (transmit.draw(seed: 2 * drop).link, receive.draw(seed: 2 * drop + 1).link.reversed)
  }

  func channel(
    _ drop: UInt64, _ joining: LegJoining, scattering: TargetScattering = .plain
  ) -> TargetChannel {
    let legs = legs(drop)
    var stream = RandomStream(seed: drop, stage: .targetScattering, index: 0)
    return TargetChannel(
      transmit: legs.transmit, receive: legs.receive, joining: joining, scattering: scattering,
      from: &stream)
  }

  static let states: [(SightState, SightState)] = [
    (.lineOfSight, .lineOfSight), (.lineOfSight, .obstructed), (.obstructed, .lineOfSight),
    (.obstructed, .obstructed),
  ]
}

extension TargetScattering {
  /// The same in all directions, with a human's polarisation.
  static let plain = TargetScattering(uniform: NormalDecibels(19.81, 4.25))
}
