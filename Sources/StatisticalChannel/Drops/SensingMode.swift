// SPDX-License-Identifier: Apache-2.0

/// Who sends and who receives, TR 38.901 clause 7.9.1.
package enum SensingMode: String, Hashable, Sendable, CaseIterable {
  case pointMonostatic = "TRP-mono"
  case pointToPoint = "TRP-TRP"
  case pointToTerminal = "TRP-UE"
  case terminalToPoint = "UE-TRP"
  case terminalToTerminal = "UE-UE"
  case terminalMonostatic = "UE-mono"

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
