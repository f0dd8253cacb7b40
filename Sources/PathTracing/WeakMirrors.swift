// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule

/// How much of the field of a whole mirror those beside a path may have together to be left out.
///
/// It is -30 dB, at which the integral over the aperture begins to be faded out. Each of the tiles of a
/// wall may be weaker and the wall still be strong.
private let weakestBeside = 0.0316

/// The share below which fields of mirrors beside paths are left out, all of them together being weak.
///
/// Equal shares, such as those of an echo and its reverse, stay or go together.
private func leastShare(of shares: [Double]) -> Double {
  var sum = 0.0
  for share in shares.sorted() {
    sum += share
    if sum >= weakestBeside { return share }
  }
  return .infinity
}

extension [WeighedOrder] {
  /// The share of a whole mirror's field, in magnitude; one without orders, for mirrors without bounds.
  fileprivate var share: Double {
    isEmpty ? 1 : reduce(Complex<Double>.zero) { $0 + $1.factor }.length
  }
}

extension [SpecularPath] {
  /// The weighed paths without the weakest mirrors beside the way, as many as may be left out together.
  var withoutWeakBeside: [SpecularPath] {
    let least = leastShare(of: filter(\.isBeside).map(\.orders.share))
    return filter { !$0.isBeside || $0.orders.share >= least }
  }
}

extension [CentreEcho] {
  /// The weighed echoes of a centre without the weakest over mirrors beside the ways, as many as may be
  /// left out together.
  var withoutWeakBeside: [CentreEcho] {
    let shares = map { $0.incoming.orders.share * $0.outgoing.orders.share }
    let least = leastShare(of: indices.filter { self[$0].isBeside }.map { shares[$0] })
    return indices.filter { !self[$0].isBeside || shares[$0] >= least }.map { self[$0] }
  }
}
