// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards

/// Both radios of a link in an order that does not depend on which of them sends.
///
/// What is drawn for the pair is the same both ways, and turned round where the second one sends.
struct RadioPair: Hashable, Sendable {
  /// The one that stands for the base station.
  let first: Int
  let second: Int
  /// Whether the second one sends.
  let isReversed: Bool

  var isMonostatic: Bool { first == second }

  /// - Parameters:
  ///   - transmitter: The number of the radio that sends.
  ///   - receiver: That of the one that receives.
  ///   - radios: All radios; those of a kind go by their names.
  init(_ transmitter: Int, _ receiver: Int, of radios: [EpisodeSetup.Radio]) {
    let (sender, listener) = (radios[transmitter], radios[receiver])
    isReversed =
      sender.node == listener.node
      ? listener.name < sender.name : listener.node.comesBefore(sender.node)
    (first, second) = isReversed ? (receiver, transmitter) : (transmitter, receiver)
  }
}
