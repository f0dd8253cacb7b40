// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule

extension [SpecularPath] {
  /// How much of the field of a whole mirror those beside the path may have together to be left out.
  ///
  /// It is -30 dB, at which the integral over the aperture begins to be faded out. Each of the tiles
  /// of a wall may be weaker and the wall still be strong.
  private static var weakestBeside: Double { 0.0316 }

  /// The weighed paths without the weakest mirrors beside the way, as many as may be left out together.
  var withoutWeakBeside: [SpecularPath] {
    let shares = filter(\.isBeside).map { path in
      (
        facets: path.facets,
        size: path.orders.reduce(Complex<Double>.zero) { $0 + $1.factor }.length
      )
    }
    var sum = 0.0
    var weak: Set<[Int32]> = []
    for share in shares.sorted(by: { $0.size < $1.size }) {
      sum += share.size
      guard sum < Self.weakestBeside else { break }
      weak.insert(share.facets)
    }
    return filter { !$0.isBeside || !weak.contains($0.facets) }
  }
}
