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
/// What was drawn stays: rays keep their directions, powers and polarisation, and grow longer or
/// shorter as the places of their ends move along these directions, which is the integral of the
/// Doppler shift in (7.9.4-4). Lines of sight follow the exact distance. It holds over ways that are short
/// beside the distances over which links change (Tables 7.5-6 and 7.6.3.1-2), some metres.
package struct StatisticalTracks: PathTracks {
  package let interval: ClosedRange<Double>
  private let start: LinkEnds
  private let motion: @Sendable (Double) -> LinkEnds
  private var targets: [Target] = []
  private var tracks: [Track] = []

  /// Something between the radios, and where it was when its channel was drawn.
  private struct Target: Sendable {
    let number: Int32
    let start: PointMotion
    let motion: @Sendable (Double) -> PointMotion
  }

  /// A way between two moving places.
  private struct Segment: Sendable {
    /// In metres, as drawn.
    let length: Double
    /// Unit directions away from both ends.
    let departure: Vector3
    let arrival: Vector3
    let isLineOfSight: Bool
    /// 2 alpha D in metres per second: how fast a moving scatterer shortens it.
    let closing: Double
  }

  private struct Track: Sendable {
    let identifier: PathIdentifier
    let target: Int?
    let first: Segment
    /// From the target on.
    let second: Segment?
    let transfer: PolarizationTransfer
  }

  /// Begins a link without paths.
  ///
  /// - Parameters:
  ///   - interval: From when to when it holds, in seconds; its channel is drawn at the beginning.
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
  ///   - amplitude: The square root of the link's gain.
  ///   - number: Tells its paths from those of others.
  ///   - scatterers: alpha D in metres per second of each ray but the line of sight, in their order;
  ///     rays beyond the list rest.
  package mutating func add(
    _ link: ClusteredLink, amplitude: Double, number: UInt16, scatterers: [Double] = []
  ) {
    let lines = link.lineOfSight == nil ? 0 : 1
    for (index, ray) in link.allRays.enumerated() {
      let scatterer = index - lines
      let speed = scatterers.indices.contains(scatterer) ? scatterers[scatterer] : 0
      tracks.append(
        Track(
          identifier: Self.identifier(number, Int32(index), 0), target: nil,
          first: Self.segment(ray, distance: link.distance, speed: speed), second: nil,
          transfer: ray.transfer.scaled(by: Complex(amplitude * ray.power.squareRoot()))))
    }
  }

  /// Adds the paths over a point of a target.
  ///
  /// - Parameters:
  ///   - channel: Its paths.
  ///   - amplitude: What `TargetChannel.amplitude(decibels:meanSquareMetres:wavelength:)` gives.
  ///   - number: Tells its paths from those of others.
  ///   - motion: Tells where the point is at any instant.
  package mutating func add(
    _ channel: TargetChannel, amplitude: Double, number: UInt16,
    motion: @escaping @Sendable (Double) -> PointMotion
  ) {
    targets.append(
      Target(number: Int32(number), start: motion(interval.lowerBound), motion: motion))
    for path in channel.paths {
      tracks.append(
        Track(
          identifier: Self.identifier(number, path.transmitRay + 1, path.receiveRay + 1),
          target: targets.count - 1,
          first: Self.segment(
            channel.transmitRay(of: path), distance: channel.transmitLeg.distance),
          second: Self.segment(
            channel.receiveRay(of: path), distance: channel.receiveLeg.distance),
          transfer: path.transfer.scaled(by: Complex(amplitude * path.power.squareRoot()))))
    }
  }

  private static func segment(
    _ ray: LinkRay, distance: Double, speed: Double = 0
  ) -> Segment {
    Segment(
      length: distance + ray.delay * PhysicalConstants.speedOfLight,
      departure: ray.departure.unit, arrival: ray.arrival.unit, isLineOfSight: ray.cluster < 0,
      closing: 2 * speed)
  }

  private static func identifier(_ number: UInt16, _ a: Int32, _ b: Int32) -> PathIdentifier {
    PathIdentifier(
      rawValue: UInt64(number) << 48 | UInt64(UInt32(bitPattern: a) & 0xFF_FFFF) << 24
        | UInt64(UInt32(bitPattern: b) & 0xFF_FFFF))
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

  /// All places at one instant.
  private struct Instant {
    private let elapsed: Double
    private let transmitter: (start: PointMotion, now: PointMotion)
    private let receiver: (start: PointMotion, now: PointMotion)
    private let targets: [(start: PointMotion, now: PointMotion)]

    init(_ tracks: StatisticalTracks, _ time: Double) {
      elapsed = time - tracks.interval.lowerBound
      let ends = tracks.motion(time)
      transmitter = (tracks.start.transmitter.point, ends.transmitter.point)
      receiver = (tracks.start.receiver.point, ends.receiver.point)
      targets = tracks.targets.map { ($0.start, $0.motion(time)) }
    }

    func state(of track: Track) -> PathState {
      let middle = track.target.map { targets[$0] }
      let first = way(track.first, transmitter, middle ?? receiver)
      var (length, rate, arrival) = (first.length, first.rate, first.arrival)
      if let second = track.second, let middle {
        let rest = way(second, middle, receiver)
        length += rest.length
        rate += rest.rate
        arrival = rest.arrival
      }
      let light = PhysicalConstants.speedOfLight
      return PathState(
        delay: length / light, delayRate: rate / light, transfer: track.transfer,
        departure: first.departure, arrival: arrival)
    }

    /// The length of a segment and its rate, and the directions away from its ends.
    private func way(
      _ segment: Segment, _ from: (start: PointMotion, now: PointMotion),
      _ to: (start: PointMotion, now: PointMotion)
    ) -> (length: Double, rate: Double, departure: Vector3, arrival: Vector3) {
      guard !segment.isLineOfSight else {
        let way = to.now.position - from.now.position
        let unit = way.normalized
        return (way.length, unit.dot(to.now.velocity - from.now.velocity), unit, -unit)
      }
      let moved = (
        from.now.position - from.start.position, to.now.position - to.start.position
      )
      let length =
        segment.length - segment.departure.dot(moved.0) - segment.arrival.dot(moved.1)
        - segment.closing * elapsed
      let rate =
        -segment.departure.dot(from.now.velocity) - segment.arrival.dot(to.now.velocity)
        - segment.closing
      return (length, rate, segment.departure, segment.arrival)
    }
  }
}

extension AntennaPose {
  fileprivate var point: PointMotion { PointMotion(position: position, velocity: velocity) }
}
