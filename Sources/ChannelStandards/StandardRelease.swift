// SPDX-License-Identifier: Apache-2.0

/// Which edition of TR 38.901 fast fading follows.
package enum StandardRelease: String, Hashable, Sendable, CaseIterable {
  /// V16.1, on which work before the release with sensing rests; it differs in UMi and UMa.
  case release16 = "V16"
  /// V19.4, with sensing (clause 7.9).
  case release19 = "V19"
}
