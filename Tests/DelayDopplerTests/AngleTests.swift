// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import DelayDoppler
import Execution
import LinearAlgebra
import Quantities
import RadarFrames
import Randomness
import RealModule
import Spatial
import TestSupport
import Testing

@Suite("Angles of arrival")
struct AngleTests {
  private let wavelength = 3.8e-3
  private var array: ChannelPositions {
    ChannelPositions(
      (0..<12).map { Vector3(0, -Double($0) * wavelength / 2, 0) }, wavelength: wavelength)
  }

  private func azimuths(_ degrees: Double) -> Vector3 {
    DirectionFinder.Grid(azimuths: [degrees * .pi / 180]).directions[0]
  }

  /// The mean of snapshots of sources with random phases in noise.
  private func covariance(_ sources: [(degrees: Double, power: Double)], noise: Double)
    -> HermitianMatrix
  {
    var stream = RandomStream(seed: 21, stage: .thermalNoise, index: 0)
    func gaussian(_ power: Double) -> Complex<Double> {
      let (x, y) = stream.normalPair()
      return Complex(x, y) * Complex((power / 2).squareRoot())
    }
    let steerings = sources.map { array.steering(azimuths($0.degrees)) }
    return HermitianMatrix(
      snapshots: (0..<200).map { _ in
        var snapshot = (0..<12).map { _ in gaussian(noise) }
        for (source, steering) in zip(sources, steerings) {
          let amplitude = gaussian(source.power)
          for channel in 0..<12 { snapshot[channel] += amplitude * steering[channel] }
        }
        return snapshot
      })
  }

  /// The directions in degrees of the local maxima that reach half of the highest.
  private func peaks(
    _ spectrum: [Double], _ degrees: [Double], above share: Double = 0.5
  ) -> [Double] {
    let floor = (spectrum.max() ?? 0) * share
    let maxima = (1..<spectrum.count - 1).filter { bin in
      let (before, here, after) = (spectrum[bin - 1], spectrum[bin], spectrum[bin + 1])
      return here > before && here >= after && here > floor
    }
    return maxima.map { degrees[$0] }
  }

  private let grid = (-240...240).map { Double($0) / 4 }

  @Test("the beamformer shows a wave alone with its power at its angle")
  func bartlett() throws {
    let snapshot = array.steering(azimuths(-20)).map { $0 * Complex(3) }
    let spectrum = try AngleSpectrum.bartlett(
      HermitianMatrix(snapshots: [snapshot]), array: array, directions: grid.map(azimuths))
    let top = try #require(spectrum.indices.max { spectrum[$0] < spectrum[$1] })
    #expect(grid[top] == -20)
    #expect(isClose(spectrum[top], 9, within: 1e-12))
    // Half a beam of 12 channels away, at 1 / 12 in the sine, the wave cancels: 2 / 12 of it.
    let null = Double.asin(Double.sin(-20 * .pi / 180) + 2.0 / 12) * 180 / .pi
    let between = try AngleSpectrum.bartlett(
      HermitianMatrix(snapshots: [snapshot]), array: array, directions: [azimuths(null)])
    // The 144 terms of the quadratic form, each of the size of 9, cancel.
    #expect(between[0] < 1e-14)
  }

  @Test("two sources half a beam apart are two to Capon and to MUSIC, one to the beamformer")
  func resolution() throws {
    // The beam's first null is 9.6 degrees away.
    let matrix = covariance([(3, 1), (8, 1)], noise: 1e-3)
    let directions = grid.map(azimuths)
    let one = try AngleSpectrum.bartlett(matrix, array: array, directions: directions)
    #expect(peaks(one, grid).count == 1)
    // MUSIC's peaks are no powers: each is as high as the grid comes near to it.
    for (method, share) in [(AngleSpectrum.capon(loading: 1e-6), 0.5), (.music(sources: 2), 0.01)] {
      let found = peaks(
        try method(matrix, array: array, directions: directions), grid, above: share)
      #expect(found.count == 2, "\(method) \(found)")
      // At 30 dB and 200 snapshots the bound is below a twentieth of a degree; the grid's is 1/8.
      for (angle, exact) in zip(found, [3.0, 8]) { #expect(isClose(angle, exact, within: 0.25)) }
    }
  }

  @Test("Capon's beamformer tells the power of a source within its fluctuation")
  func caponPower() throws {
    let matrix = covariance([(10, 4)], noise: 1e-2)
    let power = try AngleSpectrum.capon(loading: 0)(
      matrix, array: array, directions: [azimuths(10)])
    // The mean of 200 exponential powers: 7 %; four of those.
    #expect(isClose(power[0], 4, relative: 0.28))
  }

  @Test("a moving point of a frame becomes one point with its delay, shift and direction")
  func pointCloud() throws {
    let wave = shortWaveform
    let lambda = wave.centreFrequency.wavelength
    let transmit = (0..<3).map { Vector3(0, -2 * lambda * Double($0), 0) }
    let receive = (0..<4).map { Vector3(0, -lambda / 2 * Double($0), 0) }
    let schedule = TransmitSchedule(timeDivision: [0, 1, 2])
    let direction = azimuths(17)
    let point = FarPoint(
      delay: 40.3 * wave.delayCell, rate: -500 / wave.centreFrequency.hertz, direction: direction)
    var frame = point.frame(
      wave, chirps: 96, schedule: schedule, transmit: transmit, receive: receive)
    var stream = RandomStream(seed: 2, stage: .thermalNoise, index: 0)
    for index in frame.samples.indices {
      let (x, y) = stream.normalPair()
      frame.samples[index] += Complex(x, y)
    }
    let workers = Workers(count: 2)
    let cube = try #require(
      MultiplexedDopplerTransform(
        schedule: schedule, cycles: 32, taper: .hann, chirpPeriod: wave.chirpPeriod,
        workers: workers)(
          DelayTransform(waveform: wave, window: .hann, workers: workers)(frame)))
    let cloud = PointCloud(
      detector: ConstantFalseAlarmRate(falseAlarmRate: 1e-7, looks: 12),
      finder: DirectionFinder(
        spectrum: .bartlett,
        array: ChannelPositions(transmit: transmit, receive: receive, wavelength: lambda),
        grid: DirectionFinder.Grid(azimuths: grid.map { $0 * .pi / 180 })))
    let points = cloud.points(in: cube)
    #expect(points.count == 1)
    let found = try #require(points.first)
    // In the middle of the window and of the array; the shift displaces it by -f_D / S.
    let cell = wave.delayCell
    let middle = point.rate * 95 / 2 * wave.chirpPeriod
    let centre = Vector3(0, -2.75 * lambda, 0).dot(direction) / PhysicalConstants.speedOfLight
    let shown = 40.3 + (middle - centre - 500 / wave.slope.si) / cell
    // Parabolas through the logarithms of Hann's main lobe are a twentieth of a cell off at most.
    #expect(isClose(found.delay / cell, shown, within: 0.07))
    #expect(isClose(found.dopplerShift, 500, within: 0.07 * 82.8))
    #expect((try #require(found.direction) - direction).length < 0.01)
  }

  /// The cube of points as a radar with three transmit and four receive elements sees them.
  private func cube(_ points: [FarPoint]) throws -> (DelayDopplerCube, ChannelPositions) {
    let lambda = shortWaveform.centreFrequency.wavelength
    let transmit = (0..<3).map { Vector3(0, -2 * lambda * Double($0), 0) }
    let receive = (0..<4).map { Vector3(0, -lambda / 2 * Double($0), 0) }
    let schedule = TransmitSchedule(timeDivision: [0, 1, 2])
    let frames = points.map {
      $0.frame(shortWaveform, chirps: 96, schedule: schedule, transmit: transmit, receive: receive)
    }
    var frame = frames[0]
    for index in frame.samples.indices {
      frame.samples[index] = frames.reduce(.zero) { $0 + $1.samples[index] }
    }
    let workers = Workers(count: 2)
    let cube = try #require(
      MultiplexedDopplerTransform(
        schedule: schedule, cycles: 32, taper: .hann, chirpPeriod: shortWaveform.chirpPeriod,
        workers: workers)(
          DelayTransform(waveform: shortWaveform, window: .hann, workers: workers)(frame)))
    return (
      cube, ChannelPositions(transmit: transmit, receive: receive, wavelength: lambda)
    )
  }

  /// The cell of a cube with the most power.
  private func strongest(_ cube: DelayDopplerCube) -> (doppler: Int, delay: Int) {
    let power = cube.map.power
    let cell = power.indices.max { power[$0] < power[$1] } ?? 0
    return (cell / cube.delays.count, cell % cube.delays.count)
  }

  @Test("a point too fast for elements that take turns keeps its angle, and its speed is told")
  func folds() throws {
    let wave = shortWaveform
    let span = 1 / (3 * wave.chirpPeriod)
    for (shift, folds) in [(500, 0), (500 + span, 1), (500 - span, -1)] {
      let (cube, array) = try cube([
        FarPoint(
          delay: 40.3 * wave.delayCell, rate: -shift / wave.centreFrequency.hertz,
          direction: azimuths(17))
      ])
      let finder = DirectionFinder(
        spectrum: .bartlett, array: array,
        grid: DirectionFinder.Grid(azimuths: grid.map { $0 * .pi / 180 }), turns: 3)
      let cell = strongest(cube)
      let found = try finder.directions(in: cube, doppler: cell.doppler, delay: cell.delay)
      #expect(found.folds == folds, "\(shift) Hz")
      // The shift lies up to half a cell, 41 Hz, beside its row: elements a chirp and two later are out
      // of phase by 0.005 and 0.01 turns, 0.2 degrees of angle.
      #expect((try #require(found.directions.first) - azimuths(17)).length < 0.01)
    }
  }

  /// An array of elements that take turns, and whether folded shifts can be told from directions.
  private struct Turns: Sendable, CustomTestStringConvertible {
    var transmit: [Double]
    var receive: [Double]

    /// Whether a wrong fold explains all of an echo, worked out by hand.
    var isAmbiguous: Bool
    var testDescription: String { "sent at \(transmit), received at \(receive) wavelengths" }
  }

  @Test(
    "folds are told by arrays that no other direction imitates",
    arguments: [
      // Two channels: half a turn of the second is the direction a quarter of the sine away.
      Turns(transmit: [1, -1], receive: [0], isAmbiguous: true),
      // Eight half wavelengths apart: a wrong fold explains 54 % at most.
      Turns(transmit: [1, -1], receive: [0.75, 0.25, -0.25, -0.75], isAmbiguous: false),
      // Receivers a wavelength apart lie at the same phases for sines that differ by one, of which half
      // a wavelength between the senders makes the half turn.
      Turns(transmit: [0.25, -0.25], receive: [1.5, 0.5, -0.5, -1.5], isAmbiguous: true),
      // One that sends has no turns.
      Turns(transmit: [0], receive: [0.25, -0.25], isAmbiguous: false),
    ])
  private func ambiguity(turns: Turns) {
    let wavelength = 4e-3
    func places(_ values: [Double]) -> [Vector3] { values.map { Vector3(0, $0 * wavelength, 0) } }
    let finder = DirectionFinder(
      spectrum: .bartlett,
      array: ChannelPositions(
        transmit: places(turns.transmit), receive: places(turns.receive), wavelength: wavelength),
      grid: DirectionFinder.Grid(azimuths: (-90...90).map { Double($0) * .pi / 180 }),
      turns: turns.transmit.count)
    #expect(finder.isFoldAmbiguous == turns.isAmbiguous)
  }

  @Test("MUSIC tells two points of one cell apart by their traces in the cells around it")
  func twoInOneCell() throws {
    let wave = shortWaveform
    let rate = -500 / wave.centreFrequency.hertz
    let (cube, array) = try cube([
      FarPoint(delay: 40.2 * wave.delayCell, rate: rate, direction: azimuths(17)),
      FarPoint(delay: 40.7 * wave.delayCell, rate: 1.08 * rate, direction: azimuths(-11)),
    ])
    let finder = DirectionFinder(
      spectrum: .music(sources: 2), array: array,
      grid: DirectionFinder.Grid(azimuths: grid.map { $0 * .pi / 180 }))
    let cell = strongest(cube)
    let found = try finder.directions(in: cube, doppler: cell.doppler, delay: cell.delay)
    let angles = found.directions.map { SphericalAngles(of: $0).phi * 180 / .pi }.sorted()
    #expect(angles.count == 2)
    // Up to half a Doppler cell beside the row, as above; without noise nothing else is off.
    for (angle, exact) in zip(angles, [-11.0, 17]) { #expect(isClose(angle, exact, within: 0.5)) }
  }
}
