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
      let (d, row) = (place.distance, place.row)
      let weights = unsafe table[row] + d * (table[row + 1] + (d / 2) * table[row + 2])
      unsafe add(weights * amplitude.real, weights * amplitude.imaginary, at: place.offset)
    }
  }

  /// Spreads terms whose amplitudes are sums of derivatives.
  ///
  /// With the kernel's derivatives at a node, sum_p beta_p phi^(p) at a distance d from it is the sum over
  /// r of phi^(r) times beta_r + d beta_(r-1) + d^2 / 2 beta_(r-2).
  func spread(
    _ terms: [ExponentialTerm], _ derivatives: [Complex<Double>], orders: Int
  ) {
    unsafe derivatives.withUnsafeBufferPointer { derivatives in
      unsafe visit(terms) { index, place, amplitude in
        let d = place.distance
        let (first, square) = (index * orders, d * d / 2)
        var (inPhase, quadrature) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        var (before, twoBefore) = (Complex<Double>.zero, Complex<Double>.zero)
        for r in 0..<orders + 2 {
          let beta = r < orders ? unsafe derivatives[first + r] : .zero
          let row = unsafe table[place.row + r]
          inPhase += row * (beta.real + d * before.real + square * twoBefore.real)
          quadrature += row * (beta.imaginary + d * before.imaginary + square * twoBefore.imaginary)
          (twoBefore, before) = (before, beta)
        }
        let (c, s) = (amplitude.real, amplitude.imaginary)
        unsafe add(
          inPhase * c - quadrature * s, inPhase * s + quadrature * c, at: place.offset)
      }
    }
  }

  /// Calls a closure with each term's number, place and amplitude, its phase included.
  @inline(__always)
  private func visit(
    _ terms: [ExponentialTerm], _ body: (Int, Place, Complex<Double>) -> Void
  ) {
    // Lanes go through memory: to set or get one of a vector by a number that is not known when the
    // code is compiled takes a store and a load of all eight.
    unsafe withUnsafeTemporaryAllocation(of: SIMD8<Double>.self, capacity: 3) { vectors in
      unsafe vectors.initialize(repeating: .zero)
      let lanes = unsafe UnsafeMutableRawBufferPointer(vectors).assumingMemoryBound(to: Double.self)
      unsafe terms.withUnsafeBufferPointer { terms in
        for first in stride(from: 0, to: terms.count, by: batch) {
          let count = min(batch, terms.count - first)
          for lane in 0..<count { unsafe lanes[lane] = -terms[first + lane].phase }
          unsafe (vectors[1], vectors[2]) = unitPhasors(vectors[0])
          for lane in 0..<count {
            let term = unsafe terms[first + lane]
            let (c, s) = unsafe (lanes[lane + batch], lanes[lane + 2 * batch])
            body(
              first + lane, unsafe place(of: term.frequency),
              Complex(
                term.amplitude.real * c - term.amplitude.imaginary * s,
                term.amplitude.real * s + term.amplitude.imaginary * c))
          }
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
