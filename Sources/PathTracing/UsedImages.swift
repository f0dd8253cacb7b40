// SPDX-License-Identifier: Apache-2.0

extension DiffusePaths {
  /// Keeps the paths of a search with only those images that they use.
  init(_ paths: [DiffusePath], _ search: DiffuseSearch) {
    var sender = UsedImages()
    var receiver = UsedImages()
    self.paths = paths.map { path in
      var path = path
      path.transmitterImage = sender.position(of: path.transmitterImage)
      path.receiverImage = receiver.position(of: path.receiverImage)
      return path
    }
    transmitterMirrors = sender.images.map { search.transmitterImages[Int($0)].facets }
    receiverMirrors = receiver.images.map { search.receiverImages[Int($0)].facets }
  }
}

/// Numbers images anew in the order in which they are first used; the first is always kept.
private struct UsedImages {
  var images: [Int32] = [0]
  private var positions: [Int32: Int32] = [0: 0]

  mutating func position(of image: Int32) -> Int32 {
    if let known = positions[image] { return known }
    let position = Int32(images.count)
    images.append(image)
    positions[image] = position
    return position
  }
}
