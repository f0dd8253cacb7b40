// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import RealModule

/// What a dimension of a capture's array counts.
enum CaptureAxis: String, CaseIterable {
  case frame

  /// All chirps of a frame in the order in which they were sent.
  case chirp

  /// The cycles of elements that take turns, and the turns in a cycle.
  case loop, transmit
  case receive, sample
}

/// The axes of a capture's array: each dimension counts one of them, or several, the last of them
/// fastest.
struct CaptureAxes {
  var dimensions: [[CaptureAxis]]

  var all: [CaptureAxis] { dimensions.flatMap(\.self) }

  init(_ axes: [CaptureAxis]) { dimensions = axes.map { [$0] } }

  /// Reads `axes`, such as [loop, [transmit, receive], sample].
  init(_ node: InputNode) throws(InputError) {
    dimensions = []
    for item in try node.list() {
      var dimension: [CaptureAxis] = []
      for axis in item.isList ? try item.list() : [item] { dimension.append(try axis.choice()) }
      guard !dimension.isEmpty else { throw item.error("'\(item.path)' counts nothing") }
      dimensions.append(dimension)
    }
    let axes = all
    for axis in CaptureAxis.allCases where axes.filter({ $0 == axis }).count > 1 {
      throw node.error("'\(node.path)' has '\(axis.rawValue)' twice")
    }
    guard axes.contains(.sample) else {
      throw node.error("'\(node.path)' must tell which dimension is 'sample'")
    }
    guard !axes.contains(.chirp) || !(axes.contains(.loop) || axes.contains(.transmit)) else {
      throw node.error(
        "'\(node.path)' has 'chirp', which counts all chirps of a frame, beside 'loop' or"
          + " 'transmit'; keep 'chirp' or the others")
    }
    guard axes.contains(.chirp) || axes.contains(.loop) || !axes.contains(.transmit) else {
      throw node.error("'\(node.path)' has 'transmit' without 'loop', which counts the cycles")
    }
  }
}

/// The lengths of a capture's axes, which what is not an axis of the array has as one.
struct CaptureShape {
  let axes: CaptureAxes
  let isColumnMajor: Bool
  private(set) var lengths: [CaptureAxis: Int]

  func length(_ axis: CaptureAxis) -> Int { lengths[axis] ?? 1 }

  /// How many chirps a frame has.
  var chirps: Int { axes.all.contains(.chirp) ? length(.chirp) : length(.loop) * length(.transmit) }

  /// How many samples a frame has, all receivers together.
  var samplesOfFrame: Int { chirps * length(.receive) * length(.sample) }

  /// Axes from the slowest to the fastest, with the distance in samples of neighbours along each.
  var strides: [CaptureAxis: Int] {
    var strides: [CaptureAxis: Int] = [:]
    var step = 1
    for axis in slowestFirst.reversed() {
      strides[axis] = step
      step *= length(axis)
    }
    return strides
  }

  /// Within a dimension that counts several axes the last is fastest, in either order.
  var slowestFirst: [CaptureAxis] {
    (isColumnMajor ? axes.dimensions.reversed() : axes.dimensions).flatMap(\.self)
  }

  /// Finds lengths that nobody has told from the array's own shape.
  ///
  /// - Parameters:
  ///   - axes: What the dimensions count.
  ///   - known: Lengths that are told.
  ///   - shape: The lengths of the dimensions; nil where the file does not say.
  ///   - count: How many samples there are.
  ///   - isColumnMajor: Whether the first dimension is the fastest.
  /// - Throws: `CaptureShapeMismatch` when they do not fit together.
  init(
    _ axes: CaptureAxes, known: [CaptureAxis: Int], shape: [Int]?, count: Int,
    isColumnMajor: Bool
  ) throws(CaptureShapeMismatch) {
    self.axes = axes
    self.isColumnMajor = isColumnMajor
    lengths = known.filter { axes.all.contains($0.key) }
    let whole = axes.all
    guard let shape else {
      try resolve(whole, to: count, whole: whole, count: count, allowingRest: true)
      return
    }
    guard shape.count == axes.dimensions.count else {
      throw CaptureShapeMismatch(
        words: "the array has \(shape.count) dimensions, \(Self.text(shape)), but 'axes' names"
          + " \(axes.dimensions.count)", fitting: [])
    }
    for (dimension, length) in zip(axes.dimensions, shape) {
      try resolve(dimension, to: length, whole: whole, count: count, allowingRest: false)
    }
  }

  private mutating func resolve(
    _ dimension: [CaptureAxis], to length: Int, whole: [CaptureAxis], count: Int,
    allowingRest: Bool
  ) throws(CaptureShapeMismatch) {
    let unknown = dimension.filter { lengths[$0] == nil }
    let product = boundedProduct(dimension.map { lengths[$0] ?? 1 })
    guard unknown.count <= 1 else {
      let names = unknown.map { "'\($0.rawValue)'" }.joined(separator: " and ")
      throw CaptureShapeMismatch(words: "the lengths of \(names) are not told", fitting: [])
    }
    if let axis = unknown.first {
      lengths[axis] = length / max(1, product)
      guard length.isMultiple(of: product) || (allowingRest && axis == .frame) else {
        throw mismatch(dimension, length, count)
      }
    } else if product != length {
      throw mismatch(dimension, length, count)
    }
  }

  private func mismatch(
    _ dimension: [CaptureAxis], _ length: Int, _ count: Int
  ) -> CaptureShapeMismatch {
    let told = dimension.map { "\($0.rawValue) \(lengths[$0].map { "\($0)" } ?? "?")" }
    return CaptureShapeMismatch(
      words: "\(length) samples do not make \(told.joined(separator: " x "))",
      fitting: fittingShapes(length, near: dimension.map { ($0.rawValue, max(1, self.length($0))) })
    )
  }

  static func text(_ lengths: [Int]) -> String {
    lengths.map(String.init).joined(separator: " x ")
  }
}

/// Why lengths do not fit together, and which would.
struct CaptureShapeMismatch: Error {
  var words: String

  /// Shapes in words.
  var fitting: [String]

  /// What is said about shapes that fit.
  var advice: String {
    fitting.isEmpty ? "" : "; what would fit: \(fitting.joined(separator: ", or "))"
  }
}

/// Shapes of a number of samples that differ least from one that is told.
///
/// One or two of the lengths are changed; the difference is the sum of the logarithms of the ratios.
///
/// - Parameters:
///   - count: How many samples there are.
///   - lengths: The shape that is told, with the names of its axes.
/// - Returns: Up to three shapes in words, the nearest first.
func fittingShapes(_ count: Int, near lengths: [(name: String, length: Int)]) -> [String] {
  guard count > 0 else { return [] }
  var found: [[Int]: Double] = [:]
  func take(_ changes: [(Int, Int)]) {
    var shape = lengths.map(\.length)
    for (axis, length) in changes { shape[axis] = length }
    found[shape] = zip(shape, lengths).reduce(0) {
      $0 + abs(Double.log(Double($1.0) / Double($1.1.length)))
    }
  }
  for first in lengths.indices {
    for second in first..<lengths.count {
      let others = boundedProduct(
        lengths.indices.filter { $0 != first && $0 != second }.map { lengths[$0].length })
      guard others > 0, count.isMultiple(of: others) else { continue }
      let rest = count / others
      guard first != second else {
        take([(first, rest)])
        continue
      }
      // Lengths up to eight times too large or too small are looked at.
      let wanted = min(lengths[first].length, 1 << 20)
      for length in max(1, wanted / 8)...wanted * 8 where rest.isMultiple(of: length) {
        take([(first, length), (second, rest / length)])
      }
    }
  }
  let nearest = found.sorted {
    ($0.value, $0.key.description) < ($1.value, $1.key.description)
  }
  return nearest.prefix(3).map { shape in
    zip(lengths, shape.key).map { "\($0.name) \($1)" }.joined(separator: " x ")
  }
}

/// A product that stays at the largest number where it would be beyond it.
private func boundedProduct(_ factors: [Int]) -> Int {
  factors.reduce(1) { product, factor in
    let (result, overflows) = product.multipliedReportingOverflow(by: factor)
    return overflows ? Int.max : result
  }
}
