// SPDX-License-Identifier: Apache-2.0

/// Which transmit elements of a radio send, and how they share the chirps.
package enum Emission: Hashable, Sendable {
  /// Nothing has chosen: element 0 sends.
  case first

  /// One element sends.
  case single(Int)

  /// Elements take turns from chirp to chirp.
  case timeDivision([Int])

  /// Elements send at once, each turned on from chirp to chirp by a phase of its own.
  ///
  /// Doppler shifts are divided into `subBands` parts, at least as many as elements.
  case dopplerDivision([Int], subBands: Int)

  /// The elements in the order of their turns or sub-bands.
  package var elements: [Int] {
    switch self {
    case .first: [0]
    case .single(let element): [element]
    case .timeDivision(let elements), .dopplerDivision(let elements, _): elements
    }
  }

  /// How many chirps pass until all begins anew.
  package var cycle: Int {
    switch self {
    case .first, .single: 1
    case .timeDivision(let elements): elements.count
    case .dopplerDivision(_, let subBands): subBands
    }
  }
}
