// SPDX-License-Identifier: Apache-2.0

import RealModule

/// The largest distance between two samples' cumulative distributions.
func kolmogorovDistance(_ first: [Double], _ second: [Double]) -> Double {
  let (a, b) = (first.sorted(), second.sorted())
  var (i, j, largest) = (0, 0, 0.0)
  while i < a.count, j < b.count {
    let value = min(a[i], b[j])
    while i < a.count, a[i] == value { i += 1 }
    while j < b.count, b[j] == value { j += 1 }
    largest = max(largest, abs(Double(i) / Double(a.count) - Double(j) / Double(b.count)))
  }
  return largest
}

/// The distance that two samples of one distribution exceed with a probability.
///
/// Smirnov's limit: sqrt(-ln(p / 2) / 2) sqrt((n + m) / (n m)).
func kolmogorovLimit(_ first: Int, _ second: Int, probability: Double) -> Double {
  let (n, m) = (Double(first), Double(second))
  return (-Double.log(probability / 2) / 2).squareRoot() * ((n + m) / (n * m)).squareRoot()
}
