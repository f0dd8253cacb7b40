// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Kinematics
internal import Quantities
internal import Scenes
internal import Spatial

/// The images of both ends in the mirrors of a link's diffuse paths at an instant.
struct EndImages {
  var transmitter: [ImagePoint]
  var receiver: [ImagePoint]

  func of(_ path: DiffusePath) -> (transmitter: ImagePoint, receiver: ImagePoint) {
    (transmitter[Int(path.transmitterImage)], receiver[Int(path.receiverImage)])
  }
}

/// A material point of a body that a path leads over.
struct Anchor: Sendable {
  /// In the frame of the node that carries it.
  var position: Vector3

  /// The node, or -1 for a path that leads over no material point.
  var node: Int32

  /// The images of the ends that the path comes from and goes to.
  var transmitterImage: Int32 = 0
  var receiverImage: Int32 = 0

  /// The delay of the path from image to image over the point.
  @inline(__always)
  func delay(_ images: EndImages, _ body: RigidState) -> PathDelay {
    let from = images.transmitter[Int(transmitterImage)]
    let to = images.receiver[Int(receiverImage)]
    let point = body.worldFromBody(position)
    let incoming = point - from.position
    let outgoing = to.position - point
    let (near, far) = (incoming.length, outgoing.length)
    let velocity = body.velocity(at: point)
    let rate =
      (velocity - from.velocity).dot(incoming) / near
      + (to.velocity - velocity).dot(outgoing) / far
    return PathDelay(
      delay: (near + far) / PhysicalConstants.speedOfLight,
      rate: rate / PhysicalConstants.speedOfLight)
  }
}

extension Anchor {
  init(of centre: ScatteringCentre) {
    self.init(position: centre.position, node: Int32(centre.node))
  }
}
