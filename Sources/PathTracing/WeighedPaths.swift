// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Kinematics
internal import Scenes

/// Weighs a link's paths with the size of their mirrors at an instant.
///
/// The ways to scattering centres, of which many echoes share each, are worked out once.
struct WeighedPaths {
  private let model: TracingModel
  private let instant: SceneInstant

  /// The link's own ends, also where elements are evaluated between theirs.
  private let ends: LinkEnds
  private let isMonostatic: Bool
  private var ordersOfWays: [Way: [WeighedOrder]] = [:]

  /// A way from an end of the link over mirrors to a centre.
  private struct Way: Hashable {
    var centre: Int32
    var isFromReceiver: Bool
    var facets: [Int32]
  }

  init(_ model: TracingModel, _ link: Link, _ instant: SceneInstant) {
    self.model = model
    self.instant = instant
    ends = model.ends(of: link, at: instant)
    isMonostatic = link.isMonostatic
  }

  /// A path with its orders of reflection.
  func weighed(_ path: SpecularPath) -> SpecularPath {
    var path = path
    path.orders = path.weighedOrders(model, ends, instant)
    return path
  }

  /// An echo with the orders of reflection of both its ways.
  mutating func weighed(_ echo: CentreEcho) -> CentreEcho {
    let (sending, receiving) = echo.ways(model, ends, instant)
    var echo = echo
    echo.incoming.orders = orders(
      of: echo.incoming, to: echo.centre, sending, isFromReceiver: false)
    echo.outgoing.orders = orders(
      of: echo.outgoing, to: echo.centre, receiving, isFromReceiver: true)
    return echo
  }

  private mutating func orders(
    of path: SpecularPath, to centre: Int32, _ ends: LinkEnds, isFromReceiver: Bool
  ) -> [WeighedOrder] {
    guard !path.facets.isEmpty else { return [] }
    // The ways to and from one radio are the same.
    let way = Way(
      centre: centre, isFromReceiver: isFromReceiver && !isMonostatic, facets: path.facets)
    if let known = ordersOfWays[way] { return known }
    let orders = path.weighedOrders(model, ends, instant)
    ordersOfWays[way] = orders
    return orders
  }
}
