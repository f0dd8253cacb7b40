// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
package import Execution
internal import Quantities
internal import RealModule

extension DelayCells.Geometry {
  /// What one number of a geometry adds: the delay, or a place along an axis of the world.
  package enum Number: Hashable, Sendable {
    case delay
    case transmitter(axis: Int)
    case receiver(axis: Int)
  }

  /// Changes one of the numbers, in seconds or metres.
  package mutating func add(_ value: Double, to number: Number) {
    switch number {
    case .delay: delay += value
    case .transmitter(let axis): transmitter[axis] += value
    case .receiver(let axis): receiver[axis] += value
    }
  }

  /// The derivative of a path's delay by one of the numbers.
  func slope(of way: DelayCells.Way, by number: Number) -> Double {
    switch number {
    case .delay: 1
    case .transmitter(let axis): -way.departure[axis] / PhysicalConstants.speedOfLight
    case .receiver(let axis): -way.arrival[axis] / PhysicalConstants.speedOfLight
    }
  }
}

extension DelayCells {
  /// What the cells should show where the geometry differs a little more.
  ///
  /// Paths keep their powers and move over the delay bins. A scatterer shows over the delays of the surface
  /// that it stands for: one alone would stand out of its bin as no part of the surface does.
  ///
  /// Physics primer, after eq. 74.
  ///
  /// - Parameters:
  ///   - change: What is added to the geometry of the cells.
  ///   - unknowns: For each number that derivatives are asked for what it changes of the geometry, with what
  ///     one of it is in seconds or metres.
  ///   - powers: The power of each path.
  ///   - workers: How many threads to use.
  /// - Returns: Powers with derivatives by the unknowns.
  package func expectation(
    movedBy change: Geometry, unknowns: [[(number: Geometry.Number, unit: Double)]],
    powers: [Double], workers: Workers
  ) -> Expectation {
    let results = workers.map(windows, chunk: 1) { window in
      moved(window, change, unknowns, powers)
    }
    return Expectation(values: results.map(\.0), slopes: results.map(\.1))
  }

  private func moved(
    _ window: Int, _ change: Geometry, _ unknowns: [[(number: Geometry.Number, unit: Double)]],
    _ powers: [Double]
  ) -> ([Double], [Double]) {
    let count = unknowns.count
    var values = [Double](repeating: 0, count: grid.cells)
    var slopes = [Double](repeating: 0, count: grid.cells * count)
    let size = Double(grid.binsPerCell)
    // By how many bins a path moves with each of the unknowns.
    var steps = [Double](repeating: 0, count: count)
    func place(_ way: Way, _ place: Double) -> Double {
      for (index, unknown) in unknowns.enumerated() {
        steps[index] =
          unknown.reduce(0) { $0 + change.slope(of: way, by: $1.number) * $1.unit }
          / grid.binWidth
      }
      return place + change.shift(of: way) / grid.binWidth
    }
    for member in members[window] {
      let path = terms.paths[Int(member.path)]
      let own = place(Way(path), self.place(of: path))
      let power = powers[Int(member.path)] * path.multiplicity / size
      guard power > 0 else { continue }
      let span = (path.scattering?.delaySpan ?? 0) / grid.binWidth
      for bin in bins(around: own, over: span) {
        let (cell, share) = (bin / grid.binsPerCell, pulse.power(own - Double(bin), over: span))
        values[cell] += power * share.value
        let slope = power * share.slope
        for index in 0..<count { slopes[cell * count + index] += slope * steps[index] }
      }
    }
    var field = [Complex<Double>](repeating: .zero, count: grid.bins)
    var turns = [Complex<Double>](repeating: .zero, count: grid.bins * count)
    for piece in pieces[window] {
      let own = place(piece.way, piece.place)
      for bin in bins(around: own) {
        let height = pulse(own - Double(bin))
        field[bin] += piece.amplitude * Complex(height.value)
        for index in 0..<count {
          turns[bin * count + index] += piece.amplitude * Complex(height.slope * steps[index])
        }
      }
    }
    for bin in 0..<grid.delayCells * grid.binsPerCell where field[bin] != .zero {
      let cell = bin / grid.binsPerCell
      values[cell] += field[bin].lengthSquared / size
      for index in 0..<count {
        slopes[cell * count + index] +=
          2 * (field[bin].conjugate * turns[bin * count + index]).real / size
      }
    }
    return (values, slopes)
  }
}
