// SPDX-License-Identifier: Apache-2.0

internal import Captures

/// How the profiles differ where the echoes of one kind of object are the strongest.
package struct ClassErrors: Hashable, Sendable {
  /// An actor's name, the line of sight, or what the names of alike objects begin with.
  package let name: String
  package let compared: Int
  package let missed: Int
  package let extra: Int

  /// The mean of the errors and of their magnitudes in dB; nil where nothing can be compared.
  package let signed: Double?
  package let absolute: Double?
}

/// Which kind of object makes most of each delay, told by the paths that a record keeps.
struct ObjectClasses {
  /// The power of the recorded paths of each class, by delay cell.
  private var powers: [String: [Double]] = [:]

  /// Where bins begin and how wide they are, in seconds.
  private let first: Double
  private let cell: Double
  private let bins: Int

  /// Adds up the paths of all frames of a link; nil where no path has a name.
  ///
  /// - Parameters:
  ///   - link: The link.
  ///   - record: Its record, which has the names.
  ///   - delays: The cells, in seconds.
  ///   - shift: By how much the link's delays are too long, in seconds.
  /// - Throws: `RecordError` when the paths cannot be read.
  init?(
    _ link: RecordedLink, of record: Record, delays: [Double], shift: Double
  ) throws(RecordError) {
    (first, cell, bins) = (delays[0], delays[1] - delays[0], delays.count)
    let objects = try record.objectNames()
    let actors = try record.actors()
    let classes = objects.indices.map { index in
      let actor = actors.ofObjects.indices.contains(index) ? actors.ofObjects[index] : -1
      return actor >= 0 ? actors.names[actor] : commonName(objects[index])
    }
    for frame in link.pathTimes.indices {
      for path in try link.paths(frame: frame) where path.power > 0 {
        let bin = ((path.delay - shift - first) / cell).rounded()
        guard bin >= 0, bin < Double(bins) else { continue }
        let object = path.interactions.map { Int($0.object) }.first(where: classes.indices.contains)
        guard let object else {
          guard path.interactions.isEmpty else { continue }
          add(path.power, to: "line of sight", Int(bin))
          continue
        }
        add(path.power, to: classes[object], Int(bin))
      }
    }
    if powers.isEmpty { return nil }
  }

  private mutating func add(_ power: Double, to name: String, _ bin: Int) {
    powers[name, default: [Double](repeating: 0, count: bins)][bin] += power
  }

  /// The class that makes most of a band, nil where no path is.
  private func strongest(_ band: DelayBand, width: Int) -> String? {
    let middle = (band.delay - first) / cell
    let start = max(0, Int((middle - Double(width - 1) / 2).rounded()))
    let cells = start..<min(bins, start + width)
    let sums = powers.mapValues { $0[cells].reduce(0, +) }.filter { $0.value > 0 }
    return sums.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// Sorts the bands by the class that makes most of them.
  func errors(_ bands: [DelayBand], width: Int) -> [ClassErrors] {
    let sorted = Dictionary(grouping: bands) { strongest($0, width: width) ?? "no recorded path" }
    return sorted.keys.sorted().map { name in
      let bands = sorted[name] ?? []
      let errors = bands.compactMap(\.error)
      return ClassErrors(
        name: name, compared: errors.count, missed: bands.count { $0.finding == .missed },
        extra: bands.count { $0.finding == .extra }, signed: mean(errors),
        absolute: mean(errors.map { abs($0) }))
    }
  }
}

/// What an object's name has in common with those of its like: all before a slash, without a number
/// at the end.
func commonName(_ object: String) -> String {
  var name = object.prefix { $0 != "/" }
  while let last = name.last, last.isNumber { name.removeLast() }
  while let last = name.last, "-_. ".contains(last) { name.removeLast() }
  return name.isEmpty ? object : String(name)
}
