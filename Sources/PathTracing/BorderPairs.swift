// SPDX-License-Identifier: Apache-2.0

internal import Execution
internal import Spatial

/// For each border those that run along it for a while.
///
/// - Parameters:
///   - borders: The borders of one rigid group.
///   - workers: How many threads to use.
/// - Returns: For each border the positions of the others, ascending.
func neighbours(of borders: [FacetBorder], workers: Workers) -> [[Int32]] {
  var bounds = BoundingBox.empty
  for border in borders { bounds.extend(to: BoundingBox(around: [border.start, border.end])) }
  guard !bounds.isEmpty else { return [] }
  let axis = (0..<3).max { bounds.size[$0] < bounds.size[$1] } ?? 0
  // Borders in order of where they begin along the longest axis: only those that begin before one
  // ends can run along it.
  let boxes = borders.map { border in
    let slack = Vector3(repeating: FacetBorder.tolerance)
    return BoundingBox(
      lower: pointwiseMin(border.start, border.end) - slack,
      upper: pointwiseMax(border.start, border.end) + slack)
  }
  let order = borders.indices.sorted {
    (boxes[$0].lower[axis], $0) < (boxes[$1].lower[axis], $1)
  }
  let sorted = order.map { boxes[$0] }
  let pairs = workers.mapChunks(order.count, chunk: 256) { range in
    var found: [SIMD2<Int32>] = []
    for position in range {
      let box = sorted[position]
      var next = position + 1
      while next < sorted.count, sorted[next].lower[axis] <= box.upper[axis] {
        if all(sorted[next].lower .<= box.upper), all(sorted[next].upper .>= box.lower) {
          let (one, other) = (order[position], order[next])
          if borders[one].overlap(with: borders[other]) != nil {
            found.append(SIMD2(Int32(one), Int32(other)))
          }
        }
        next += 1
      }
    }
    return found
  }
  var lists = [[Int32]](repeating: [], count: borders.count)
  for pair in pairs {
    lists[Int(pair.x)].append(pair.y)
    lists[Int(pair.y)].append(pair.x)
  }
  return lists.map { $0.sorted() }
}
