// SPDX-License-Identifier: Apache-2.0

import Calibration
import Channels
import ComplexModule
import Execution
import RealModule
import Spatial
import Spectra
import Testing

@Suite("Antennas that differ from their patterns")
struct AntennaCorrectionTests {
  private static let workers = Workers(count: 1)
  private static let corrections = [0.5, -1.5, 2, 1, -3, 0.25]

  /// One path in the middle of a cell that leaves and arrives at two angles in degrees.
  private func power(_ departure: Double, _ arrival: Double, _ antennas: AntennaCorrections?)
    -> (value: Double, slopes: [Double])
  {
    var terms = MaterialTerms()
    var path = MaterialTerms.Path(
      identifier: PathIdentifier(rawValue: 1), delay: 2e-9, delayRate: 0, departure: .unitX,
      arrival: .unitX, firstContact: 0, contacts: 0, firstAmplitude: 0, scattering: nil,
      isPiece: false)
    func direction(_ degrees: Double) -> Vector3 {
      let angle = degrees * .pi / 180
      return Vector3(Double.cos(angle), 0.6 * Double.sin(angle), -0.8 * Double.sin(angle))
    }
    path.departureFromAntenna = direction(departure)
    path.arrivalAtAntenna = direction(arrival)
    terms.paths.append(path)
    terms.amplitudes.append(Complex(1))
    let grid = DelayCells.Grid(
      binWidth: 0.25e-9, bins: 16, binsPerCell: 16, centreFrequency: 79e9, slope: 35e12)
    var cells = DelayCells(grid, pulse: PulseResponse(.hann, samples: 16))
    cells.append(terms) { _, _ in [] }
    let powers = PathPowers(
      [], unknowns: [], over: [(79e9, 1)], centre: 79e9, workers: Self.workers)
    let expectation = cells.expectation(
      powers, antennas: LinkAntennas(corrections: antennas), unknowns: 12, workers: Self.workers)
    return (expectation.values[0][0], expectation.slopes[0])
  }

  private func antennas(_ transmitter: [Double]?, _ receiver: [Double]?) -> AntennaCorrections {
    AntennaCorrections(
      transmitter: transmitter.map { .init(first: 0, decibels: $0) },
      receiver: receiver.map { .init(first: 6, decibels: $0) })
  }

  @Test(
    "a correction is nothing on boresight, its number at an angle of its own, and half way between",
    arguments: [(0, 0), (7.5, 0.25), (15, 0.5), (30, -1.5), (37.5, 0.25), (75, -1), (180, 0.25)])
  func angles(angle: Double, decibels: Double) {
    let whole = power(angle, 0, nil).value
    let corrected = power(angle, 0, antennas(Self.corrections, nil)).value
    // Rounding of powers of ten.
    #expect(abs(10 * Double.log10(corrected / whole) - decibels) < 1e-9)
  }

  @Test("both ends add their corrections, with the derivatives of central differences")
  func derivatives() {
    let (departure, arrival) = (22.0, 50.0)
    let exact = power(departure, arrival, antennas(Self.corrections, Self.corrections))
    let whole = power(departure, arrival, nil).value
    // 7 / 15 of the way from 0.5 to -1.5 dB, and a third of that from 2 to 1 dB.
    let expected: Double = 0.5 - 14.0 / 15.0 + 2.0 - 1.0 / 3.0
    let decibels = 10 * Double.log10(exact.value / whole)
    #expect(abs(decibels - expected) < 1e-9)
    for unknown in 0..<12 {
      func moved(_ step: Double) -> Double {
        var all = Self.corrections + Self.corrections
        all[unknown] += step
        return power(
          departure, arrival, antennas(Array(all[..<6]), Array(all[6...]))
        ).value
      }
      let numeric = (moved(1e-4) - moved(-1e-4)) / 2e-4
      // The third derivative times the step squared is below 1e-9.
      #expect(abs(exact.slopes[unknown] - numeric) < 1e-6 * exact.value)
    }
  }
}
