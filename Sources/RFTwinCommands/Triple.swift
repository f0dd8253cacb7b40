// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Quantities
internal import Spatial

/// Three numbers on the command line, "1,2.5,-3", at most a thousand million each.
///
/// A place further away than a million kilometres is a slip.
struct Triple: ExpressibleByArgument {
  let vector: Vector3

  init?(argument: String) {
    let words = argument.split(separator: ",", omittingEmptySubsequences: false)
    let values = words.compactMap { Double($0.trimmingBlanks) }.filter { abs($0) <= 1e9 }
    guard words.count == 3, values.count == 3 else { return nil }
    vector = Vector3(values[0], values[1], values[2])
  }

  init(_ vector: Vector3) { self.vector = vector }

  var defaultValueDescription: String {
    [vector.x, vector.y, vector.z].map(shortest).joined(separator: ",")
  }

  /// Whether this is a velocity that a body can have.
  var isSlowerThanLight: Bool { vector.length < PhysicalConstants.speedOfLight }
}

/// A name and three numbers, "car_1=10,0,0".
struct NamedTriple: ExpressibleByArgument {
  let name: String
  let triple: Triple

  init?(argument: String) {
    guard let equals = argument.lastIndex(of: "="),
      let triple = Triple(argument: String(argument[argument.index(after: equals)...]))
    else { return nil }
    name = String(argument[..<equals])
    self.triple = triple
  }
}

extension Substring {
  fileprivate var trimmingBlanks: Substring {
    var trimmed = self
    while trimmed.first == " " { trimmed.removeFirst() }
    while trimmed.last == " " { trimmed.removeLast() }
    return trimmed
  }
}
