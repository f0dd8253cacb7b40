// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import LinearAlgebra
internal import RealModule
package import Spatial

/// A detected echo with where it seems to come from.
package struct DetectedPoint: Hashable, Sendable {
  /// In seconds, from a parabola through the cell and its neighbours.
  package var delay: Double

  /// In hertz, likewise.
  package var dopplerShift: Double

  /// In watts, in the mean over channels.
  package var power: Double

  /// Over the noise beside the cell.
  package var signalToNoise: Double

  /// The unit direction it comes from in the array's frame; nil where the array has one channel.
  package var direction: Vector3?
}

/// Turns cubes into lists of echoes.
package struct PointCloud: Sendable {
  private let detector: ConstantFalseAlarmRate
  private let array: ChannelPositions
  private let directions: [Vector3]

  /// Prepares the search.
  ///
  /// - Parameters:
  ///   - detector: Finds the cells.
  ///   - array: The cubes' channels.
  ///   - directions: The directions that are tried, unit vectors in the array's frame.
  package init(
    detector: ConstantFalseAlarmRate, array: ChannelPositions, directions: [Vector3]
  ) {
    self.detector = detector
    self.array = array
    self.directions = directions
  }

  /// Directions over a field of view, x being the boresight.
  ///
  /// - Parameters:
  ///   - azimuths: In radians from the boresight to the left.
  ///   - elevations: In radians upwards.
  /// - Returns: Unit vectors, all azimuths of the first elevation first.
  package static func directions(azimuths: [Double], elevations: [Double] = [0]) -> [Vector3] {
    elevations.flatMap { elevation in
      azimuths.map { SphericalAngles(theta: .pi / 2 - elevation, phi: $0).direction }
    }
  }

  /// The echoes of a cube.
  ///
  /// - Throws: `LinearAlgebraError` for amplitudes that are no numbers.
  package func points(
    in cube: DelayDopplerCube
  ) throws(LinearAlgebraError) -> [DetectedPoint] {
    let (dopplers, delays) = (cube.dopplerShifts.count, cube.delays.count)
    let power = cube.map.power
    let peaks = detector.peaks(
      among: detector.cells(in: power, dopplers: dopplers), dopplers: dopplers)
    var points: [DetectedPoint] = []
    for peak in peaks {
      func value(_ doppler: Int, _ delay: Int) -> Double {
        power[(doppler + dopplers) % dopplers * delays + min(max(delay, 0), delays - 1)]
      }
      let inDelay = parabolaTop(
        value(peak.doppler, peak.delay - 1), peak.power, value(peak.doppler, peak.delay + 1))
      let inDoppler = parabolaTop(
        value(peak.doppler - 1, peak.delay), peak.power, value(peak.doppler + 1, peak.delay))
      func step(_ axis: [Double]) -> Double { axis.count > 1 ? axis[1] - axis[0] : 0 }
      points.append(
        DetectedPoint(
          delay: cube.delays[peak.delay] + inDelay * step(cube.delays),
          dopplerShift: cube.dopplerShifts[peak.doppler] + inDoppler * step(cube.dopplerShifts),
          power: peak.power, signalToNoise: peak.signalToNoise,
          direction: try direction(of: cube.snapshot(doppler: peak.doppler, delay: peak.delay))))
    }
    return points
  }

  private func direction(
    of snapshot: [Complex<Double>]
  ) throws(LinearAlgebraError) -> Vector3? {
    guard snapshot.count > 1, !directions.isEmpty else { return nil }
    let spectrum = try AngleSpectrum.bartlett(
      HermitianMatrix(snapshots: [snapshot]), array: array, directions: directions)
    return directions.indices.max { spectrum[$0] < spectrum[$1] }.map { directions[$0] }
  }
}

/// Where a parabola through the logarithms of three neighbours is highest, from the middle one.
func parabolaTop(_ before: Double, _ middle: Double, _ after: Double) -> Double {
  guard before > 0, after > 0, middle >= before, middle >= after else { return 0 }
  let (left, top, right) = (Double.log(before), Double.log(middle), Double.log(after))
  let bend = left - 2 * top + right
  return bend < 0 ? (left - right) / (2 * bend) : 0
}
