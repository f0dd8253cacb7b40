// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Electromagnetics
internal import Spatial

/// Pairs of elements for which a path has one amplitude, and the channels they make.
///
/// Where waves are plane, they are the pairs that radiate alike and differ in place only. Where pairs
/// are exact, each is a view of its own.
struct ElementView {
  struct Channel {
    /// The position in the frame's channels.
    var number: Int

    /// The phase centres in the radios' frames in metres, as far as plane waves are to bridge them.
    var transmit: Vector3
    var receive: Vector3
  }

  private let transmit: ArrayElement
  private let receive: ArrayElement
  private let isExact: Bool
  private(set) var channels: [Channel] = []

  /// The views of all pairs; a channel's number is that of its pair.
  static func views(of pairs: ElementPairs) -> [ElementView] {
    guard pairs.model == .synthetic else { return exact(pairs) }
    let (senders, listeners) = (pairs.transmit.patterns, pairs.receive.patterns)
    var views = senders.elements.flatMap { from in
      listeners.elements.map { ElementView(transmit: from, receive: $0, isExact: false) }
    }
    for (from, sender) in pairs.transmit.enumerated() {
      for (to, listener) in pairs.receive.enumerated() {
        let view = senders.kinds[from] * listeners.elements.count + listeners.kinds[to]
        views[view].channels.append(
          Channel(
            number: from * pairs.receive.count + to, transmit: sender.position,
            receive: listener.position))
      }
    }
    return views
  }

  private static func exact(_ pairs: ElementPairs) -> [ElementView] {
    (0..<pairs.count).map { number in
      let (from, to) = number.quotientAndRemainder(dividingBy: pairs.receive.count)
      var view = ElementView(
        transmit: pairs.transmit[from], receive: pairs.receive[to], isExact: true)
      view.channels = [Channel(number: number, transmit: .zero, receive: .zero)]
      return view
    }
  }

  private init(transmit: ArrayElement, receive: ArrayElement, isExact: Bool) {
    self.transmit = transmit
    self.receive = receive
    self.isExact = isExact
  }

  /// The farthest that an element lies from its radio's place as far as plane waves are to bridge it,
  /// in metres.
  var reach: Double {
    channels.reduce(0) { max($0, $1.transmit.length, $1.receive.length) }
  }

  /// The ends between which the view evaluates paths, with its antennas.
  func ends(_ link: LinkEnds) -> LinkEnds {
    isExact ? link.at(transmit, receive) : link.radiating(like: transmit, receive)
  }

  /// The states of some tracks as the view has them, for each sampled frequency or the centre.
  func states(
    of list: [Int], in tracks: any PathTracks, at time: Double, samples: [Int?]
  ) -> [[PathState]] {
    guard isExact || samples != [nil] else { return [tracks.states(of: list, at: time)] }
    let own = isExact ? ends(tracks.ends(at: time)) : nil
    return tracks.states(of: list, at: time, samples: samples, between: own)
  }

  /// The delays of some tracks as the view has them.
  func delays(of range: Range<Int>, in tracks: any PathTracks, at time: Double) -> [PathDelay] {
    guard isExact else { return tracks.delays(of: range, at: time) }
    return tracks.delays(of: range, at: time, between: ends(tracks.ends(at: time)))
  }
}
