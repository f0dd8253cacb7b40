// SPDX-License-Identifier: Apache-2.0

/// Who sends and who receives, TR 38.901 clause 7.9.1.
package enum SensingMode: String, Hashable, Sendable, CaseIterable {
  case pointMonostatic = "TRP monostatic"
  case pointToPoint = "TRP-TRP bistatic"
  case pointToTerminal = "TRP-UE bistatic"
  case terminalToPoint = "UE-TRP bistatic"
  case terminalToTerminal = "UE-UE bistatic"
  case terminalMonostatic = "UE monostatic"

  /// Whether it sends and receives at one place.
  package var isMonostatic: Bool { self == .pointMonostatic || self == .terminalMonostatic }

  /// Whether base stations send, and whether they receive.
  var sites: (send: Bool, receive: Bool) {
    switch self {
    case .pointMonostatic, .pointToPoint: (true, true)
    case .pointToTerminal: (true, false)
    case .terminalToPoint: (false, true)
    case .terminalToTerminal, .terminalMonostatic: (false, false)
    }
  }

  /// Whether it needs terminals.
  package var needsTerminals: Bool { !sites.send || !sites.receive }
}
