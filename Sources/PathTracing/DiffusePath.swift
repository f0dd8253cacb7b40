// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Kinematics
internal import Spatial

/// A path with one diffuse interaction, over mirrors before and after it or over none.
struct DiffusePath: Hashable, Sendable {
  /// The position in the list of scatterers.
  var scatterer: Int32

  /// The positions of the ends' images in the lists of a `DiffusePaths`; zero for no mirrors.
  var transmitterImage: Int32
  var receiverImage: Int32

  /// Whether it has mirrors.
  var isMirrored: Bool { transmitterImage > 0 || receiverImage > 0 }
}

/// Diffuse paths of a link with the sequences of mirrors that they name.
struct DiffusePaths: Sendable {
  var paths: [DiffusePath]

  /// The mirrors of each image, the one next to the end first; the first image has none.
  var transmitterMirrors: [[Int32]]
  var receiverMirrors: [[Int32]]

  static let none = DiffusePaths(paths: [], transmitterMirrors: [[]], receiverMirrors: [[]])

  /// The identifier of one of the paths.
  ///
  /// Without mirrors it is the scatterer's number, counted from 1; with mirrors a hash of what the
  /// path leads over in order, with the third bit from the top set and those above it clear.
  func identifier(of path: DiffusePath) -> PathIdentifier {
    guard path.isMirrored else { return PathIdentifier(rawValue: UInt64(path.scatterer) + 1) }
    var hash = NumberHash()
    hash.append(transmitterMirrors[Int(path.transmitterImage)])
    // Facets are numbered from 0, so -1 marks the scatterer.
    hash.append(CollectionOfOne(-1))
    hash.append(CollectionOfOne(path.scatterer))
    hash.append(receiverMirrors[Int(path.receiverImage)].reversed())
    return PathIdentifier(rawValue: hash.value >> 3 | 1 << 61)
  }
}

extension DiffusePath {
  /// The state at an instant.
  ///
  /// - Parameters:
  ///   - scatterer: The scatterer.
  ///   - paths: What the path belongs to.
  ///   - images: The images of both ends in the mirrors of the path.
  ///   - model: The scene.
  ///   - instant: The instant.
  /// - Returns: Nil where it carries nothing.
  func state(
    over scatterer: Scatterer, in paths: DiffusePaths,
    images: (transmitter: ImagePoint, receiver: ImagePoint), _ model: TracingModel,
    _ instant: SceneInstant
  ) -> PathState? {
    let body = instant.groups[Int(scatterer.group)]
    let point = body.worldFromBody(scatterer.position)
    let velocity = body.velocity(at: point)
    guard
      let incoming = HalfPath(
        from: images.transmitter, over: paths.transmitterMirrors[Int(transmitterImage)],
        to: point, moving: velocity, model, instant),
      let outgoing = HalfPath(
        from: images.receiver, over: paths.receiverMirrors[Int(receiverImage)], to: point,
        moving: velocity, model, instant)
    else { return nil }
    return scatterer.state(model, from: incoming, to: outgoing, instant)
  }
}
