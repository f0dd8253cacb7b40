// SPDX-License-Identifier: Apache-2.0

internal import RealModule
/// Finds the cells of a map that stand out from their neighbours, at a set rate of false alarms.
///
/// The noise beside a cell is taken from a frame of training cells around it, without the guard
/// cells next to it. Doppler shifts wrap around; beyond the first and last delay there are no cells,
/// so cells near them have fewer neighbours and a higher threshold.
package struct ConstantFalseAlarmRate: Sendable {
  /// How the noise is taken from the neighbours.
  package enum Method: Hashable, Sendable {
    /// Their mean: best in noise of one power, raised by other echoes.
    case cellAveraging

    /// One of them in the order of their powers, as a share of their number, for example 0.75: other
    /// echoes among them do no harm until they are as many as lie above it.
    case orderedStatistic(share: Double)
  }

  package let method: Method
  package let falseAlarmRate: Double

  /// Cells on each side that are left out, in delay and in Doppler shift.
  package let guards: (delay: Int, doppler: Int)

  /// Cells on each side beyond those, likewise.
  package let training: (delay: Int, doppler: Int)

  /// How many independent samples each cell is the mean of.
  package let looks: Int

  /// How many neighbouring cells hold as much as one independent sample of noise.
  ///
  /// Tapers make neighbours alike: they teach less about the noise than independent ones, so that the
  /// threshold must be higher. Both factors are at least one.
  package let cellsPerSample: (delay: Double, doppler: Double)

  /// Sets up a detector.
  ///
  /// - Parameters:
  ///   - method: How the noise is found.
  ///   - falseAlarmRate: The share of cells of noise that are taken for echoes, in (0, 1).
  ///   - guards: Wide enough for the window's main lobe.
  ///   - training: At least one cell in one of both directions.
  ///   - looks: How many channels or windows were averaged.
  ///   - cellsPerSample: `WindowFigures.binsPerSample` of both tapers.
  package init(
    method: Method = .cellAveraging, falseAlarmRate: Double,
    guards: (delay: Int, doppler: Int) = (3, 2), training: (delay: Int, doppler: Int) = (8, 4),
    looks: Int = 1, cellsPerSample: (delay: Double, doppler: Double) = (1, 1)
  ) {
    precondition(cellsPerSample.delay >= 1 && cellsPerSample.doppler >= 1)
    precondition(falseAlarmRate > 0 && falseAlarmRate < 1, "a rate of \(falseAlarmRate)")
    precondition(guards.delay >= 0 && guards.doppler >= 0 && looks > 0)
    precondition(training.delay >= 0 && training.doppler >= 0)
    precondition(training.delay + training.doppler > 0, "no cells to learn from")
    self.method = method
    self.falseAlarmRate = falseAlarmRate
    self.guards = guards
    self.training = training
    self.looks = looks
    self.cellsPerSample = cellsPerSample
  }

  /// A cell that stands out.
  package struct Cell: Hashable, Sendable {
    package var doppler: Int
    package var delay: Int

    /// The power in it.
    package var power: Double

    /// The noise beside it as the detector took it, in the mean.
    package var noise: Double

    /// The estimated ratio of the echo alone to the noise.
    package var signalToNoise: Double { max(0, power / noise - 1) }
  }

  /// The cells of a map above their thresholds.
  ///
  /// - Parameters:
  ///   - power: `[Doppler][delay]`.
  ///   - dopplers: How many Doppler bins there are.
  /// - Returns: The cells in the order of the map.
  package func cells(in power: [Double], dopplers: Int) -> [Cell] {
    guard dopplers > 0, !power.isEmpty else { return [] }
    let delays = power.count / dopplers
    var thresholds: [Int: (factor: Double, toMean: Double)] = [:]
    var found: [Cell] = []
    var neighbours: [Double] = []
    for doppler in 0..<dopplers {
      for delay in 0..<delays {
        collect(&neighbours, around: doppler, delay, power, dopplers, delays)
        guard !neighbours.isEmpty else { continue }
        let count = neighbours.count
        let known = thresholds[count] ?? threshold(for: count)
        thresholds[count] = known
        let value = power[doppler * delays + delay]
        guard exceeds(value, known.factor, neighbours) else { continue }
        let level = level(of: neighbours)
        guard level > 0 else { continue }
        found.append(
          Cell(doppler: doppler, delay: delay, power: value, noise: level * known.toMean))
      }
    }
    return found
  }

  /// The cells that no found neighbour exceeds: one for each echo.
  ///
  /// - Parameters:
  ///   - cells: What `cells` found.
  ///   - dopplers: How many Doppler bins the map has.
  /// - Returns: The highest of all cells that touch each other or lie within the guards.
  package func peaks(among cells: [Cell], dopplers: Int) -> [Cell] {
    struct Place: Hashable {
      var doppler: Int
      var delay: Int
    }
    let powers = Dictionary(
      uniqueKeysWithValues: cells.map { (Place(doppler: $0.doppler, delay: $0.delay), $0.power) })
    return cells.filter { cell in
      for shift in -guards.doppler...guards.doppler {
        for step in -guards.delay...guards.delay where shift != 0 || step != 0 {
          let doppler = ((cell.doppler + shift) % dopplers + dopplers) % dopplers
          let place = Place(doppler: doppler, delay: cell.delay + step)
          // Of equal powers the later cell counts.
          guard let other = powers[place] else { continue }
          if other > cell.power || other == cell.power && (shift, step) > (0, 0) { return false }
        }
      }
      return true
    }
  }

  /// Whether a value lies above the level of its neighbours times a factor.
  private func exceeds(_ value: Double, _ factor: Double, _ neighbours: [Double]) -> Bool {
    switch method {
    case .cellAveraging: return value > level(of: neighbours) * factor
    case .orderedStatistic(let share):
      // To count those below takes far less time than to sort them.
      let bound = value / factor
      let below = neighbours.reduce(0) { $0 + ($1 < bound ? 1 : 0) }
      return below >= rank(of: neighbours.count, share)
    }
  }

  private func collect(
    _ values: inout [Double], around doppler: Int, _ delay: Int, _ power: [Double],
    _ dopplers: Int, _ delays: Int
  ) {
    let reach = (delay: guards.delay + training.delay, doppler: guards.doppler + training.doppler)
    // A map narrower than the frame is seen once, not twice around.
    let up = min(reach.doppler, (dopplers - 1) / 2)
    let columns = max(0, delay - reach.delay)...min(delays - 1, delay + reach.delay)
    values.removeAll(keepingCapacity: true)
    for shift in -up...up {
      let row = ((doppler + shift) % dopplers + dopplers) % dopplers * delays
      let isGuard = abs(shift) <= guards.doppler
      for column in columns where !isGuard || abs(column - delay) > guards.delay {
        values.append(power[row + column])
      }
    }
  }

  private func rank(of count: Int, _ share: Double) -> Int {
    min(max(Int((share * Double(count)).rounded()), 1), count)
  }

  private func level(of neighbours: [Double]) -> Double {
    switch method {
    case .cellAveraging: neighbours.reduce(0, +) / Double(neighbours.count)
    case .orderedStatistic(let share):
      neighbours.sorted()[rank(of: neighbours.count, share) - 1]
    }
  }

  /// How much of the likeness of neighbours in power is there in what the method learns from them.
  ///
  /// An ordered statistic asks which cells exceed a quantile q of exponential power. Expanded in Laguerre's
  /// polynomials, that has the covariance sum_n rho^n c_n^2 of two cells whose powers correlate by
  /// rho, with c_1 = q e^-q; the terms beyond the first one add less than a tenth. Relative to its
  /// variance p (1 - p) at p = 1 - e^-q the first is q^2 (1 - p) / p: 0.64 at three quarters.
  private var likenessShare: Double {
    guard case .orderedStatistic(let share) = method else { return 1 }
    let p = min(max(share, 0.01), 0.99)
    let quantile = -Double.log(1 - p)
    return min(1, quantile * quantile * (1 - p) / p)
  }

  /// The factor on the level, and the mean of noise in units of the level.
  private func threshold(for cells: Int) -> (factor: Double, toMean: Double) {
    let alike = cellsPerSample.delay * cellsPerSample.doppler - 1
    let samples = Double(cells) / (1 + likenessShare * alike)
    let count = max(1, Int(samples.rounded()))
    switch method {
    case .cellAveraging:
      return (
        FalseAlarmThreshold.cellAveraging(
          falseAlarmRate: falseAlarmRate, cells: count, looks: looks), 1
      )
    case .orderedStatistic(let share):
      let rank = rank(of: count, share)
      let factor = FalseAlarmThreshold.orderedStatistic(
        falseAlarmRate: falseAlarmRate, cells: count, rank: rank, looks: looks)
      // The level's expectation for one look; for more looks it lies nearer to the mean.
      let expected = (0..<rank).reduce(0.0) { $0 + 1 / Double(count - $1) }
      return (factor, looks == 1 ? 1 / expected : 1)
    }
  }
}
