// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// Joins pieces of wedges that follow each other in one straight line between the same faces.
///
/// - Parameter pieces: The pieces of one rigid group.
/// - Returns: The wedges, in an order that depends on the pieces only.
func joined(_ pieces: [Wedge]) -> [Wedge] {
  var byFaces: [SIMD2<Int32>: [Wedge]] = [:]
  for piece in pieces {
    byFaces[SIMD2(piece.zeroFacet, piece.nFacet), default: []].append(piece)
  }
  let keys = byFaces.keys.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
  return keys.flatMap { joinedBetweenSameFaces(byFaces[$0] ?? []) }
}

private func joinedBetweenSameFaces(_ pieces: [Wedge]) -> [Wedge] {
  // Which piece begins where another one ends, by cubes of a centimetre.
  var starts: [SIMD3<Int64>: [Int]] = [:]
  for (index, piece) in pieces.enumerated() { starts[cube(piece.start), default: []].append(index) }
  var followers = [Int?](repeating: nil, count: pieces.count)
  var isFollower = [Bool](repeating: false, count: pieces.count)
  for (index, piece) in pieces.enumerated() {
    let near = surroundings(of: piece.end).flatMap { starts[$0] ?? [] }
    let next = near.first { other in
      other != index && !isFollower[other] && isStraight(piece.start, pieces[other])
        && pieces[other].direction.dot(piece.direction) > 0
        && pieces[other].start.distance(to: piece.end) < 5 * FacetBorder.tolerance
    }
    guard let next else { continue }
    followers[index] = next
    isFollower[next] = true
  }
  var result: [Wedge] = []
  var isTaken = [Bool](repeating: false, count: pieces.count)
  // A ring has no first piece: what is left after the open chains starts anywhere.
  let heads = pieces.indices.filter { !isFollower[$0] } + pieces.indices.filter { isFollower[$0] }
  for head in heads where !isTaken[head] {
    var wedge = pieces[head]
    isTaken[head] = true
    var current = head
    while let next = followers[current], !isTaken[next] {
      if isStraight(wedge.start, pieces[next]) {
        wedge.extend(to: pieces[next].end)
      } else {
        result.append(wedge)
        wedge = pieces[next]
      }
      isTaken[next] = true
      current = next
    }
    result.append(wedge)
  }
  return result
}

/// Whether a piece begins on the straight line from a point to its end.
private func isStraight(_ start: Vector3, _ next: Wedge) -> Bool {
  let line = next.end - start
  let gap = (next.start - start).cross(line)
  let limit = FacetBorder.tolerance * FacetBorder.tolerance * line.lengthSquared
  return gap.lengthSquared < limit
}

private func cube(_ point: Vector3) -> SIMD3<Int64> {
  SIMD3<Int64>((point * 100).rounded(.down))
}

/// The cubes that a point within half a centimetre of a place may lie in.
private func surroundings(of place: Vector3) -> [SIMD3<Int64>] {
  let lower = cube(place - Vector3(repeating: 5e-3))
  let upper = cube(place + Vector3(repeating: 5e-3))
  var cubes: [SIMD3<Int64>] = []
  for x in lower.x...upper.x {
    for y in lower.y...upper.y {
      for z in lower.z...upper.z { cubes.append(SIMD3(x, y, z)) }
    }
  }
  return cubes
}

extension Wedge {
  /// Where the edge ends.
  fileprivate var end: Vector3 { point(at: length) }

  /// Lengthens a free edge to a point straight on, another edge by as much as its planes allow.
  fileprivate mutating func extend(to end: Vector3) {
    if zeroFacet == nFacet {
      let facing = zeroNormal
      direction = (end - start).normalized
      inZeroFace = facing.cross(direction).normalized
      length = start.distance(to: end)
    } else {
      length = (end - start).dot(direction)
    }
  }
}
