// SPDX-License-Identifier: Apache-2.0

internal import Execution

/// Leaves out mirrored diffuse paths that add next to nothing to what arrives with them.
struct WeakPathFilter {
  /// The width of the bins in seconds: four cells of a sweep of 4 GHz.
  static let bin = 1e-9

  /// The share of the diffuse power in a delay bin that may be left out.
  let share: Double

  /// Whether both ends are one radio, so that a path and its reverse stay or go together.
  let isMonostatic: Bool

  /// The path gain with both antennas that may be left out in any bin, however weak the rest is.
  let inaudible: Double

  /// The paths without the weakest mirrored ones of each bin.
  ///
  /// What is left out of a bin adds up to no more than the larger of both bounds. Paths without
  /// mirrors all stay.
  func run(_ found: [DiffuseSearch.Found], workers: Workers) -> [DiffuseSearch.Found] {
    let members = membersOfBins(found)
    let dropped = workers.map(members.count, chunk: 8) { bin in weakest(members[bin], found) }
    var isDropped = [Bool](repeating: false, count: found.count)
    for index in dropped.joined() { isDropped[index] = true }
    if isMonostatic { keepReverses(of: found, &isDropped) }
    return found.indices.filter { !isDropped[$0] }.map { found[$0] }
  }

  /// Keeps paths whose reverses are kept.
  ///
  /// The two ways round a mirror add up in phase: half of them would be a quarter of the power.
  private func keepReverses(of found: [DiffuseSearch.Found], _ isDropped: inout [Bool]) {
    var first = 0
    while first < found.count {
      let scatterer = found[first].path.scatterer
      let next = found[first...].firstIndex { $0.path.scatterer != scatterer } ?? found.count
      // Both ways lead over the same scatterer; put in order they lie side by side.
      let group = (first..<next).sorted { Self.images(found[$0]) < Self.images(found[$1]) }
      for (one, other) in zip(group, group.dropFirst())
      where Self.images(found[one]) == Self.images(found[other])
        && isDropped[one] != isDropped[other]
      {
        isDropped[one] = false
        isDropped[other] = false
      }
      first = next
    }
  }

  /// The images of a path regardless of its direction.
  private static func images(_ found: DiffuseSearch.Found) -> (Int32, Int32) {
    let (one, other) = (found.path.transmitterImage, found.path.receiverImage)
    return (min(one, other), max(one, other))
  }

  /// The positions of the paths in each bin that has any.
  private func membersOfBins(_ found: [DiffuseSearch.Found]) -> [[Int]] {
    let bins = found.map { Int($0.delay / Self.bin) }
    guard let first = bins.min(), let last = bins.max() else { return [] }
    // Echoes of nearby things lie in few bins, but nothing keeps one from being far away.
    guard last - first < Self.mostBins else {
      return Dictionary(grouping: found.indices, by: { bins[$0] }).sorted { $0.key < $1.key }
        .map(\.value)
    }
    var members = [[Int]](repeating: [], count: last - first + 1)
    for (index, bin) in bins.enumerated() { members[bin - first].append(index) }
    return members.filter { !$0.isEmpty }
  }

  private static let mostBins = 1 << 20

  /// The weakest mirrored paths of a bin that may be left out together.
  private func weakest(_ members: [Int], _ found: [DiffuseSearch.Found]) -> [Int] {
    let total = members.reduce(0) { $0 + found[$1].power }
    let allowed = max(inaudible, share * total)
    var sum = 0.0
    return members.filter { found[$0].path.isMirrored }
      .sorted { (found[$0].power, $0) < (found[$1].power, $1) }
      .prefix {
        sum += found[$0].power
        return sum <= allowed
      }
  }
}
