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
  private(set) var keys: [Key] = []

  /// At which keyframes each track was found.
  private(set) var isFound: [[Bool]] = []
  private(set) var diffuse = DiffusePaths.none

  private let keyframes: Int
  private var positions: [Key: Int] = [:]
  private var transmitterImages = ImageMerging()
  private var receiverImages = ImageMerging()

  /// Merges what was found at each keyframe, those of the first one first.
  init(_ snapshots: [PathSnapshot]) {
    keyframes = snapshots.count
    for (frame, snapshot) in snapshots.enumerated() {
      for path in snapshot.specular { add(path, frame) }
      for echo in snapshot.echoes {
        add(.echo(echo), .path(TracedTracks.identifier(ofEcho: echo)), frame)
      }
      for path in snapshot.diffracted { add(.diffracted(path), .diffracted(path), frame) }
      for echo in snapshot.centres { add(.centre(echo), .path(echo.identifier), frame) }
      addDiffuse(snapshot.diffuse, frame)
    }
    diffuse.transmitterMirrors = transmitterImages.mirrors
    diffuse.receiverMirrors = receiverImages.mirrors
  }

  private mutating func add(_ path: SpecularPath, _ frame: Int) {
    let key = Key.path(path.identifier)
    // One that was a wave from the mirror's edge at some keyframe may be left out as weak at others.
    if path.isBeside, let known = positions[key], case .specular(var own) = tracks[known] {
      own.isBeside = true
      tracks[known] = .specular(own)
    }
    add(.specular(path), key, frame)
  }

  private mutating func addDiffuse(_ found: DiffusePaths, _ frame: Int) {
    let senders = found.transmitterMirrors.map { transmitterImages.position(of: $0) }
    let receivers = found.receiverMirrors.map { receiverImages.position(of: $0) }
    for path in found.paths {
      var own = path
      own.transmitterImage = senders[Int(path.transmitterImage)]
      own.receiverImage = receivers[Int(path.receiverImage)]
      add(.diffuse(own), .path(found.identifier(of: path)), frame)
    }
  }

  private mutating func add(_ track: TracedTracks.Track, _ key: Key, _ frame: Int) {
    if let known = positions[key] {
      isFound[known][frame] = true
      return
    }
    positions[key] = tracks.count
    tracks.append(track)
    keys.append(key)
    isFound.append((0..<keyframes).map { $0 == frame })
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
