// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Kinematics
internal import RayCasting
internal import Scenes
internal import Spatial

/// An end of a link with its images, as the blocks of a search need them.
struct SearchedEnd: Sendable {
  let images: [MirrorImage]

  /// Nil where nothing is remembered of the end.
  let numbering: ImageNumbering?

  /// What each image may light; those apart that nothing is known of.
  let beams: [NumberedBeam]
  let unknownBeams: [NumberedBeam]

  init(images: [MirrorImage], numbering: ImageNumbering?) {
    self.images = images
    self.numbering = numbering
    beams = images.indices.map { NumberedBeam($0, images[$0]) }
    unknownBeams = beams.filter { numbering?.isUnknown($0.image) ?? true }
  }
}

/// What an image may light, in plain numbers.
struct NumberedBeam: Sendable {
  let image: Int
  let position: Vector3
  let beam: Beam
  let gate: MirrorGate?

  init(_ number: Int, _ image: MirrorImage) {
    self.image = number
    position = image.point.position
    beam = image.beam
    gate = image.gate
  }
}

/// Finds the diffuse paths over a block of scatterers that lie side by side.
struct BlockSearch {
  let search: DiffuseSearch
  let sender: SearchedEnd
  let receiver: SearchedEnd
  let boxes: MovingBoxes

  private var model: TracingModel { search.model }
  private var instant: SceneInstant { search.instant }

  /// What a block yields.
  struct Result: Sendable {
    var found: [DiffuseSearch.Found]

    /// What is known of the scatterers now; nil where that is nothing new.
    var rows: [RestingSight.Row]?
  }

  /// Looks for the paths over a block.
  ///
  /// - Parameters:
  ///   - block: The scatterers.
  ///   - rows: What is known of each of them; nil where nothing is remembered.
  /// - Returns: The paths in the order of their scatterers, and what is known now.
  func run(_ block: ArraySlice<Scatterer>, knowing rows: [RestingSight.Row]?) -> Result {
    let points = block.map { instant.groups[Int($0.group)].worldFromBody($0.position) }
    let ball = Ball(around: points)
    let needsAll = rows == nil || block.contains { !rests($0) }
    let before = LitBeams(sender, ball, needsAll: needsAll)
    let after = search.isMonostatic ? before : LitBeams(receiver, ball, needsAll: needsAll)
    var result = Result(found: [], rows: nil)
    append(
      points.indices, of: points, in: block, knowing: rows, before, after, to: &result)
    return result
  }

  /// How many points are looked at together with the same beams.
  private static let fewest = 4

  /// Appends the paths over some points of a block, in halves as long as these are many.
  ///
  /// Neighbours in the list lie near each other, so most beams that light a block miss each half.
  private func append(
    _ range: Range<Int>, of points: [Vector3], in block: ArraySlice<Scatterer>,
    knowing rows: [RestingSight.Row]?, _ before: LitBeams, _ after: LitBeams,
    to result: inout Result
  ) {
    if range.count > Self.fewest {
      let middle = (range.lowerBound + range.upperBound) / 2
      for half in [range.lowerBound..<middle, middle..<range.upperBound] {
        // Where all is remembered, there are no beams to narrow.
        let ball = before.isEmpty && after.isEmpty ? nil : Ball(around: points[half])
        let own = ball.map { before.narrowed(to: $0) } ?? before
        append(
          half, of: points, in: block, knowing: rows, own,
          search.isMonostatic ? own : ball.map { after.narrowed(to: $0) } ?? after, to: &result)
      }
      return
    }
    for offset in range {
      let position = block.startIndex + offset
      let place = Place(scatterer: block[position], point: points[offset], instant)
      var memory = RowMemory(row: rests(place.scatterer) ? rows?[offset] : nil)
      appendPaths(Int32(position), place, before, after, &memory, to: &result.found)
      if memory.isChanged, let row = memory.row {
        if result.rows == nil { result.rows = rows }
        result.rows?[offset] = row
      }
    }
  }

  private func rests(_ scatterer: Scatterer) -> Bool {
    model.scene.groups[Int(scatterer.group)].isAtRest
  }

  /// The beams that may light a block.
  private struct LitBeams {
    let all: [NumberedBeam]
    let unknown: [NumberedBeam]

    /// Whether something is remembered of the end, so that the unknown ones are not all of them.
    private let isRemembered: Bool

    init(_ end: SearchedEnd, _ ball: Ball, needsAll: Bool) {
      // Of what is remembered there is much, so it is left alone where all scatterers rest.
      isRemembered = end.numbering != nil
      let looksAtAll = needsAll || end.numbering == nil
      all = looksAtAll ? end.beams.filter { $0.beam.mayLight(ball) } : []
      unknown =
        end.numbering == nil ? all : end.unknownBeams.filter { $0.beam.mayLight(ball) }
    }

    private init(all: [NumberedBeam], unknown: [NumberedBeam], isRemembered: Bool) {
      self.all = all
      self.unknown = unknown
      self.isRemembered = isRemembered
    }

    var isEmpty: Bool { all.isEmpty && unknown.isEmpty }

    /// Those of the beams that may light a part of the block.
    func narrowed(to ball: Ball) -> LitBeams {
      let all = all.filter { $0.beam.mayLight(ball) }
      return LitBeams(
        all: all, unknown: isRemembered ? unknown.filter { $0.beam.mayLight(ball) } : all,
        isRemembered: isRemembered)
    }
  }

  /// What is known of one scatterer while it is looked at.
  private struct RowMemory {
    var row: RestingSight.Row?
    var isChanged = false
  }

  /// A scatterer in the world.
  private struct Place {
    let scatterer: Scatterer
    let point: Vector3
    let velocity: Vector3
    let normal: Vector3

    init(scatterer: Scatterer, point: Vector3, _ instant: SceneInstant) {
      let body = instant.groups[Int(scatterer.group)]
      self.scatterer = scatterer
      self.point = point
      velocity = body.velocity(at: point)
      normal = body.worldFromBody.direction(scatterer.normal)
    }
  }

  /// An image whose light meets the scatterer unless something is in the way.
  private struct Candidate {
    var image: Int32
    var mirrors: Int

    /// Whether the light comes from the side that the normal points to.
    var isInFront: Bool
    var vertices: [Vector3]

    /// The position among the sights that are remembered; -1 where it is not one of them.
    var slot = -1
  }

  /// An image whose light meets the scatterer.
  private struct Sight {
    var image: Int32
    var mirrors: Int

    /// The number of a resting image over a resting scatterer, or -1.
    var number: Int32

    /// The way, once it is needed.
    var way: HalfPath?
  }

  private typealias Sights = WritableKeyPath<RestingSight.Row, [RestingSight]>

  // MARK: Paths

  private func appendPaths(
    _ position: Int32, _ place: Place, _ before: LitBeams, _ after: LitBeams,
    _ memory: inout RowMemory, to found: inout [DiffuseSearch.Found]
  ) {
    var (senders, receivers) = lit(place, before, after, &memory)
    for from in senders.indices {
      for to in receivers.indices
      where senders[from].mirrors + receivers[to].mirrors <= search.mirrors {
        let (sender, receiver) = (senders[from], receivers[to])
        let lasts = sender.number >= 0 && receiver.number >= 0
        var carried = lasts ? memory.row?.path(sender.number, receiver.number) : nil
        if carried == nil {
          let state = state(place, &senders[from], &receivers[to])
          let power = state.map { search.ends.amplitude(of: $0).lengthSquared }
          let path = RestingPath(
            transmitter: sender.number, receiver: receiver.number, power: power ?? -1,
            delay: state?.delay ?? 0)
          if lasts {
            memory.row?.paths.append(path)
            memory.isChanged = true
          }
          carried = path
        }
        guard let carried, carried.power >= 0 else { continue }
        let path = DiffusePath(
          scatterer: position, transmitterImage: sender.image, receiverImage: receiver.image)
        found.append(.init(path: path, power: carried.power, delay: carried.delay))
      }
    }
  }

  private func state(
    _ place: Place, _ from: inout Sight, _ to: inout Sight
  ) -> PathState? {
    func way(_ sight: Sight, _ images: [MirrorImage]) -> HalfPath? {
      let image = images[Int(sight.image)]
      return sight.way
        ?? HalfPath(
          from: image.point, over: image.facets, to: place.point, moving: place.velocity, model,
          instant)
    }
    from.way = way(from, sender.images)
    to.way = way(to, receiver.images)
    guard let incoming = from.way, let outgoing = to.way else { return nil }
    return place.scatterer.state(model, from: incoming, to: outgoing, instant)
  }

  // MARK: Sights

  /// The images that the scatterer sees of both ends, so far as some path may need them.
  private func lit(
    _ place: Place, _ before: LitBeams, _ after: LitBeams, _ memory: inout RowMemory
  ) -> (senders: [Sight], receivers: [Sight]) {
    let senders = candidates(place, before, of: sender, \.transmitter, &memory)
    if search.isMonostatic {
      let seen = sights(place, senders, paired: senders, of: sender, \.transmitter, &memory)
      return (seen, seen)
    }
    // What is remembered of the receiver counts as tried with all its images, so they are.
    guard memory.row != nil || !senders.isEmpty else { return ([], []) }
    let receivers = candidates(place, after, of: receiver, \.receiver, &memory)
    let seen = sights(place, senders, paired: receivers, of: sender, \.transmitter, &memory)
    guard !seen.isEmpty else { return ([], []) }
    return (seen, sights(place, receivers, paired: senders, of: receiver, \.receiver, &memory))
  }

  /// The images that may light the scatterer, in their order.
  private func candidates(
    _ place: Place, _ beams: LitBeams, of end: SearchedEnd, _ side: Sights,
    _ memory: inout RowMemory
  ) -> [Candidate] {
    guard let numbering = end.numbering, var row = memory.row else {
      return meeting(place, beams.all, of: end.images)
    }
    var found: [Candidate] = []
    let fresh = meeting(place, beams.unknown, of: end.images)
    var isNew = false
    for candidate in fresh {
      let number = numbering.numberOfImage[Int(candidate.image)]
      guard number >= 0 else {
        found.append(candidate)
        continue
      }
      row[keyPath: side].append(
        RestingSight(
          number: number, isInFront: candidate.isInFront, isClear: nil,
          vertices: candidate.vertices))
      isNew = true
    }
    for (slot, sight) in row[keyPath: side].enumerated() {
      let image = numbering.imageOfNumber[Int(sight.number)]
      guard image >= 0 else { continue }
      found.append(
        Candidate(
          image: image, mirrors: sight.vertices.count, isInFront: sight.isInFront,
          vertices: sight.vertices, slot: slot))
    }
    if isNew {
      memory.row = row
      memory.isChanged = true
    }
    return found.sorted { $0.image < $1.image }
  }

  /// The images whose light meets the scatterer unless something is in the way.
  private func meeting(
    _ place: Place, _ beams: [NumberedBeam], of images: [MirrorImage]
  ) -> [Candidate] {
    let point = Ball(centre: place.point, radius: 0)
    var found: [Candidate] = []
    for numbered in beams where numbered.beam.mayLight(point) {
      let towards = (numbered.position - place.point).dot(place.normal)
      guard towards != 0, numbered.gate?.mayPass(to: place.point, model, instant) != false,
        let vertices = images[numbered.image].vertices(to: place.point, model, instant)
      else { continue }
      found.append(
        Candidate(
          image: Int32(numbered.image), mirrors: vertices.count, isInFront: towards > 0,
          vertices: vertices))
    }
    return found
  }

  private func sights(
    _ place: Place, _ candidates: [Candidate], paired others: [Candidate], of end: SearchedEnd,
    _ side: Sights, _ memory: inout RowMemory
  ) -> [Sight] {
    var seen: [Sight] = []
    for candidate in candidates {
      let hasPartner = others.contains {
        $0.isInFront == candidate.isInFront && $0.mirrors + candidate.mirrors <= search.mirrors
      }
      guard hasPartner, isClear(place, candidate, of: end, side, &memory) else { continue }
      let number =
        candidate.slot < 0 ? -1 : end.numbering?.numberOfImage[Int(candidate.image)] ?? -1
      seen.append(
        Sight(image: candidate.image, mirrors: candidate.mirrors, number: number))
    }
    return seen
  }

  /// Whether nothing is in the way, looked up where only what moves could have changed it.
  private func isClear(
    _ place: Place, _ candidate: Candidate, of end: SearchedEnd, _ side: Sights,
    _ memory: inout RowMemory
  ) -> Bool {
    let image = end.images[Int(candidate.image)]
    func look() -> Bool {
      image.isClear(
        to: place.point, onFacet: place.scatterer.facet, over: candidate.vertices, search.caster)
    }
    guard candidate.slot >= 0, let row = memory.row else { return look() }
    let known = row[keyPath: side][candidate.slot].isClear
    if known == false { return false }
    let mayBeHidden = mayMeetMovers(place, candidate, from: image.positions[0])
    if let known, !mayBeHidden { return known }
    let isClear = look()
    // What is hidden while something moves past may be hidden by it alone.
    if known == nil, isClear || !mayBeHidden {
      memory.row?[keyPath: side][candidate.slot].isClear = isClear
      memory.isChanged = true
    }
    return isClear
  }

  private func mayMeetMovers(
    _ place: Place, _ candidate: Candidate, from end: Vector3
  ) -> Bool {
    var point = place.point
    for vertex in candidate.vertices {
      if boxes.mayMeet(point, vertex) { return true }
      point = vertex
    }
    return boxes.mayMeet(point, end)
  }
}
