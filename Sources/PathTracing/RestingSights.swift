// SPDX-License-Identifier: Apache-2.0

internal import Kinematics
internal import Spatial

/// What of a link's search for diffuse paths stays the same from one instant to the next.
///
/// Where an end, the mirrors and the scatterer all rest, the geometry is known after the first
/// instant, and so is what stands in the way as long as no moving body comes near.
struct RestingSights: Sendable {
  var transmitter = RestingImages()
  var receiver = RestingImages()

  /// For each block of scatterers what is known of each of them.
  var blocks: [[RestingSight.Row]] = []
}

/// Numbers that images of an end in resting mirrors keep for good.
struct RestingImages: Sendable {
  private var numbers: [[Int32]: Int32] = [:]

  /// The numbers of an instant's images; those not seen before get new ones.
  ///
  /// - Parameters:
  ///   - images: The images of the instant.
  ///   - rests: Whether neither the end nor any mirror of an image ever moves.
  /// - Returns: The numbers with their inverse.
  mutating func numbering(
    of images: [MirrorImage], where rests: (MirrorImage) -> Bool
  ) -> ImageNumbering {
    let known = Int32(numbers.count)
    let numberOfImage = images.map { image -> Int32 in
      guard rests(image) else { return -1 }
      if let number = numbers[image.facets] { return number }
      let number = Int32(numbers.count)
      numbers[image.facets] = number
      return number
    }
    var imageOfNumber = [Int32](repeating: -1, count: numbers.count)
    for (image, number) in numberOfImage.enumerated() where number >= 0 {
      imageOfNumber[Int(number)] = Int32(image)
    }
    return ImageNumbering(
      numberOfImage: numberOfImage, imageOfNumber: imageOfNumber, firstNew: known)
  }
}

/// How an instant's images relate to the numbers that last.
struct ImageNumbering: Sendable {
  /// The number of each image; -1 where something moves.
  let numberOfImage: [Int32]

  /// The image of each number; -1 where the instant does not look at it.
  let imageOfNumber: [Int32]

  /// The images with numbers below it were tried with all scatterers before.
  let firstNew: Int32

  /// Whether nothing is known yet of an image.
  func isUnknown(_ image: Int) -> Bool {
    numberOfImage[image] < 0 || numberOfImage[image] >= firstNew
  }
}

/// A resting image that meets a resting scatterer unless something is in the way.
struct RestingSight: Sendable {
  /// The number of the image.
  var number: Int32

  /// Whether the light comes from the side that the normal points to.
  var isInFront: Bool

  /// Whether nothing that rests is in the way; nil as long as it is not known.
  var isClear: Bool?

  /// The points of reflection, the one next to the scatterer first.
  var vertices: [Vector3]

  /// All that is known of a scatterer.
  struct Row: Sendable {
    var transmitter: [RestingSight] = []

    /// Empty where both ends are one radio.
    var receiver: [RestingSight] = []
    var paths: [RestingPath] = []

    /// What a path over two resting images carries, if that is known.
    func path(_ transmitter: Int32, _ receiver: Int32) -> RestingPath? {
      paths.first { $0.transmitter == transmitter && $0.receiver == receiver }
    }
  }
}

/// What a path over resting images and a resting scatterer carries.
struct RestingPath: Sendable {
  /// The numbers of the images.
  var transmitter: Int32
  var receiver: Int32

  /// The path gain with both antennas; negative where there is no path.
  var power: Double

  /// In seconds.
  var delay: Double
}

/// Boxes around what moves, as it stands at an instant.
struct MovingBoxes: Sendable {
  private let boxes: [BoundingBox]

  /// The boxes around the moving groups of a scene, widened by a margin in metres.
  init(_ model: TracingModel, _ instant: SceneInstant, margin: Double) {
    boxes = model.movingBounds.map { moving in
      let pose = instant.groups[moving.group].worldFromBody
      let (low, high) = (moving.bounds.lower, moving.bounds.upper)
      var box = BoundingBox(
        around: (0..<8).map { corner in
          pose(
            Vector3(
              corner & 1 == 0 ? low.x : high.x, corner & 2 == 0 ? low.y : high.y,
              corner & 4 == 0 ? low.z : high.z))
        })
      box.lower -= Vector3(repeating: margin)
      box.upper += Vector3(repeating: margin)
      return box
    }
  }

  /// Whether a segment may meet something that moves; it is only ruled out where it cannot.
  func mayMeet(_ start: Vector3, _ end: Vector3) -> Bool {
    boxes.contains { $0.meets(start, end) }
  }
}

extension BoundingBox {
  /// Whether a segment and the box have a point in common.
  fileprivate func meets(_ start: Vector3, _ end: Vector3) -> Bool {
    let way = end - start
    var (first, last) = (0.0, 1.0)
    for axis in 0..<3 {
      guard way[axis] != 0 else {
        if start[axis] < lower[axis] || start[axis] > upper[axis] { return false }
        continue
      }
      let one = (lower[axis] - start[axis]) / way[axis]
      let other = (upper[axis] - start[axis]) / way[axis]
      first = max(first, min(one, other))
      last = min(last, max(one, other))
    }
    return first <= last
  }
}
