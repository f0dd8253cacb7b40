// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Kinematics
internal import Scenes
internal import Spatial

/// What a link's paths are at an instant, weighed with the size of their mirrors.
///
/// The ways to scattering centres, of which many echoes share each, are worked out once.
struct WeighedPaths {
  private let model: TracingModel
  private let instant: SceneInstant

  /// The link's own ends, for which the size of mirrors is weighed.
  private let linkEnds: LinkEnds

  /// The ends between which paths are evaluated: the link's own, or those of elements.
  private let ends: LinkEnds

  /// Whether both ends are in one place and move alike, so that ways from either are the same.
  private let isOnePlace: Bool
  private var ordersOfWays: [Way: [WeighedOrder]] = [:]
  private var halves: [ModelledWay: HalfPath] = [:]

  /// A way from an end of the link over mirrors to a centre.
  private struct Way: Hashable {
    var centre: Int32
    var isFromReceiver: Bool
    var facets: [Int32]
  }

  /// A way in one of the models of a band.
  private struct ModelledWay: Hashable {
    var way: Way
    var model: Int
  }

  init(_ model: TracingModel, _ link: Link, between ends: LinkEnds, _ instant: SceneInstant) {
    self.model = model
    self.instant = instant
    self.ends = ends
    linkEnds = model.ends(of: link, at: instant)
    isOnePlace =
      link.isMonostatic && ends.transmitter.position == ends.receiver.position
      && ends.transmitter.velocity == ends.receiver.velocity
  }

  /// A path with its orders of reflection.
  func weighed(_ path: SpecularPath) -> SpecularPath {
    var path = path
    path.orders = path.weighedOrders(model, linkEnds, instant)
    return path
  }

  /// The state of an echo.
  ///
  /// - Parameters:
  ///   - echo: The echo.
  ///   - isWeighedAnew: Whether the size of its mirrors counts, and not as the echo has it.
  ///   - other: The scene at one of the frequencies of a band.
  ///   - number: Which of them.
  /// - Returns: Nil where an end or its image is at the centre.
  mutating func state(
    of echo: CentreEcho, isWeighedAnew: Bool, in other: TracingModel, number: Int
  ) -> PathState? {
    guard
      let sent = half(of: echo, isFromReceiver: false, isWeighedAnew, other, number),
      let heard = half(of: echo, isFromReceiver: true, isWeighedAnew, other, number)
    else { return nil }
    return echo.state(other, instant, from: sent, to: heard)
  }

  private mutating func half(
    of echo: CentreEcho, isFromReceiver: Bool, _ isWeighedAnew: Bool, _ other: TracingModel,
    _ number: Int
  ) -> HalfPath? {
    var path = isFromReceiver ? echo.outgoing : echo.incoming
    let way = Way(
      centre: echo.centre, isFromReceiver: isFromReceiver && !isOnePlace, facets: path.facets)
    let key = ModelledWay(way: way, model: number)
    if let known = halves[key] { return known }
    if isWeighedAnew, !path.facets.isEmpty { path.orders = orders(of: way, path, echo) }
    let ways = echo.ways(other, ends, instant)
    let half = HalfPath(over: path, other, isFromReceiver ? ways.receiving : ways.sending, instant)
    halves[key] = half
    return half
  }

  private mutating func orders(
    of way: Way, _ path: SpecularPath, _ echo: CentreEcho
  ) -> [WeighedOrder] {
    if let known = ordersOfWays[way] { return known }
    let ways = echo.ways(model, linkEnds, instant)
    let orders = path.weighedOrders(
      model, way.isFromReceiver ? ways.receiving : ways.sending, instant)
    ordersOfWays[way] = orders
    return orders
  }
}
