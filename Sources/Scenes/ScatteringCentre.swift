// SPDX-License-Identifier: Apache-2.0

package import Electromagnetics
package import Spatial

/// A point of a body that stands for its echo, known by a radar cross-section.
package struct ScatteringCentre: Hashable, Sendable {
  /// Behind the actor's name, for example "drone/hub".
  package var name: String

  /// The node of the scene's motion that carries it.
  package var node: Int

  /// In the node's frame, in metres.
  package var position: Vector3

  /// Over the direction in the node's frame.
  package var crossSection: CrossSectionPattern

  /// Whether surfaces of its own actor hide it as those of other bodies do.
  package var isHiddenByOwnBody: Bool

  package init(
    name: String, node: Int, position: Vector3, crossSection: CrossSectionPattern,
    isHiddenByOwnBody: Bool = false
  ) {
    self.name = name
    self.node = node
    self.position = position
    self.crossSection = crossSection
    self.isHiddenByOwnBody = isHiddenByOwnBody
  }
}
