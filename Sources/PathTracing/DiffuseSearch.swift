// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Execution
internal import Kinematics
internal import RayCasting
internal import Spatial

/// Finds the paths of a link over scatterers, with mirrors before and after them.
///
/// Scatterers that follow each other in the list lie side by side. They are taken in blocks, and
/// a block is only tried with images whose light may reach the ball around it.
struct DiffuseSearch {
  let model: TracingModel
  let caster: RayCaster
  let ends: LinkEnds
  let instant: SceneInstant

  /// Both ends with their images; the first of each is the end itself.
  let transmitterImages: [MirrorImage]
  let receiverImages: [MirrorImage]

  /// How many mirrors a path may have, before and after the scatterer together.
  let mirrors: Int
  let workers: Workers

  /// A path with what it carries.
  struct Found: Sendable {
    var path: DiffusePath

    /// The path gain with both antennas.
    var power: Double

    /// In seconds.
    var delay: Double
  }

  private static let blockSize = 32

  /// Whether both ends are one radio, which sees the same from either.
  let isMonostatic: Bool

  init(
    model: TracingModel, caster: RayCaster, ends: LinkEnds, instant: SceneInstant,
    transmitterImages: [MirrorImage], receiverImages: [MirrorImage], mirrors: Int, workers: Workers
  ) {
    self.model = model
    self.caster = caster
    self.ends = ends
    self.instant = instant
    self.transmitterImages = transmitterImages
    self.mirrors = mirrors
    self.workers = workers
    // Poses hold their antennas, so it takes a while to compare them.
    isMonostatic = ends.transmitter == ends.receiver
    // Two radios in one place may have come by different images; paths number those searched with.
    self.receiverImages = isMonostatic ? transmitterImages : receiverImages
  }

  /// The paths in the order of their scatterers.
  func run(over scatterers: [Scatterer]) -> [Found] {
    let sender = SearchedEnd(images: transmitterImages, numbering: nil)
    let receiver = isMonostatic ? sender : SearchedEnd(images: receiverImages, numbering: nil)
    let boxes = MovingBoxes(model, instant, margin: 2 * caster.tolerance)
    return workers.mapChunks(scatterers.count, chunk: Self.blockSize) { range in
      BlockSearch(search: self, sender: sender, receiver: receiver, boxes: boxes)
        .run(scatterers[range], knowing: nil).found
    }
  }

  /// The paths in the order of their scatterers, the same as without memory but sooner.
  ///
  /// - Parameters:
  ///   - scatterers: The same scatterers at every call with the same memory.
  ///   - memory: What earlier instants of the same link found out.
  ///   - radiosRest: Whether transmitter and receiver never move.
  /// - Returns: The paths with what they carry.
  func run(
    over scatterers: [Scatterer], remembering memory: inout RestingSights,
    where radiosRest: (transmitter: Bool, receiver: Bool)
  ) -> [Found] {
    func rests(_ image: MirrorImage) -> Bool { image.facets.allSatisfy(model.isAtRest(facet:)) }
    let sender = SearchedEnd(
      images: transmitterImages,
      numbering: radiosRest.transmitter
        ? memory.transmitter.numbering(of: transmitterImages, where: rests) : nil)
    let receiver =
      isMonostatic
      ? sender
      : SearchedEnd(
        images: receiverImages,
        numbering: radiosRest.receiver
          ? memory.receiver.numbering(of: receiverImages, where: rests) : nil)
    let boxes = MovingBoxes(model, instant, margin: 2 * caster.tolerance)
    let size = Self.blockSize
    let blocks = (scatterers.count + size - 1) / size
    if memory.blocks.count != blocks {
      memory.blocks = (0..<blocks).map { block in
        Array(repeating: .init(), count: min(size, scatterers.count - block * size))
      }
    }
    let known = memory.blocks
    let results = workers.map(blocks, chunk: 1) { block in
      BlockSearch(search: self, sender: sender, receiver: receiver, boxes: boxes).run(
        scatterers[block * size..<min(scatterers.count, (block + 1) * size)],
        knowing: known[block])
    }
    for (block, result) in results.enumerated() {
      if let rows = result.rows { memory.blocks[block] = rows }
    }
    return results.flatMap(\.found)
  }
}
