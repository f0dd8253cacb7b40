// SPDX-License-Identifier: Apache-2.0

import RFTwin
import Randomness
import Testing

@Suite("The strongest paths")
struct StrongestPathsTests {
  @Test("they are the first of all paths in order, ties by position and zeros left out")
  func againstSorting() {
    var stream = RandomStream(seed: 4, stage: .scattererPhases, index: 0)
    // Few levels, so that ties are many; a hundred times as many paths as are kept.
    let gains = (0..<1000).map { _ in (stream.uniform() * 40).rounded(.down) / 40 }
    let sorted = gains.indices.filter { gains[$0] > 0 }
      .sorted { (gains[$1], $0) < (gains[$0], $1) }
    for count in [0, 1, 10, 999, 2000] {
      #expect(strongest(of: gains, count: count) == Array(sorted.prefix(count)))
    }
    #expect(strongest(of: gains.reversed(), count: 10).count == 10)
    #expect(strongest(of: [0, 0], count: 1).isEmpty)
  }
}
