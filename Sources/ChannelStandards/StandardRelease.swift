// SPDX-License-Identifier: Apache-2.0

/// Which edition of TR 38.901 fast fading and the glass of buildings follow.
package enum StandardRelease: String, Hashable, Sendable, CaseIterable {
  /// TR 38.900 V14.0, with which companies made the curves of clause 7.8; its tables of UMi and offices
  /// are at hand.
  case release14 = "V14"
  /// V16.1, on which work before the release with sensing rests; it differs in UMi and UMa.
  case release16 = "V16"
  /// V19.4, with sensing (clause 7.9).
  case release19 = "V19"
}
