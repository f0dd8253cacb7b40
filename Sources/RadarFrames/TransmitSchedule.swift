// SPDX-License-Identifier: Apache-2.0

/// Which transmit elements send in which chirps.
package struct TransmitSchedule: Hashable, Sendable {
  /// How the elements share the chirps.
  package enum Multiplexing: String, Hashable, Sendable, CaseIterable {
    /// One element after the other, each in every chirp of its turn.
    case timeDivision = "tdm"

    /// All elements in every chirp, each turned on from chirp to chirp by a phase of its own.
    case dopplerDivision = "ddm"
  }

  package let multiplexing: Multiplexing

  /// The elements in the order of their turns or sub-bands, numbered as in the array.
  package let elements: [Int]

  /// Into how many parts the Doppler shifts are divided.
  ///
  /// With Doppler division it is the number of elements or more; parts that stay empty tell which
  /// part belongs to which element.
  package let subBands: Int

  /// One element in every chirp.
  package static let single = TransmitSchedule(timeDivision: [0])

  /// Elements that take turns.
  package init(timeDivision elements: [Int]) {
    precondition(!elements.isEmpty, "a schedule without elements")
    multiplexing = .timeDivision
    self.elements = elements
    subBands = 1
  }

  /// Elements that send at once.
  ///
  /// - Parameters:
  ///   - elements: The elements; number m of them is shifted by m / (subBands T) in frequency.
  ///   - subBands: At least as many as elements.
  package init(dopplerDivision elements: [Int], subBands: Int) {
    precondition(!elements.isEmpty && subBands >= elements.count, "too few parts for the elements")
    multiplexing = .dopplerDivision
    self.elements = elements
    self.subBands = subBands
  }

  /// How many chirps pass until the schedule begins anew.
  package var cycle: Int {
    switch multiplexing {
    case .timeDivision: elements.count
    case .dopplerDivision: subBands
    }
  }

  /// The elements that send in a chirp, each with the phase in turns that it is given.
  ///
  /// - Parameter chirp: The number of the chirp from the start of the schedule, zero or more.
  /// - Returns: Positions in `elements` with phases in [0, 1).
  package func active(inChirp chirp: Int) -> [(position: Int, turns: Double)] {
    switch multiplexing {
    case .timeDivision: [(chirp % elements.count, 0)]
    case .dopplerDivision:
      elements.indices.map { ($0, Double($0 * (chirp % subBands) % subBands) / Double(subBands)) }
    }
  }

  /// How many elements send at once at most.
  package var mostAtOnce: Int { multiplexing == .timeDivision ? 1 : elements.count }
}
