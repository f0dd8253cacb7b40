// SPDX-License-Identifier: Apache-2.0

import Execution
import Testing

@Suite("Parallel loops")
struct WorkersTests {
  @Test("results come in the order of their items on any number of threads", arguments: [1, 2, 7])
  func order(threads: Int) {
    let values = Workers(count: threads).map(10_001, chunk: 13) { $0 * $0 }
    #expect(values == (0..<10_001).map { $0 * $0 })
  }

  @Test("chunks may give any number of values", arguments: [1, 3])
  func filtered(threads: Int) {
    let even = Workers(count: threads).mapChunks(100, chunk: 7) { range in
      range.filter { $0.isMultiple(of: 2) }
    }
    #expect(even == Array(stride(from: 0, to: 100, by: 2)))
  }

  @Test("no items give no values")
  func empty() {
    #expect(Workers(count: 2).map(0) { $0 }.isEmpty)
  }

  @Test("there is always at least one thread", arguments: [-3, 0, 1])
  func atLeastOne(count: Int) {
    #expect(Workers(count: count).count == 1)
  }
}
