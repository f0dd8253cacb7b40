// SPDX-License-Identifier: Apache-2.0

package import ChannelStandards
package import Electromagnetics
package import Spatial

/// How a scattering centre echoes.
package enum CentreEchoLaw: Hashable, Sendable {
  /// By a radar cross-section over the direction it is seen from; polarisation and phase are kept.
  case pattern(CrossSectionPattern)

  /// As a point of a standard target (TR 38.901 V19 clause 7.9.2): by lobes, and with a fluctuation, phases
  /// and a share of crossed polarisation that are drawn for each pair of radios.
  case standard(TargetCrossSection, point: Int, fluctuates: Bool)
}

/// A point of a body that stands for its echo, known by a radar cross-section.
package struct ScatteringCentre: Hashable, Sendable {
  /// Behind the actor's name, for example "drone/hub".
  package var name: String

  /// The node of the scene's motion that carries it.
  package var node: Int

  /// In the node's frame, in metres.
  package var position: Vector3

  /// How it echoes, over directions in the node's frame.
  package var law: CentreEchoLaw

  /// Whether surfaces of its own actor hide it as those of other bodies do.
  package var isHiddenByOwnBody: Bool

  package init(
    name: String, node: Int, position: Vector3, law: CentreEchoLaw,
    isHiddenByOwnBody: Bool = false
  ) {
    self.name = name
    self.node = node
    self.position = position
    self.law = law
    self.isHiddenByOwnBody = isHiddenByOwnBody
  }
}

extension Scene {
  /// Adds a scattering centre.
  ///
  /// - Parameter centre: The centre.
  /// - Returns: Its number among the scene's.
  package mutating func addCentre(_ centre: ScatteringCentre) -> Int {
    centres.append(centre)
    return centres.count - 1
  }
}
