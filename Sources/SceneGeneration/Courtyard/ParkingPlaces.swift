// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// The parking places in front of the south side, with the cars that stand there.
enum ParkingPlaces {
  /// Extent along x of the two groups of four places, in metres.
  private static let groups = [-21.0 ... -11.0, 10.0...20.0]
  private static let placesInGroup = 4

  /// Extent along y in metres.
  private static let y = -22.0 ... -17.0

  /// Width and height of the painted lines in metres.
  private static let lineWidth = 0.10
  private static let lineHeight = 0.004

  /// A car in one of the places.
  private struct ParkedCar {
    var group: Int
    var place: Int

    /// Whether it heads towards the facade.
    var headsSouth: Bool

    /// How far it stands off the middle of the place, in metres.
    var offset: SIMD2<Double>
  }

  private static let cars = [
    ParkedCar(group: 0, place: 0, headsSouth: true, offset: SIMD2(0.05, -0.10)),
    ParkedCar(group: 0, place: 2, headsSouth: false, offset: SIMD2(-0.12, 0.05)),
    ParkedCar(group: 1, place: 1, headsSouth: true, offset: SIMD2(0.10, 0.12)),
    ParkedCar(group: 1, place: 3, headsSouth: true, offset: SIMD2(-0.06, -0.05)),
  ]

  /// The painted lines and the parked cars.
  static var nodes: [SceneNode] {
    let lines = SceneNode("ground/parking-lines", parts: [SurfacePart(.plaster, markings)])
    let car = Car(detail: .coarse)
    return [lines]
      + cars.enumerated().flatMap { index, parked in
        let worldFromCar = worldFromCar(parked)
        return [("body", car.body), ("glass", car.glass), ("wheels", car.fixedWheels)].map {
          SceneNode("parked-car-\(index + 1)/\($0)", parts: $1).placed(worldFromCar)
        }
      }
  }

  /// Where a line between two places lies along x, in metres.
  private static func edge(_ group: Int, _ index: Int) -> Double {
    let range = groups[group]
    let width = (range.upperBound - range.lowerBound) / Double(placesInGroup)
    return range.lowerBound + width * Double(index)
  }

  private static func worldFromCar(_ car: ParkedCar) -> RigidTransform {
    let (left, right) = (edge(car.group, car.place), edge(car.group, car.place + 1))
    let middle = Vector3((left + right) / 2, (y.lowerBound + y.upperBound) / 2, 0)
    return RigidTransform(
      quarterTurns: car.headsSouth ? 3 : 1,
      translation: middle + Vector3(car.offset.x, car.offset.y, 0))
  }

  private static var markings: TriangleMesh {
    TriangleMesh(
      joining: groups.indices.flatMap { group in
        (0...placesInGroup).map { index in
          let x = edge(group, index)
          return TriangleMesh.box(
            x: (x - lineWidth / 2)...(x + lineWidth / 2), y: y, z: 0...lineHeight,
            without: .lowerZ)
        }
      })
  }
}
