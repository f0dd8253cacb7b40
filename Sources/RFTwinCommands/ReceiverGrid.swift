// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Quantities
internal import Spatial

/// Receivers at even steps between two corners at one height: "X0,Y0,X1,Y1,Z,SPACING".
struct ReceiverGrid {
  /// In metres; x changes first, from its smaller end to the larger one, as does y.
  let points: [Vector3]

  /// How many receivers a grid may have.
  private static let limit = 100_000.0

  /// Reads a grid.
  ///
  /// - Throws: `ValidationError`, which tells what a grid is.
  init(argument: String) throws {
    let words = argument.split(separator: ",", omittingEmptySubsequences: false)
    let values = words.compactMap { Double($0) }.filter { abs($0) <= 1e7 }
    guard words.count == 6, values.count == 6, values[5] > 0 else {
      throw ValidationError(
        "give X0,Y0,X1,Y1,Z,SPACING in metres, the spacing above zero, such as -10,-10,10,10,1.5,0.5"
      )
    }
    let (height, spacing) = (values[4], values[5])
    // A corner that is a whole number of steps away counts, in spite of rounding.
    func steps(_ a: Double, _ b: Double) -> Double { (abs(a - b) / spacing + 1e-9).rounded(.down) }
    let (columns, rows) = (steps(values[0], values[2]) + 1, steps(values[1], values[3]) + 1)
    guard columns * rows <= Self.limit else {
      throw ValidationError(
        "\(shortest(columns * rows)) receivers are more than the \(Int(Self.limit)) of one call;"
          + " make the spacing larger")
    }
    let (left, lower) = (min(values[0], values[2]), min(values[1], values[3]))
    points = (0..<Int(rows)).flatMap { row in
      (0..<Int(columns)).map { column in
        Vector3(left + Double(column) * spacing, lower + Double(row) * spacing, height)
      }
    }
  }
}
