// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Channels
internal import Electromagnetics
internal import Quantities
internal import Spatial

extension ArrayModel: ExpressibleByArgument {}

/// The arrays at both ends of a link.
struct ArrayOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The transmitter's array: COLUMNSxROWS half a wavelength apart, such as 4x2, or awr1243."),
    transform: ArrayChoice.init(argument:))
  var txArray: ArrayChoice?

  @Option(
    help: "The receivers' array, as for --tx-array.", transform: ArrayChoice.init(argument:))
  var rxArray: ArrayChoice?

  @Option(
    help: ArgumentHelp(
      "How elements of arrays see the paths: synthetic (plane waves) or exact. A scenario's radios"
        + " then bring their arrays. [default: synthetic where an array is given]"))
  var arrays: ArrayModel?

  /// How elements see the paths; nil where no arrays were asked for.
  var model: ArrayModel? { arrays ?? (txArray == nil && rxArray == nil ? nil : .synthetic) }

  /// The transmitting elements; none where no array was asked for.
  func transmit(_ antenna: Antenna, _ frequency: Frequency) -> [ArrayElement] {
    elements(txArray, antenna, frequency) { $0.transmit }
  }

  /// The receiving elements; none where no array was asked for.
  func receive(_ antenna: Antenna, _ frequency: Frequency) -> [ArrayElement] {
    elements(rxArray, antenna, frequency) { $0.receive }
  }

  private func elements(
    _ choice: ArrayChoice?, _ antenna: Antenna, _ frequency: Frequency,
    _ side: ((transmit: [Vector3], receive: [Vector3])) -> [Vector3]
  ) -> [ArrayElement] {
    guard let choice else { return [] }
    return side(choice.positions(spacing: frequency.wavelength / 2)).map {
      ArrayElement(position: $0, antenna: antenna)
    }
  }
}

/// An array by its size or its name.
enum ArrayChoice {
  case uniform(columns: Int, rows: Int)
  case awr1243

  /// Reads an array.
  ///
  /// - Throws: `ValidationError`, which tells what an array is.
  init(argument: String) throws {
    if argument == "awr1243" {
      self = .awr1243
      return
    }
    let words = argument.split(separator: "x", omittingEmptySubsequences: false)
    let counts = words.compactMap { Int($0) }.filter(ArrayLayout.counts.contains)
    let rows = counts.count > 1 ? counts[1] : 1
    guard counts.count == words.count, (1...2).contains(counts.count),
      ArrayLayout.counts.contains(counts[0] * rows)
    else {
      throw ValidationError(
        "give COLUMNS or COLUMNSxROWS, such as 8 or 4x2, of \(ArrayLayout.counts.lowerBound) to"
          + " \(ArrayLayout.counts.upperBound) elements, or awr1243")
    }
    self = .uniform(columns: counts[0], rows: rows)
  }

  /// The places of the elements in metres, with half a wavelength between neighbours.
  func positions(spacing: Double) -> (transmit: [Vector3], receive: [Vector3]) {
    switch self {
    case .awr1243: return ArrayLayout.awr1243(spacing: spacing)
    case .uniform(let columns, let rows):
      let places = ArrayLayout.uniform(
        columns: columns, rows: rows, spacing: SIMD2(spacing, spacing))
      return (places, places)
    }
  }
}
