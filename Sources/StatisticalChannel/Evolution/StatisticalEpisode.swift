// SPDX-License-Identifier: Apache-2.0

package import ChannelStandards
package import Channels
internal import Quantities
internal import Randomness
package import Spatial

/// Radios, targets and links of an episode whose channel is statistical.
package struct EpisodeSetup: Sendable {
  /// What sends or receives, and how it moves.
  package struct Radio: Sendable {
    package var node: SensingNode
    package var pose: @Sendable (Double) -> AntennaPose

    package init(node: SensingNode, pose: @escaping @Sendable (Double) -> AntennaPose) {
      self.node = node
      self.pose = pose
    }
  }

  /// A point of a target, and how it moves.
  package struct Target: Sendable {
    package var kind: TargetKind
    package var section: TargetCrossSection
    /// Which of the section's points it is.
    package var point: Int
    /// The point's number among what paths interact with.
    package var centre: Int
    package var motion: @Sendable (Double) -> PointMotion
    /// Turns the target's frame, x forward and z up, into the world's.
    package var orientation: @Sendable (Double) -> Rotation

    package init(
      kind: TargetKind, section: TargetCrossSection, point: Int, centre: Int,
      motion: @escaping @Sendable (Double) -> PointMotion,
      orientation: @escaping @Sendable (Double) -> Rotation
    ) {
      self.kind = kind
      self.section = section
      self.point = point
      self.centre = centre
      self.motion = motion
      self.orientation = orientation
    }
  }

  package var scenario: SensingScenario
  package var frequency: CarrierFrequency
  package var radios: [Radio]
  package var targets: [Target]
  /// The numbers of each link's transmitter and receiver.
  package var links: [(transmitter: Int, receiver: Int)]
  /// From when to when, in seconds.
  package var interval: ClosedRange<Double>
  package var fading = LinkFading.Options()
  package var joining = LegJoining.option2
  /// Whether sigma_D is followed.
  package var isDirective = true
  /// Whether links have what comes without the targets, too.
  package var hasBackground = true

  package init(
    _ scenario: SensingScenario, frequency: CarrierFrequency, radios: [Radio], targets: [Target],
    links: [(transmitter: Int, receiver: Int)], interval: ClosedRange<Double>
  ) {
    self.scenario = scenario
    self.frequency = frequency
    self.radios = radios
    self.targets = targets
    self.links = links
    self.interval = interval
  }
}

/// The statistical channel of an episode in which radios and targets move.
///
/// States of sight, large-scale parameters and the numbers of clusters are functions of where the ends
/// of links are (`LinkFields`). Rays follow the ends (`DriftingRay`) and are drawn anew over the
/// distance in which clusters lose their correlation (`Renewals`); losses and Rician factors are those
/// of the place at every instant. The line of sight, and the path over both lines of sight of
/// a target, are one path throughout.
package struct StatisticalEpisode: ChannelSource {
  package typealias Failure = ChannelStandardError

  let setup: EpisodeSetup
  let seed: UInt64
  /// By radio and kind of target.
  let legs: [RadioTarget: EvolvingLeg]
  /// By link.
  let backgrounds: [EpisodeBackground?]
  /// By link, then by target.
  let targetTravels: [[Travel]]

  struct RadioTarget: Hashable {
    var radio: Int
    var kind: TargetKind
  }

  /// Prepares an episode.
  ///
  /// - Parameters:
  ///   - setup: What there is.
  ///   - seed: The run's seed.
  /// - Throws: `ChannelStandardError` where the standards have no model for a link.
  package init(_ setup: EpisodeSetup, seed: UInt64) throws {
    self.setup = setup
    self.seed = seed
    let models = EpisodeModels(setup, seed: seed)
    var legs: [RadioTarget: EvolvingLeg] = [:]
    for radio in Set(setup.links.flatMap { [$0.transmitter, $0.receiver] }).sorted() {
      for target in setup.targets {
        let key = RadioTarget(radio: radio, kind: target.kind)
        guard legs[key] == nil else { continue }
        legs[key] = try models.leg(radio, to: target)
      }
    }
    self.legs = legs
    backgrounds = try setup.links.map {
      setup.hasBackground ? try models.background($0.transmitter, $0.receiver) : nil
    }
    targetTravels = setup.links.map { link in
      setup.targets.map { target in
        Travel(over: setup.interval) { time in
          [
            setup.radios[link.transmitter].pose(time).position, target.motion(time).position,
            setup.radios[link.receiver].pose(time).position,
          ]
        }
      }
    }
  }

  package func tracks(
    link: Int, over interval: ClosedRange<Double>
  ) throws(ChannelStandardError) -> any PathTracks {
    try statisticalTracks(link: link, over: interval)
  }

  /// The paths of a link over a part of the episode.
  package func statisticalTracks(
    link: Int, over interval: ClosedRange<Double>
  ) throws(ChannelStandardError) -> StatisticalTracks {
    let (transmitter, receiver) = (
      setup.radios[setup.links[link].transmitter], setup.radios[setup.links[link].receiver]
    )
    var tracks = StatisticalTracks(over: interval) { time in
      LinkEnds(transmitter: transmitter.pose(time), receiver: receiver.pose(time))
    }
    try addBackground(link, to: &tracks)
    for target in setup.targets.indices { try addTarget(target, link, to: &tracks) }
    return tracks
  }

  /// The places of a radio's leg to a target at an instant.
  func place(_ radio: Int, _ target: Int, at time: Double) -> LinkPlace {
    LinkPlace(
      base: setup.radios[radio].pose(time).position,
      terminal: setup.targets[target].motion(time).position)
  }

  /// Names of a link's backgrounds come after those of so many targets.
  static let firstBackgroundName = 0xFF00
}

/// Finds the models of an episode's links.
struct EpisodeModels {
  private let setup: EpisodeSetup
  private let seed: UInt64

  init(_ setup: EpisodeSetup, seed: UInt64) {
    self.setup = setup
    self.seed = seed
  }

  /// The leg from a radio to targets of one kind.
  func leg(_ radio: Int, to target: EpisodeSetup.Target) throws -> EvolvingLeg {
    let node = setup.radios[radio].node
    guard let reference = ReferenceCase(from: node, to: target.kind) else {
      throw ChannelStandardError.noReferenceChannel(
        link: "a \(node.rawValue) and a target of kind \(target.kind.rawValue)",
        scenario: setup.scenario.rawValue)
    }
    let start = setup.interval.lowerBound
    return try leg(
      reference, isTarget: true, number: radio,
      start: LinkPlace(
        base: setup.radios[radio].pose(start).position, terminal: target.motion(start).position))
  }

  /// What a link has without targets.
  func background(_ transmitter: Int, _ receiver: Int) throws -> EpisodeBackground {
    let (first, second) = (setup.radios[transmitter], setup.radios[receiver])
    let start = setup.interval.lowerBound
    guard transmitter != receiver else {
      let isPoint = first.node == .transmissionPoint
      let model = try leg(
        .pointToTerrestrial, isTarget: false, number: setup.radios.count,
        start: LinkPlace(base: first.pose(start).position, terminal: first.pose(start).position))
      let radio: ReferencePoints.Radio =
        isPoint
        ? .transmissionPoint
        : first.node == .aerialTerminal
          ? .aerialTerminal(height: first.pose(start).position.z) : .terminal
      let points = try ReferencePoints(
        setup.scenario.environment(setup.frequency), radio, frequency: setup.frequency)
      return .monostatic(
        model, points, isPoint: isPoint,
        Travel(over: setup.interval) { [first.pose($0).position] })
    }
    guard let reference = ReferenceCase(between: first.node, and: second.node) else {
      throw ChannelStandardError.noReferenceChannel(
        link: "a \(first.node.rawValue) and a \(second.node.rawValue)",
        scenario: setup.scenario.rawValue)
    }
    // The end that stands for the base station is the one that is, else the transmitter.
    let isReversed = second.node == .transmissionPoint && first.node != .transmissionPoint
    let (base, terminal) = isReversed ? (second, first) : (first, second)
    let model = try leg(
      reference, isTarget: false,
      number: (1 + min(transmitter, receiver)) * setup.radios.count + max(transmitter, receiver),
      start: LinkPlace(base: base.pose(start).position, terminal: terminal.pose(start).position))
    return .bistatic(
      model, isReversed: isReversed,
      Travel(over: setup.interval) { [base.pose($0).position, terminal.pose($0).position] })
  }

  private func leg(
    _ reference: ReferenceCase, isTarget: Bool, number: Int, start: LinkPlace
  ) throws -> EvolvingLeg {
    let model = try reference.model(in: setup.scenario, at: setup.frequency)
    var key = RandomStream(seed: seed, stage: .linkFields, index: UInt64(number))
    return EvolvingLeg(
      LegModel(
        model: model, frequency: setup.frequency, layout: SiteLayout([]), isTarget: isTarget,
        screens: []),
      fading: try LinkFading(model, frequency: setup.frequency, options: setup.fading),
      fields: LinkFields(model, key: key.next()), start: start)
  }
}
