// SPDX-License-Identifier: Apache-2.0

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
  func run(_ found: [DiffuseSearch.Found]) -> [DiffuseSearch.Found] {
    var totals: [Int: Double] = [:]
    for item in found { totals[bin(of: item), default: 0] += item.power }
    let mirrored = found.indices.filter { found[$0].path.isMirrored }
      .sorted { (found[$0].power, $0) < (found[$1].power, $1) }
    var dropped: [Int: Double] = [:]
    var isDropped = [Bool](repeating: false, count: found.count)
    for index in mirrored {
      let bin = bin(of: found[index])
      let sum = dropped[bin, default: 0] + found[index].power
      guard sum <= max(inaudible, share * totals[bin, default: 0]) else { continue }
      dropped[bin] = sum
      isDropped[index] = true
    }
    if isMonostatic {
      // The two ways round a mirror add up in phase: half of them would be a quarter of the power.
      let kept = Set(found.indices.lazy.filter { !isDropped[$0] }.map { Way(found[$0].path) })
      return found.filter { kept.contains(Way($0.path)) }
    }
    return found.indices.filter { !isDropped[$0] }.map { found[$0] }
  }

  /// A monostatic path regardless of its direction.
  private struct Way: Hashable {
    let scatterer: Int32
    let images: SIMD2<Int32>

    init(_ path: DiffusePath) {
      scatterer = path.scatterer
      images = SIMD2(
        min(path.transmitterImage, path.receiverImage),
        max(path.transmitterImage, path.receiverImage))
    }
  }

  private func bin(of item: DiffuseSearch.Found) -> Int { Int(item.delay / Self.bin) }
}
