// SPDX-License-Identifier: Apache-2.0

package import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Quantities
package import Spatial

/// Where a point is and how fast it moves, in metres and metres per second.
package struct PointMotion: Hashable, Sendable {
  package var position: Vector3
  package var velocity: Vector3

  package init(position: Vector3, velocity: Vector3 = .zero) {
    self.position = position
    self.velocity = velocity
  }
}

/// The paths of statistical links and targets over an interval, phase-coherent from chirp to chirp.
///
/// Rays keep their powers and polarisation; their lengths and directions follow the places of their ends
/// by way of bounces at rest (`DriftingRay`), so that Doppler shifts, (7.9.4-4), are the
/// derivatives of delays and nothing jumps. Lines of sight follow the exact distance. Amplitudes may
/// follow curves of their own. Rays that were drawn at some place hold over ways that are short
/// beside the distances over which links change (Tables 7.5-6 and 7.6.3.1-2); `StatisticalEpisode`
/// renews them on longer ones.
package struct StatisticalTracks: PathTracks {
  package let interval: ClosedRange<Double>
  private let start: LinkEnds
  private let motion: @Sendable (Double) -> LinkEnds
  private var targets: [Target] = []
  private var curves: [AmplitudeCurve] = []
  private var tracks: [Track] = []

  /// Something between the radios.
  private struct Target: Sendable {
    let number: Int32
    let motion: @Sendable (Double) -> PointMotion
  }

  /// A way between two moving places.
  private struct Segment: Sendable {
    let ray: DriftingRay
    /// 2 alpha D in metres per second: how fast a moving scatterer shortens it.
    let closing: Double
  }

  private struct Track: Sendable {
    let identifier: PathIdentifier
    let target: Int?
    let curve: Int
    let first: Segment
    /// From the target on.
    let second: Segment?
    /// The square root of its share of the power.
    let amplitude: Double
    let transfer: PolarizationTransfer
  }

  /// What tells a link's or a target's paths from those of others.
  package struct Name: Hashable, Sendable, ExpressibleByIntegerLiteral {
    /// 16 bits count.
    package var number: Int
    /// How often its rays have been renewed; 24 bits count.
    package var renewal: Int

    package init(_ number: Int, renewal: Int = 0) {
      self.number = number
      self.renewal = renewal
    }

    package init(integerLiteral number: Int) { self.init(number) }

    /// The identifier of the path over two rays.
    fileprivate func identifier(_ first: Int32, _ second: Int32) -> PathIdentifier {
      PathIdentifier(
        rawValue: UInt64(number & 0xFFFF) << 48 | UInt64(renewal & 0xFF_FFFF) << 24
          | UInt64(first & 0xFFF) << 12 | UInt64(second & 0xFFF))
    }
  }

  /// Where the ends of paths were when they were drawn.
  package struct Origin: Hashable, Sendable {
    package var transmitter: Vector3
    package var receiver: Vector3
    package var target: Vector3

    package init(transmitter: Vector3, receiver: Vector3, target: Vector3 = .zero) {
      self.transmitter = transmitter
      self.receiver = receiver
      self.target = target
    }
  }

  /// Begins a link without paths.
  ///
  /// - Parameters:
  ///   - interval: From when to when it holds, in seconds.
  ///   - ends: Tells the ends of the link at any instant.
  package init(
    over interval: ClosedRange<Double>, ends: @escaping @Sendable (Double) -> LinkEnds
  ) {
    self.interval = interval
    motion = ends
    start = ends(interval.lowerBound)
  }

  /// Adds the rays of a link between the radios.
  ///
  /// - Parameters:
  ///   - link: Its rays, with departure at the transmitter.
  ///   - curve: The square root of the link's gain over time.
  ///   - name: Tells its paths from those of others.
  ///   - origin: Where the ends were when it was drawn; nil at the interval's beginning.
  ///   - scatterers: alpha D in metres per second of each ray but the line of sight, in their order;
  ///     rays beyond the list rest.
  package mutating func add(
    _ link: ClusteredLink, curve: AmplitudeCurve, name: Name, origin: Origin? = nil,
    scatterers: [Double] = []
  ) {
    curves.append(curve)
    let (from, to) = (
      origin?.transmitter ?? start.transmitter.position,
      origin?.receiver ?? start.receiver.position
    )
    let lines = link.lineOfSight == nil ? 0 : 1
    for (index, ray) in link.allRays.enumerated() {
      let scatterer = index - lines
      let speed = scatterers.indices.contains(scatterer) ? scatterers[scatterer] : 0
      tracks.append(
        Track(
          identifier: name.identifier(Int32(index), 0), target: nil, curve: curves.count - 1,
          first: Self.segment(ray, link, from: from, to: to, speed: speed), second: nil,
          amplitude: ray.power.squareRoot(), transfer: ray.transfer))
    }
  }

  /// Adds the rays of a link between the radios with an amplitude that does not change.
  package mutating func add(
    _ link: ClusteredLink, amplitude: Double, number: Int, scatterers: [Double] = []
  ) {
    add(link, curve: AmplitudeCurve(amplitude), name: Name(number), scatterers: scatterers)
  }

  /// Adds the paths over a point of a target.
  ///
  /// - Parameters:
  ///   - channel: Its paths.
  ///   - curve: What `TargetChannel.amplitude(decibels:meanSquareMetres:wavelength:)` gives, over time.
  ///   - name: Tells its paths from those of others.
  ///   - centre: The point's number among what paths interact with; nil for the name's.
  ///   - origin: Where ends and target were when it was drawn; nil at the interval's beginning.
  ///   - skipsLinesOfSight: Whether the path over both lines of sight is left out.
  ///   - motion: Tells where the point is at any instant.
  package mutating func add(
    _ channel: TargetChannel, curve: AmplitudeCurve, name: Name, centre: Int? = nil,
    origin: Origin? = nil, skipsLinesOfSight: Bool = false,
    motion: @escaping @Sendable (Double) -> PointMotion
  ) {
    curves.append(curve)
    targets.append(
      Target(number: Int32(truncatingIfNeeded: centre ?? name.number), motion: motion))
    let origin =
      origin
      ?? Origin(
        transmitter: start.transmitter.position, receiver: start.receiver.position,
        target: motion(interval.lowerBound).position)
    for path in channel.paths
    where !skipsLinesOfSight || path.transmitRay >= 0 || path.receiveRay >= 0 {
      tracks.append(
        Track(
          identifier: name.identifier(path.transmitRay + 1, path.receiveRay + 1),
          target: targets.count - 1, curve: curves.count - 1,
          first: Self.segment(
            channel.transmitRay(of: path), channel.transmitLeg, from: origin.transmitter,
            to: origin.target),
          second: Self.segment(
            channel.receiveRay(of: path), channel.receiveLeg, from: origin.target,
            to: origin.receiver),
          amplitude: path.power.squareRoot(), transfer: path.transfer))
    }
  }

  /// Adds the paths over a point of a target with an amplitude that does not change.
  package mutating func add(
    _ channel: TargetChannel, amplitude: Double, number: Int,
    motion: @escaping @Sendable (Double) -> PointMotion
  ) {
    add(channel, curve: AmplitudeCurve(amplitude), name: Name(number), motion: motion)
  }

  private static func segment(
    _ ray: LinkRay, _ link: ClusteredLink, from: Vector3, to: Vector3, speed: Double = 0
  ) -> Segment {
    let length = link.distance + ray.delay * PhysicalConstants.speedOfLight
    return Segment(
      ray: ray.cluster < 0
        ? DriftingRay(from: from, to: to) : DriftingRay(ray, length: length, from: from, to: to),
      closing: 2 * speed)
  }

  // MARK: The contract

  package var count: Int { tracks.count }
  package var restingCount: Int { 0 }
  package var identifiers: [PathIdentifier] { tracks.map(\.identifier) }
  package func ends(at time: Double) -> LinkEnds { motion(time) }

  package func states(of tracks: [Int], at time: Double) -> [PathState] {
    let instant = Instant(self, time)
    return tracks.map { instant.state(of: self.tracks[$0]) }
  }

  package func delays(of tracks: Range<Int>, at time: Double) -> [PathDelay] {
    let instant = Instant(self, time)
    return tracks.map {
      let state = instant.state(of: self.tracks[$0])
      return PathDelay(delay: state.delay, rate: state.delayRate)
    }
  }

  package func path(_ track: Int, at time: Double) -> PropagationPath {
    let own = tracks[track]
    let interactions = own.target.map { index in
      [
        Interaction(
          centre: targets[index].number, vertex: targets[index].motion(time).position)
      ]
    }
    return PropagationPath(
      identifier: own.identifier, state: states(of: [track], at: time)[0],
      interactions: interactions ?? [])
  }

  /// All places and amplitudes at one instant.
  private struct Instant {
    private let elapsed: Double
    private let transmitter: PointMotion
    private let receiver: PointMotion
    private let targets: [PointMotion]
    private let factors: [Double]

    init(_ tracks: StatisticalTracks, _ time: Double) {
      elapsed = time - tracks.interval.lowerBound
      let ends = tracks.motion(time)
      transmitter = ends.transmitter.point
      receiver = ends.receiver.point
      targets = tracks.targets.map { $0.motion(time) }
      factors = tracks.curves.map { $0.value(at: time) }
    }

    func state(of track: Track) -> PathState {
      let middle = track.target.map { targets[$0] }
      let first = track.first.ray.state(from: transmitter, to: middle ?? receiver)
      var (length, rate, arrival) = (first.length, first.rate, first.arrival)
      var closing = track.first.closing
      if let second = track.second, let middle {
        let rest = second.ray.state(from: middle, to: receiver)
        length += rest.length
        rate += rest.rate
        arrival = rest.arrival
        closing += second.closing
      }
      let light = PhysicalConstants.speedOfLight
      return PathState(
        delay: (length - closing * elapsed) / light, delayRate: (rate - closing) / light,
        transfer: track.transfer.scaled(by: Complex(factors[track.curve] * track.amplitude)),
        departure: first.departure, arrival: arrival)
    }
  }
}

extension AntennaPose {
  fileprivate var point: PointMotion { PointMotion(position: position, velocity: velocity) }
}
