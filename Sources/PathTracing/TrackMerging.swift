// SPDX-License-Identifier: Apache-2.0

internal import Channels

/// The tracks of a link over several keyframes.
struct MergedTracks: Sendable {
  /// What tells one track from another.
  enum Key: Hashable, Sendable {
    case path(PathIdentifier)

    /// One that passes a shadow boundary is another one behind it.
    case diffracted(DiffractedPath)
  }

  private(set) var tracks: [TracedTracks.Track] = []
  private(set) var diffuse = DiffusePaths.none

  private let keyframes: Int

  /// At which keyframes each track was found, `[track][keyframe]`.
  private var isFound: [Bool] = []

  /// Merges what was found at each keyframe, those of the first one first and diffuse paths last.
  init(_ snapshots: [PathSnapshot]) {
    keyframes = snapshots.count
    var positions: [Key: Int] = [:]
    for (frame, snapshot) in snapshots.enumerated() {
      for path in snapshot.specular { add(path, frame, &positions) }
      for echo in snapshot.echoes { add(.echo(echo), frame, &positions) }
      for path in snapshot.diffracted { add(.diffracted(path), frame, &positions) }
      for echo in snapshot.centres { add(echo, frame, &positions) }
    }
    var merging = DiffuseMerging(keyframes: keyframes)
    for (frame, snapshot) in snapshots.enumerated() { merging.add(snapshot.diffuse, frame) }
    tracks += merging.paths.map { .diffuse($0) }
    isFound += merging.isFound
    diffuse.transmitterMirrors = merging.transmitterImages.mirrors
    diffuse.receiverMirrors = merging.receiverImages.mirrors
  }

  /// At which keyframes a track was found.
  func presence(of track: Int) -> ArraySlice<Bool> {
    isFound[track * keyframes..<(track + 1) * keyframes]
  }

  /// What tells a track from the others.
  func key(of track: Int) -> Key { key(of: tracks[track]) }

  private func key(of track: TracedTracks.Track) -> Key {
    switch track {
    case .specular(let path): .path(path.identifier)
    case .diffuse(let path): .path(diffuse.identifier(of: path))
    case .echo(let index): .path(FacetEchoes.identifier(ofPiece: index))
    case .diffracted(let path): .diffracted(path)
    case .centre(let echo): .path(echo.identifier)
    }
  }

  private mutating func add(
    _ path: SpecularPath, _ frame: Int, _ positions: inout [Key: Int]
  ) {
    // One that was a wave from the mirror's edge at some keyframe may be left out as weak at others.
    if path.isBeside, let known = positions[.path(path.identifier)],
      case .specular(var own) = tracks[known]
    {
      own.isBeside = true
      tracks[known] = .specular(own)
    }
    add(.specular(path), frame, &positions)
  }

  private mutating func add(_ echo: CentreEcho, _ frame: Int, _ positions: inout [Key: Int]) {
    if echo.isBeside, let known = positions[.path(echo.identifier)],
      case .centre(var own) = tracks[known]
    {
      own.incoming.isBeside = own.incoming.isBeside || echo.incoming.isBeside
      own.outgoing.isBeside = own.outgoing.isBeside || echo.outgoing.isBeside
      tracks[known] = .centre(own)
    }
    add(.centre(echo), frame, &positions)
  }

  private mutating func add(
    _ track: TracedTracks.Track, _ frame: Int, _ positions: inout [Key: Int]
  ) {
    let key = key(of: track)
    if let known = positions[key] {
      isFound[known * keyframes + frame] = true
      return
    }
    positions[key] = tracks.count
    tracks.append(track)
    isFound += (0..<keyframes).lazy.map { $0 == frame }
  }
}

/// The diffuse paths of several keyframes, of which there are so many that they are not hashed.
private struct DiffuseMerging {
  /// In the order of their scatterers, as each snapshot has them.
  private(set) var paths: [DiffusePath] = []

  /// `[path][keyframe]`.
  private(set) var isFound: [Bool] = []
  private(set) var transmitterImages = ImageMerging()
  private(set) var receiverImages = ImageMerging()

  private let keyframes: Int

  init(keyframes: Int) { self.keyframes = keyframes }

  /// Adds what was found at one keyframe.
  mutating func add(_ found: DiffusePaths, _ frame: Int) {
    let senders = found.transmitterMirrors.map { transmitterImages.position(of: $0) }
    let receivers = found.receiverMirrors.map { receiverImages.position(of: $0) }
    let (known, knownPresence) = (paths, isFound)
    let most = known.count + found.paths.count / 8
    paths = []
    isFound = []
    paths.reserveCapacity(most)
    isFound.reserveCapacity(most * keyframes)
    var (next, rest) = (0, found.paths[...])
    while next < known.count || !rest.isEmpty {
      let scatterer = min(
        next < known.count ? known[next].scatterer : .max, rest.first?.scatterer ?? .max)
      let first = paths.count
      while next < known.count, known[next].scatterer == scatterer {
        paths.append(known[next])
        isFound += knownPresence[next * keyframes..<(next + 1) * keyframes]
        next += 1
      }
      // Neighbouring keyframes have most paths of a scatterer in the same order.
      let last = paths.count
      var expected = first
      while let path = rest.first, path.scatterer == scatterer {
        rest.removeFirst()
        var own = path
        own.transmitterImage = senders[Int(path.transmitterImage)]
        own.receiverImage = receivers[Int(path.receiverImage)]
        let match =
          paths[expected..<last].firstIndex(of: own) ?? paths[first..<expected].firstIndex(of: own)
        if let match {
          isFound[match * keyframes + frame] = true
          expected = match + 1
        } else {
          paths.append(own)
          isFound += (0..<keyframes).lazy.map { $0 == frame }
        }
      }
    }
  }
}

/// Numbers the mirrors of several snapshots together; the first has none.
private struct ImageMerging {
  private(set) var mirrors: [[Int32]] = [[]]
  private var positions: [[Int32]: Int32] = [[]: 0]

  mutating func position(of facets: [Int32]) -> Int32 {
    if let known = positions[facets] { return known }
    let position = Int32(mirrors.count)
    mirrors.append(facets)
    positions[facets] = position
    return position
  }
}
