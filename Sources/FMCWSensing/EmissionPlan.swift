// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import RadarFrames

/// Which pairs of elements are heard in which channel of a frame, chirp by chirp.
struct EmissionPlan: Sendable {
  /// A pair of elements while its transmit element sends.
  struct Hearing {
    var channel: ElementView.Channel

    /// The phase that the transmit element is given, in turns.
    var turns: Double
  }

  private let schedule: TransmitSchedule?
  private let transmitters: Int
  private let receivers: Int

  /// Plans the chirps of a frame.
  ///
  /// - Parameters:
  ///   - pairs: The elements; with a schedule those that transmit are in its order.
  ///   - schedule: Who sends when, from the first chirp of a frame; nil makes each pair a channel that
  ///     hears every chirp.
  init(_ pairs: ElementPairs, _ schedule: TransmitSchedule?) {
    precondition(
      schedule.map { $0.elements.count == pairs.transmit.count } ?? true,
      "a schedule of other elements")
    self.schedule = schedule
    transmitters = pairs.transmit.count
    receivers = pairs.receive.count
  }

  /// How many channels a frame has.
  var channels: Int { schedule == nil ? transmitters * receivers : receivers }

  /// The channel in which a pair is heard.
  func row(ofPair pair: Int) -> Int { schedule == nil ? pair : pair % receivers }

  /// The phase in turns of each transmit element in a chirp; nil for those that are silent.
  func turns(inChirp chirp: Int) -> [Double?] {
    guard let schedule else { return Array(repeating: 0, count: transmitters) }
    var turns = [Double?](repeating: nil, count: transmitters)
    for (position, phase) in schedule.active(inChirp: chirp) { turns[position] = phase }
    return turns
  }

  /// The pairs of a view that are heard in a chirp, by the channels that hear them.
  func hearings(of view: ElementView, inChirp chirp: Int) -> [(row: Int, pairs: [Hearing])] {
    let turns = turns(inChirp: chirp)
    var rows: [(row: Int, pairs: [Hearing])] = []
    var places = [Int?](repeating: nil, count: channels)
    for channel in view.channels {
      guard let phase = turns[channel.number / receivers] else { continue }
      let row = row(ofPair: channel.number)
      let hearing = Hearing(channel: channel, turns: phase)
      if let place = places[row] {
        rows[place].pairs.append(hearing)
      } else {
        places[row] = rows.count
        rows.append((row, [hearing]))
      }
    }
    return rows
  }
}
