// SPDX-License-Identifier: Apache-2.0

package import Spatial

/// One antenna of an array, in the frame of the radio it belongs to.
package struct ArrayElement: Hashable, Sendable {
  /// The phase centre relative to the radio's place, in metres.
  package var position: Vector3

  /// Turns the element's own frame into the radio's.
  package var orientation: Rotation

  package var antenna: Antenna

  package init(
    position: Vector3 = .zero, orientation: Rotation = .identity, antenna: Antenna = .init()
  ) {
    self.position = position
    self.orientation = orientation
    self.antenna = antenna
  }

  /// Whether another element radiates the same field about its own phase centre.
  package func radiates(like other: ArrayElement) -> Bool {
    orientation == other.orientation && antenna == other.antenna
  }
}

extension [ArrayElement] {
  /// Elements that radiate differently, and which of them each element radiates like.
  package var patterns: (elements: [ArrayElement], kinds: [Int]) {
    var distinct: [ArrayElement] = []
    let kinds = map { element in
      if let known = distinct.lastIndex(where: element.radiates) { return known }
      distinct.append(element)
      return distinct.count - 1
    }
    return (distinct, kinds)
  }

  /// The largest distance of a phase centre from the radio's place, in metres.
  package var reach: Double {
    reduce(0) { Swift.max($0, $1.position.length) }
  }
}
