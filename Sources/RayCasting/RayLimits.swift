// SPDX-License-Identifier: Apache-2.0

package import Spatial

extension RayCaster {
  /// Rays in the form that Embree takes them, so that nothing else is measured with it.
  package struct RayList: Sendable {
    fileprivate var origins: [Float] = []
    fileprivate var directions: [Float] = []
  }

  /// Brings rays into Embree's form.
  ///
  /// - Parameter rays: Origins in the world and unit directions.
  /// - Returns: The same rays in single precision, relative to the middle of the scene.
  package func list(_ rays: [(origin: Vector3, direction: Vector3)]) -> RayList {
    var list = RayList()
    for ray in rays {
      let origin = ray.origin - centre
      list.origins += [Float(origin.x), Float(origin.y), Float(origin.z)]
      list.directions += [
        Float(ray.direction.x), Float(ray.direction.y), Float(ray.direction.z),
      ]
    }
    return list
  }

  /// How many rays of a list hit anything: the closest hits that a thread can find at most.
  ///
  /// - Parameters:
  ///   - rays: The rays.
  ///   - inPackets: Whether eight neighbours go together, which is quick where they stay together.
  /// - Returns: The number of hits; a rest of less than eight is left out of packets.
  package func countHits(_ rays: RayList, inPackets: Bool) -> Int {
    scene.countHits(origins: rays.origins, directions: rays.directions, inPackets: inPackets)
  }
}
