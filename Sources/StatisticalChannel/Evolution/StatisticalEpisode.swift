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
    /// By which its random numbers are addressed.
    package var name: String
    package var node: SensingNode
    package var pose: @Sendable (Double) -> AntennaPose

    package init(
      name: String, node: SensingNode, pose: @escaping @Sendable (Double) -> AntennaPose
    ) {
      self.name = name
      self.node = node
      self.pose = pose
    }
  }

  /// A point of a target, and how it moves.
  package struct Target: Sendable {
    /// By which its random numbers are addressed.
    package var name: String
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
      name: String, kind: TargetKind, section: TargetCrossSection, point: Int, centre: Int,
      motion: @escaping @Sendable (Double) -> PointMotion,
      orientation: @escaping @Sendable (Double) -> Rotation
    ) {
      self.name = name
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
/// of links are (`LinkFields`), and of the names of radios and targets, not of which others there are. Rays follow the ends (`DriftingRay`) and are drawn anew over the
/// distance in which clusters lose their correlation (`Renewals`); losses and Rician factors are those
/// of the place at every instant. The line of sight, and the path over both lines of sight of
/// a target, are one path throughout.
package struct StatisticalEpisode: ChannelSource {
  package typealias Failure = ChannelStandardError

  let setup: EpisodeSetup
  let seed: UInt64
  /// By radio and target.
  let legs: [RadioTarget: EvolvingLeg]
  /// By link.
  let pairs: [RadioPair]
  let backgrounds: [EpisodeBackground?]
  /// By link, then by target.
  let targetTravels: [[Travel]]

  struct RadioTarget: Hashable {
    var radio: Int
    var target: Int
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
      for (target, leg) in try models.legs(of: radio).enumerated() {
        legs[RadioTarget(radio: radio, target: target)] = leg
      }
    }
    self.legs = legs
    let pairs = setup.links.map { RadioPair($0.transmitter, $0.receiver, of: setup.radios) }
    self.pairs = pairs
    backgrounds = try pairs.map { setup.hasBackground ? try models.background($0) : nil }
    targetTravels = pairs.map { pair in
      setup.targets.map { target in
        Travel(over: setup.interval) { time in
          [
            setup.radios[pair.first].pose(time).position, target.motion(time).position,
            setup.radios[pair.second].pose(time).position,
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

  /// The legs from a radio to all targets; those to targets of one kind have the same fields.
  func legs(of radio: Int) throws -> [EvolvingLeg] {
    var legs: [TargetKind: EvolvingLeg] = [:]
    let start = setup.interval.lowerBound
    let base = setup.radios[radio].pose(start).position
    return try setup.targets.map { target in
      let place = LinkPlace(base: base, terminal: target.motion(start).position)
      if let leg = legs[target.kind] { return leg.starting(at: place) }
      let leg = try leg(setup.radios[radio], to: target.kind, start: place)
      legs[target.kind] = leg
      return leg
    }
  }

  private func leg(
    _ radio: EpisodeSetup.Radio, to kind: TargetKind, start: LinkPlace
  ) throws -> EvolvingLeg {
    guard let reference = ReferenceCase(from: radio.node, to: kind) else {
      throw ChannelStandardError.noReferenceChannel(
        link: "\(radio.node.withArticle) and a target of kind \(kind.rawValue)",
        scenario: setup.scenario.rawValue)
    }
    return try leg(
      reference, isTarget: true,
      key: RandomStream(seed: seed, stage: .linkFields, names: radio.name), start: start)
  }

  /// What a link between two radios has without targets.
  func background(_ pair: RadioPair) throws -> EpisodeBackground {
    let (first, second) = (setup.radios[pair.first], setup.radios[pair.second])
    let start = setup.interval.lowerBound
    let key = RandomStream(seed: seed, stage: .linkFields, names: first.name, second.name)
    guard !pair.isMonostatic else {
      let isPoint = first.node == .transmissionPoint
      let model = try leg(
        .pointToTerrestrial, isTarget: false, key: key,
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
    let model = try leg(
      reference, isTarget: false, key: key,
      start: LinkPlace(base: first.pose(start).position, terminal: second.pose(start).position))
    return .bistatic(
      model,
      Travel(over: setup.interval) { [first.pose($0).position, second.pose($0).position] })
  }

  private func leg(
    _ reference: ReferenceCase, isTarget: Bool, key: RandomStream, start: LinkPlace
  ) throws -> EvolvingLeg {
    let model = try reference.model(in: setup.scenario, at: setup.frequency)
    var key = key
    return EvolvingLeg(
      LegModel(
        model: model, frequency: setup.frequency, layout: SiteLayout([]), isTarget: isTarget,
        screens: []),
      fading: try LinkFading(model, frequency: setup.frequency, options: setup.fading),
      fields: LinkFields(model, key: key.next()), start: start)
  }
}
