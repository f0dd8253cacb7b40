// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Testing

@Suite("Environments")
struct RadioEnvironmentTests {
  @Test("each environment and each state of sight is found again by its name in the standards")
  func names() {
    #expect(RadioEnvironment(rawValue: "InF-SH") == .sparseFactoryHigh)
    #expect(SightState(rawValue: "NLOSv") == .behindVehicle)
    #expect(RadioEnvironment(rawValue: "UMI") == nil)
  }
}
