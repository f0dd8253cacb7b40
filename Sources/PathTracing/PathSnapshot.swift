// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule

/// All paths of a link at an instant.
struct PathSnapshot: Sendable {
  /// In seconds.
  let time: Double
  let specular: [SpecularPath]
  let echoes: [Int32]
  let diffracted: [DiffractedPath]
  let centres: [CentreEcho]
  let diffuse: DiffusePaths
}

/// A path of reflections from keyframe to keyframe.
///
/// What apertures make of it is known at the keyframes and taken as linear between them.
struct SpecularCourse: Sendable {
  /// In seconds, ascending, at least one.
  private(set) var times: [Double]

  /// The path at each of them.
  private(set) var paths: [SpecularPath]

  init(_ path: SpecularPath, at time: Double) {
    times = [time]
    paths = [path]
  }

  mutating func append(_ path: SpecularPath, at time: Double) {
    times.append(time)
    paths.append(path)
  }

  /// What stays the same of the path.
  var path: SpecularPath { paths[0] }

  /// The path at an instant in seconds.
  func path(at time: Double) -> SpecularPath {
    guard let next = times.firstIndex(where: { $0 > time }) else { return paths[paths.count - 1] }
    guard next > 0, paths[next - 1].orders != paths[next].orders else { return paths[next] }
    let share = (time - times[next - 1]) / (times[next] - times[next - 1])
    var path = paths[next - 1]
    path.orders = Self.mixed(path.orders, paths[next].orders, share)
    return path
  }

  private static func mixed(
    _ before: [WeighedOrder], _ after: [WeighedOrder], _ share: Double
  ) -> [WeighedOrder] {
    var mixed = before.map {
      WeighedOrder(facets: $0.facets, factor: $0.factor * Complex(1 - share))
    }
    for order in after {
      let part = order.factor * Complex(share)
      if let known = mixed.firstIndex(where: { $0.facets == order.facets }) {
        mixed[known].factor += part
      } else {
        mixed.append(WeighedOrder(facets: order.facets, factor: part))
      }
    }
    return mixed
  }
}
