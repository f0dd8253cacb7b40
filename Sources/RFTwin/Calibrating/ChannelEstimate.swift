// SPDX-License-Identifier: Apache-2.0

/// What a record tells of the channels of a link's array.
package struct ChannelEstimate: Encodable, Sendable {
  /// A pair of elements.
  package struct Channel: Encodable, Hashable, Sendable {
    /// Which elements, numbered as in their arrays.
    package var transmit: Int
    package var receive: Int

    /// Relative to the mean of all channels, in dB and in degrees, with the ends of their intervals of
    /// 95 %.
    package var gain: Double
    package var gainInterval: [Double]
    package var phase: Double
    package var phaseInterval: [Double]
  }

  /// An echo or a line of sight that channels were taken from.
  package struct Reflector: Encodable, Hashable, Sendable {
    /// In seconds.
    package var delay: Double

    /// What share of the power expected at this delay comes from elsewhere.
    package var otherShare: Double

    /// Over the noise, of all windows together, in dB; nil without noise.
    package var signalToNoise: Double?
  }

  package var link: String
  package var records: [String]
  package var channels: [Channel]
  package var reflectors: [Reflector]

  /// By how much reflectors disagree more than is expected of them; nil of a single one.
  package var disagreement: Double?

  /// By how many degrees the phases of the outermost channels come apart for each degree that all
  /// reflectors lie beside their directions.
  package var turnPerDegree: Double

  /// The report, line by line.
  package var lines: [String] {
    channels.map { channel in
      "channel of transmitter \(channel.transmit) and receiver \(channel.receive) of \(link):"
        + " \(rounded(channel.gain)) dB (95 %: \(text(channel.gainInterval)) dB),"
        + " \(rounded(channel.phase)) deg (95 %: \(text(channel.phaseInterval)) deg)"
    } + [origin]
  }

  /// What the channels were taken from, and what that cannot tell.
  package var origin: String {
    let places = reflectors.map { reflector in
      let noise = reflector.signalToNoise.map { ", \(rounded($0)) dB above the noise" } ?? ""
      let share =
        reflector.otherShare < 1e-5
        ? "nothing" : "\(rounded(100 * reflector.otherShare)) % of the power"
      return "\(rounded(reflector.delay * 1e9)) ns (\(share) from elsewhere\(noise))"
    }
    var text = "channels of \(link): from what rests at \(places.joined(separator: ", "))"
    if let disagreement {
      text += "; reflectors disagree \(rounded(disagreement)) times as much as expected"
      if disagreement > 1 { text += ", and intervals are as much wider" }
    }
    return text
      + "; a degree by which the twin is wrong about directions turns the outermost channels by"
      + " \(rounded(turnPerDegree)) deg against each other, which no interval holds"
  }

  /// The key `channels` of a capture's description that takes the found gains off.
  package var captureKey: String {
    let rows = channels.map { channel in
      // A thousandth of a decibel and a hundredth of a degree are below what captures tell.
      "  - [\(fixed(channel.gain, 3)) dB, \(fixed(channel.phase, 2)) deg]"
        + " # transmitter \(channel.transmit), receiver \(channel.receive)\n"
    }
    return "# Link \(link) of \(records.joined(separator: ", ")), relative to the mean.\n"
      + "channels:\n" + rows.joined()
  }
}

private func text(_ interval: [Double]) -> String {
  interval.map(rounded).joined(separator: " to ")
}

/// A number with some decimals.
private func fixed(_ value: Double, _ decimals: Int) -> String {
  let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
  // Adding zero leaves no "-0.0".
  return "\((value * scale).rounded() / scale + 0)"
}
