// SPDX-License-Identifier: Apache-2.0

internal import Kinematics
internal import Quantities
internal import RadarFrames
internal import RealModule
internal import Scenes
internal import Spatial

/// Finds actors whose echoes have larger Doppler shifts than the chirps of a link can tell.
///
/// An echo of an actor at p turns by -(f/c) d(|p - t| + |p - r|)/dt cycles a second, t and r being the
/// ends. Chirps of one element that come T apart tell shifts up to 1/(2 T); beyond, echoes appear at the
/// shift less a multiple of 1/T, and what comes seems to go. Actors are taken for their origins: limbs and
/// rotors that fold are for their users to know.
struct SpeedFolding {
  private let scenario: Scenario

  /// At how many instants of the episode actors are looked at.
  private static let instants = 200

  init(_ scenario: Scenario) { self.scenario = scenario }

  /// A sentence for each link and actor that is too fast, and for each whose own motion makes what rests
  /// too fast.
  var warnings: [String] {
    let scene = scenario.scene
    let nodes = scene.actors.map(\.node) + scene.radios.map(\.node)
    guard scenario.episode.chirps > 1, nodes.contains(where: { !scene.motion.isAtRest($0) })
    else { return [] }
    let states = (0..<Self.instants).map { index in
      let share = Double(index) / Double(Self.instants - 1)
      return scene.motion.states(
        at: scenario.episode.start + share * scenario.episode.duration)
    }
    return scene.links.flatMap { link -> [String] in
      let ends = [link.transmitter, link.receiver].map { scene.radios[$0].node }
      let actors = scene.actors.map { actor in
        (
          "'\(actor.name)'",
          states.map { state in
            abs(ends.reduce(0) { $0 + Self.growth(state[actor.node], state[$1]) })
          }
        )
      }
      // Straight ahead of radios that move.
      let world = states.map { state in ends.reduce(0) { $0 + state[$1].velocity.length } }
      return (actors + [("what rests", world)]).compactMap { name, speeds in
        warning(link, about: name, fastest: speeds.max() ?? 0)
      }
    }
  }

  private func warning(_ link: Link, about name: String, fastest: Double) -> String? {
    let cycle = TransmitSchedule(scenario.scene.radios[link.transmitter].emission).cycle
    let period = Double(cycle) * scenario.episode.chirpPeriod
    let limit = scenario.waveform.centreFrequency.wavelength / (2 * period)
    guard fastest > limit else { return nil }
    let (share, what) = link.isMonostatic ? (2.0, "the range") : (1.0, "the way")
    let turns = cycle > 1 ? " of the same element" : ""
    return "link '\(link.name)': \(what) of \(name) changes by up to"
      + " \(Self.rounded(fastest / share)), but chirps\(turns) every \(TimeSpan(si: period)) tell"
      + " \(Self.rounded(limit / share)) at most; its echoes fold to other Doppler shifts"
  }

  /// By how much two points move apart, in metres a second.
  private static func growth(_ one: RigidState, _ other: RigidState) -> Double {
    let between = one.worldFromBody.translation - other.worldFromBody.translation
    let distance = between.length
    guard distance > 0 else { return 0 }
    return (one.velocity - other.velocity).dot(between) / distance
  }

  private static func rounded(_ speed: Double) -> Speed {
    Speed(si: (speed * 100).rounded() / 100)
  }
}
