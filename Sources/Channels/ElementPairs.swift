// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
package import Electromagnetics
package import Quantities
internal import RealModule
internal import Spatial

/// How the elements of arrays see the paths of their radios.
package enum ArrayModel: String, Hashable, Sendable, CaseIterable {
  /// Waves are plane over the arrays: one departure and one arrival for all elements.
  ///
  /// The path of an element is shorter than the radio's by departure . transmit position
  /// + arrival . receive position. What is missing in length is `planeWaveError` at most.
  case synthetic

  /// Each pair of elements has its own end points, over the facets, edges and scatterers of the path
  /// between the radios' places.
  case exact
}

/// The elements at both ends of a link.
///
/// Physics primer, eq. 37.
package struct ElementPairs: Hashable, Sendable {
  package var transmit: [ArrayElement]
  package var receive: [ArrayElement]
  package var model: ArrayModel

  package init(
    transmit: [ArrayElement], receive: [ArrayElement], model: ArrayModel = .synthetic
  ) {
    self.transmit = transmit
    self.receive = receive
    self.model = model
  }

  /// How many pairs there are.
  package var count: Int { transmit.count * receive.count }

  /// The most that plane waves miss of the length of a path, in metres.
  ///
  /// Between points that are displaced across a straight path of length r by p and q, the way grows by
  /// (p - q)^2 / (2 r), the next order being smaller by the square of p / r. So it does by
  /// reflections in planes. Over a scatterer at distances r and s it is p^2 / (2 r) + q^2 / (2 s).
  ///
  /// - Parameter distance: The length of a path without scatterer, edge or echo; or of one with them
  ///   the distance of an end from it, in metres.
  /// - Returns: The square of the sum of both arrays' reaches over twice the distance.
  package func planeWaveError(distance: Double) -> Double {
    let aperture = transmit.reach + receive.reach
    return aperture * aperture / (2 * distance)
  }
}

extension PathTracks {
  /// The amplitudes of some tracks between all pairs of elements.
  ///
  /// - Parameters:
  ///   - tracks: Which tracks.
  ///   - time: The instant in seconds, in `interval`.
  ///   - pairs: The elements at both ends.
  ///   - frequency: The frequency of the phases.
  /// - Returns: For each track a row, all receive elements of the first transmit element first. An
  ///   amplitude holds both antennas, and the phase of what the delay of the pair differs from that
  ///   of the track between the radios' places.
  package func amplitudes(
    of tracks: [Int], at time: Double, over pairs: ElementPairs, frequency: Frequency
  ) -> [[Complex<Double>]] {
    let states = states(of: tracks, at: time)
    let ends = ends(at: time)
    switch pairs.model {
    case .synthetic:
      let rows = PlaneWaveAmplitudes(pairs, ends, wavelength: frequency.wavelength)
      return states.map { rows.row(of: $0) }
    case .exact:
      return exactAmplitudes(
        of: tracks, at: time, pairs, ends, referredTo: states.map(\.delay), frequency)
    }
  }

  private func exactAmplitudes(
    of tracks: [Int], at time: Double, _ pairs: ElementPairs, _ ends: LinkEnds,
    referredTo delays: [Double], _ frequency: Frequency
  ) -> [[Complex<Double>]] {
    var rows = tracks.map { _ -> [Complex<Double>] in
      var row: [Complex<Double>] = []
      row.reserveCapacity(pairs.count)
      return row
    }
    for transmit in pairs.transmit {
      for receive in pairs.receive {
        let own = ends.at(transmit, receive)
        for (index, state) in states(of: tracks, at: time, sample: nil, between: own).enumerated() {
          let cycles = frequency.hertz * (state.delay - delays[index])
          rows[index].append(own.amplitude(of: state) * phasor(cycles: -cycles))
        }
      }
    }
    return rows
  }
}

/// Amplitudes between pairs of elements over which waves are plane.
private struct PlaneWaveAmplitudes {
  private let pairs: ElementPairs
  private let ends: LinkEnds
  private let wavelength: Double
  private let transmit: (elements: [ArrayElement], kinds: [Int])
  private let receive: (elements: [ArrayElement], kinds: [Int])

  init(_ pairs: ElementPairs, _ ends: LinkEnds, wavelength: Double) {
    self.pairs = pairs
    self.ends = ends
    self.wavelength = wavelength
    transmit = pairs.transmit.patterns
    receive = pairs.receive.patterns
  }

  func row(of state: PathState) -> [Complex<Double>] {
    let arriving = transmit.elements.map { element in
      let pose = ends.transmitter.radiating(like: element)
      return state.transfer.arriving(
        pose.antenna.field(towards: state.departure, orientation: pose.orientation),
        departure: state.departure)
    }
    let received = receive.elements.map { element in
      let pose = ends.receiver.radiating(like: element)
      return pose.antenna.field(towards: state.arrival, orientation: pose.orientation)
    }
    let amplitudes = arriving.map { field in
      received.map { field.received(by: $0, arrival: state.arrival) }
    }
    let advances = phasors(pairs.transmit, ends.transmitter, state.departure)
    let leads = phasors(pairs.receive, ends.receiver, state.arrival)
    return pairs.transmit.indices.flatMap { from in
      pairs.receive.indices.map { to in
        amplitudes[transmit.kinds[from]][receive.kinds[to]] * (advances[from] * leads[to])
      }
    }
  }

  /// The phases of elements relative to the radio's place for a wave in a direction from it.
  private func phasors(
    _ elements: [ArrayElement], _ pose: AntennaPose, _ direction: Vector3
  ) -> [Complex<Double>] {
    let inRadio = pose.orientation.inverse(direction)
    return elements.map { phasor(cycles: inRadio.dot($0.position) / wavelength) }
  }
}

private func phasor(cycles: Double) -> Complex<Double> {
  Complex(length: 1, phase: 2 * .pi * (cycles - cycles.rounded()))
}
