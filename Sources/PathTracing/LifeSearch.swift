// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Execution
internal import Kinematics
internal import RayCasting
internal import RealModule
internal import Scenes
internal import Spatial

/// Finds out when tracks begin and end between the keyframes at which they were looked for.
struct LifeSearch {
  let model: TracingModel
  let caster: RayCaster
  let settings: PropagationSettings
  let scatterers: [Scatterer]
  let echoes: FacetEchoes
  let link: Link
  let keyframes: [Double]
  let workers: Workers

  /// A track that one of two neighbouring keyframes has and the other has not.
  private struct Transition {
    var track: Int
    var isRise: Bool

    /// The keyframes.
    let span: ClosedRange<Double>

    /// Instants at which it is there, and at which it is not.
    var present: Double
    var absent: Double

    /// Whether nothing hides it at either keyframe: it was only found too weak to count at one.
    var isWeak = false

    var gap: Double { abs(present - absent) }
  }

  /// To how many parts of the time between keyframes the ends of weak and numerous paths are found.
  ///
  /// These are scatterers and pieces of curved panels, whose fades last longer than such a part.
  private static let parts = 8.0

  /// The lives of tracks; nil for those that last.
  func lives(of merged: MergedTracks) -> [TrackLife?] {
    var transitions: [Transition] = []
    for track in merged.tracks.indices {
      let isFound = merged.presence(of: track)
      guard isFound.contains(false) else { continue }
      for (frame, (was, isRise)) in zip(isFound, isFound.dropFirst()).enumerated()
      where was != isRise {
        let (before, after) = (keyframes[frame], keyframes[frame + 1])
        transitions.append(
          Transition(
            track: track, isRise: isRise, span: before...after, present: isRise ? after : before,
            absent: isRise ? before : after))
      }
    }
    refine(&transitions, merged)
    // Scatterers and pieces are found to a part of an interval, so that many change at one instant.
    var middles: [Double: Middle] = [:]
    var changes: [Int: [TrackLife.Change]] = [:]
    for transition in transitions {
      let fade = fade(of: transition, merged.tracks[transition.track], &middles)
      changes[transition.track, default: []].append(
        TrackLife.Change(time: fade, isRise: transition.isRise))
    }
    return merged.tracks.indices.map { track in changes[track].map { TrackLife(changes: $0) } }
  }

  /// Halves the time in which each track changes until it is short enough.
  private func refine(_ transitions: inout [Transition], _ merged: MergedTracks) {
    var open = transitions.indices.filter {
      !isBeside(merged.tracks[transitions[$0].track])
    }
    visit(open, at: { transitions[$0].absent }, transitions, merged) { index, isThere in
      transitions[index].isWeak = isThere
    }
    open.removeAll { transitions[$0].isWeak }
    while !open.isEmpty {
      visit(
        open, at: { (transitions[$0].present + transitions[$0].absent) / 2 }, transitions, merged
      ) { index, isThere in
        let middle = (transitions[index].present + transitions[index].absent) / 2
        if isThere {
          transitions[index].present = middle
        } else {
          transitions[index].absent = middle
        }
      }
      open.removeAll { index in
        let transition = transitions[index]
        let span = transition.span.upperBound - transition.span.lowerBound
        return transition.gap
          <= max(
            settings.lifeResolution,
            isNumerous(merged.tracks[transition.track]) ? span / Self.parts : 0)
          || transition.gap <= 1e-9 * span
      }
    }
  }

  /// Tells which of some transitions' tracks are there, at an instant of each.
  private func visit(
    _ indices: [Int], at time: (Int) -> Double, _ transitions: [Transition],
    _ merged: MergedTracks, _ body: (Int, Bool) -> Void
  ) {
    let byTime = Dictionary(grouping: indices, by: time)
    for (time, group) in byTime.sorted(by: { $0.key < $1.key }) {
      let tracks = Set(group.map { transitions[$0].track }).sorted()
      let there = Set(present(tracks, in: merged, at: time))
      for index in group { body(index, there.contains(transitions[index].track)) }
    }
  }

  private func isNumerous(_ track: TracedTracks.Track) -> Bool {
    switch track {
    case .diffuse, .echo: true
    case .specular, .diffracted, .centre: false
    }
  }

  /// Whether a track is a wave from a mirror's edge, which is left out only where it is weak.
  private func isBeside(_ track: TracedTracks.Track) -> Bool {
    switch track {
    case .specular(let path): path.isBeside
    case .centre(let echo): echo.isBeside
    case .diffuse, .echo, .diffracted: false
    }
  }

  // MARK: Fades

  /// From when to when the field of a track changes.
  ///
  /// An edge at d_1 and d_2 from the ends needs the time sqrt(lambda d_1 d_2 / (d_1 + d_2)) / v for the
  /// Fresnel zone. Which edge it is stays unknown; half of the way is taken for d_1 and d_2, where the
  /// zone is widest, and the speed of the fastest body for v. Nothing changes at the keyframes
  /// themselves, so that neighbouring intervals go on from each other. With diffraction the fields of
  /// edges make up for what ends at once.
  ///
  /// Physics primer, eq. 66.
  private func fade(
    of transition: Transition, _ track: TracedTracks.Track, _ middles: inout [Double: Middle]
  ) -> ClosedRange<Double> {
    let span = transition.span
    if transition.isWeak || isBeside(track) { return span }
    let time = (transition.present + transition.absent) / 2
    if settings.diffraction, !isNumerous(track) { return time...time }
    let middle = middles[time] ?? self.middle(at: time)
    middles[time] = middle
    let way = middle.ends.transmitter.position
      .distance(to: point(of: track, middle.ends, middle.instant))
    let half =
      middle.speed > 0 ? (model.wavelength * way / 4).squareRoot() / middle.speed / 2 : .infinity
    return max(span.lowerBound, time - half)...min(span.upperBound, time + half)
  }

  /// The scene in the middle of a change.
  private struct Middle {
    let instant: SceneInstant
    let ends: LinkEnds

    /// That of the fastest body or end, in metres per second.
    let speed: Double
  }

  private func middle(at time: Double) -> Middle {
    let instant = model.instant(time)
    let ends = model.ends(of: link, at: instant)
    let speed = max(
      instant.groups.reduce(0) { max($0, $1.velocity.length) }, ends.transmitter.velocity.length,
      ends.receiver.velocity.length)
    return Middle(instant: instant, ends: ends, speed: speed)
  }

  /// A place that a track leads over, or the receiver.
  private func point(
    of track: TracedTracks.Track, _ ends: LinkEnds, _ instant: SceneInstant
  ) -> Vector3 {
    switch track {
    case .diffuse(let path):
      let scatterer = scatterers[Int(path.scatterer)]
      return instant.groups[Int(scatterer.group)].worldFromBody(scatterer.position)
    case .echo(let index):
      let piece = echoes.pieces[Int(index)]
      return instant.groups[Int(piece.group)].worldFromBody(piece.centre)
    case .centre(let echo): return echo.vertex(model, instant)
    case .specular, .diffracted: return ends.receiver.position
    }
  }

  // MARK: Sight

  /// Which of some tracks are there at an instant, whatever they carry.
  private func present(
    _ tracks: [Int], in merged: MergedTracks, at time: Double
  ) -> [Int] {
    let instant = model.instant(time)
    let ends = model.ends(of: link, at: instant)
    caster.place(instant.groups.map(\.worldFromBody))
    var specular: [[Int32]] = []
    var diffracted: Set<Int32> = []
    var diffuse: [DiffusePath] = []
    var centres: [CentreEcho] = []
    for track in tracks {
      switch merged.tracks[track] {
      case .specular(let path): specular.append(path.facets)
      case .diffracted(let path): diffracted.insert(path.wedge)
      case .diffuse(let path): diffuse.append(path)
      case .centre(let echo): centres.append(echo)
      case .echo: break
      }
    }
    var found: Set<MergedTracks.Key> = []
    if !specular.isEmpty || !diffracted.isEmpty {
      let search = SpecularSearch(
        model, caster, between: ends, instant, settings, workers: workers)
      let direct = settings.lineOfSight ? search.direct() : nil
      if let direct { found.insert(.path(direct.identifier)) }
      var tree = ReflectionTree()
      for facets in specular { tree.insert(facets) }
      found.formUnion(search.run(tree).map { .path($0.identifier) })
      if !diffracted.isEmpty {
        let isDirectFound = direct.map { $0.facets.isEmpty && $0.crossings.isEmpty } ?? false
        found.formUnion(
          DiffractionSearch(
            model: model, caster: caster, ends: ends, instant: instant,
            echoes: settings.hasApertures ? echoes : nil,
            isDirectFound: settings.lineOfSight ? isDirectFound : nil, workers: workers
          ).run(over: diffracted.sorted()).map { .diffracted($0) })
      }
    }
    found.formUnion(inSight(centres, ends, instant).map { .path($0) })
    found.formUnion(inSight(diffuse, merged.diffuse, ends, instant).map { .path($0) })
    return tracks.filter { track in
      if case .echo(let index) = merged.tracks[track] {
        return echoes.pieces[Int(index)].isVisible(ends, instant, caster: caster)
      }
      return found.contains(merged.key(of: track))
    }
  }

  /// The identifiers of the paths over the mirrors of some echoes of scattering centres.
  private func inSight(
    _ echoes: [CentreEcho], _ ends: LinkEnds, _ instant: SceneInstant
  ) -> [PathIdentifier] {
    guard !echoes.isEmpty else { return [] }
    let (sender, receiver) = images(
      in: echoes.map(\.incoming.facets), echoes.map(\.outgoing.facets), ends, instant)
    let search = CentreSearch(
      model: model, caster: caster, link: link, ends: ends, instant: instant,
      transmitterImages: sender, receiverImages: receiver, mirrors: settings.maximumDepth,
      mirrorsBeside: nil)
    return search.run().map(\.identifier)
  }

  /// The images of both ends in some sequences of mirrors.
  private func images(
    in before: [[Int32]], _ after: [[Int32]], _ ends: LinkEnds, _ instant: SceneInstant
  ) -> (transmitter: [MirrorImage], receiver: [MirrorImage]) {
    var (sender, receiver) = (ReflectionTree(), ReflectionTree())
    for facets in before { sender.insert(facets) }
    for facets in after { receiver.insert(facets) }
    if ends.transmitter == ends.receiver {
      sender.merge(receiver)
      receiver = sender
    }
    func images(_ end: AntennaPose, _ tree: ReflectionTree) -> [MirrorImage] {
      model.images(
        of: end, in: tree, where: tree.nodes.map { _ in true }, depth: settings.maximumDepth,
        smallShare: 0, instant)
    }
    return (images(ends.transmitter, sender), images(ends.receiver, receiver))
  }

  /// The identifiers of the paths over the scatterers and mirrors of some diffuse ones.
  private func inSight(
    _ paths: [DiffusePath], _ all: DiffusePaths, _ ends: LinkEnds, _ instant: SceneInstant
  ) -> [PathIdentifier] {
    guard !paths.isEmpty else { return [] }
    let (sender, receiver) = images(
      in: paths.map { all.transmitterMirrors[Int($0.transmitterImage)] },
      paths.map { all.receiverMirrors[Int($0.receiverImage)] }, ends, instant)
    let search = DiffuseSearch(
      model: model, caster: caster, ends: ends, instant: instant,
      transmitterImages: sender, receiverImages: receiver, mirrors: settings.maximumDepth,
      workers: workers)
    let touched = Set(paths.map(\.scatterer)).sorted()
    let found = search.run(over: touched.map { scatterers[Int($0)] }).map { item in
      var path = item.path
      path.scatterer = touched[Int(path.scatterer)]
      return path
    }
    let seen = DiffusePaths(found, search)
    return seen.paths.map { seen.identifier(of: $0) }
  }
}
