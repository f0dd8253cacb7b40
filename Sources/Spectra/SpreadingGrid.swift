// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule

/// The memory that the terms of a sum are spread over.
///
/// It is the inner loop of all synthesis, with one addition of eight cells for each of a term's
/// parts.
@unsafe struct SpreadingGrid {
  /// Both parts of the cells; they start half a kernel before the grid does and end as far behind.
  let real: UnsafeMutableRawBufferPointer
  let imaginary: UnsafeMutableRawBufferPointer

  /// The kernel's table.
  let table: UnsafeBufferPointer<SIMD8<Double>>

  /// How many cells the grid has.
  let size: Double

  /// A term's place on the grid.
  private struct Place {
    /// Where its first cell is in memory.
    var offset: Int

    /// Where the node of the table next to it begins.
    var row: Int

    /// How far behind the node the first cell lies, in cells.
    var distance: Double
  }

  /// Spreads terms of constant amplitude.
  func spread(_ terms: [ExponentialTerm]) {
    unsafe visit(terms) { _, place, amplitude in
      let (first, second, third) = unsafe (
        table[place.row], table[place.row + 1], table[place.row + 2]
      )
      let weights = first + place.distance * (second + place.distance * third)
      unsafe add(weights * amplitude.real, weights * amplitude.imaginary, at: place.offset)
    }
  }

  /// Spreads terms whose amplitudes are polynomials.
  ///
  /// With the Taylor coefficients t_r of the kernel at a node and derivatives of order p at a distance
  /// d from it, sum_p beta_p phi^(p)(d) is the sum over r of t_r times the sum over p of
  /// beta_p r! / (r - p)! d^(r - p), cut off at the second power of d. As the transform of a
  /// derivative is j 2 pi xi times that of the kernel, x^p takes beta_p = b_p (-j G / (pi N))^p.
  func spread(
    _ terms: [ExponentialTerm], _ polynomials: [Complex<Double>], orders: Int,
    _ plan: ExponentialSum.Plan
  ) {
    let step = Double(plan.gridSize) / (.pi * Double(plan.count))
    unsafe withUnsafeTemporaryAllocation(of: Complex<Double>.self, capacity: orders + 2) { gamma in
      unsafe visit(terms) { index, place, amplitude in
        let d = place.distance
        unsafe gamma.update(repeating: .zero)
        var turned = amplitude
        for p in 0..<orders {
          let beta = turned * polynomials[index * orders + p]
          // r! / (r - p)! for r = p, p + 1, p + 2.
          let first = factorials[p]
          let second = first * Double(p + 1)
          let third = second * Double(p + 2) / 2
          unsafe gamma[p] += Complex(beta.real * first, beta.imaginary * first)
          unsafe gamma[p + 1] += Complex(beta.real * second * d, beta.imaginary * second * d)
          unsafe gamma[p + 2] += Complex(beta.real * third * d * d, beta.imaginary * third * d * d)
          turned = Complex(turned.imaginary * step, -turned.real * step)
        }
        var (inPhase, quadrature) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        for r in 0..<orders + 2 {
          let row = unsafe table[place.row + r]
          inPhase += unsafe row * gamma[r].real
          quadrature += unsafe row * gamma[r].imaginary
        }
        unsafe add(inPhase, quadrature, at: place.offset)
      }
    }
  }

  /// Calls a closure with each term's number, place and amplitude, its phase included.
  @inline(__always)
  private func visit(
    _ terms: [ExponentialTerm], _ body: (Int, Place, Complex<Double>) -> Void
  ) {
    unsafe withUnsafeTemporaryAllocation(of: SIMD8<Double>.self, capacity: 2) { turned in
      let lanes = unsafe UnsafeRawBufferPointer(turned).assumingMemoryBound(to: Double.self)
      for first in stride(from: 0, to: terms.count, by: batch) {
        let count = min(batch, terms.count - first)
        var phases = SIMD8<Double>()
        for lane in 0..<count { phases[lane] = -terms[first + lane].phase }
        unsafe (turned[0], turned[1]) = unitPhasors(phases)
        for lane in 0..<count {
          let term = terms[first + lane]
          let (c, s) = unsafe (lanes[lane], lanes[lane + batch])
          body(
            first + lane, unsafe place(of: term.frequency),
            Complex(
              term.amplitude.real * c - term.amplitude.imaginary * s,
              term.amplitude.real * s + term.amplitude.imaginary * c))
        }
      }
    }
  }

  @inline(__always)
  private func place(of frequency: Double) -> Place {
    // In [-1/2, 1/2] turns; shifted by half a kernel and a whole grid where it is below zero.
    var fraction = frequency - nearestInteger(frequency)
    if fraction < 0 { fraction += 1 }
    let position = unsafe fraction * size
    // The first cell is the first one that is no more than half a kernel below the position.
    let cell = Int(position)
    let (start, shift) =
      position == Double(cell) ? (cell, 0) : (cell + 1, Double(cell + 1) - position)
    let node = min(Int(shift * Double(SpreadingKernel.nodes)), SpreadingKernel.nodes - 1)
    return Place(
      offset: start * MemoryLayout<Double>.stride, row: node * SpreadingKernel.coefficients,
      distance: shift - (Double(node) + 0.5) / Double(SpreadingKernel.nodes))
  }

  /// Adds to eight neighbouring cells.
  @inline(__always)
  private func add(_ inPhase: SIMD8<Double>, _ quadrature: SIMD8<Double>, at offset: Int) {
    unsafe accumulate(inPhase, at: offset, in: real)
    unsafe accumulate(quadrature, at: offset, in: imaginary)
  }

  @inline(__always)
  private func accumulate(
    _ values: SIMD8<Double>, at offset: Int, in bytes: UnsafeMutableRawBufferPointer
  ) {
    let sum = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self) + values
    unsafe bytes.storeBytes(of: sum, toByteOffset: offset, as: SIMD8<Double>.self)
  }
}

/// How many terms have their phases taken at once.
private let batch = 8

/// n! as far as orders of derivatives go.
private let factorials: [Double] = (0..<SpreadingKernel.orders).map { order in
  (0..<order).reduce(1) { $0 * Double($1 + 1) }
}
