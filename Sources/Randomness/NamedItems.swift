// SPDX-License-Identifier: Apache-2.0

extension RandomStream {
  /// Creates the stream of an item that has names instead of a number.
  ///
  /// It depends on these names alone, not on which other items there are. Eight bytes at a time of
  /// each name, then its length, choose the numbers that key the next ones.
  ///
  /// - Parameters:
  ///   - seed: The run's seed.
  ///   - stage: What the numbers are for.
  ///   - names: What the item is called, such as both ends of a link in an order that is always
  ///     the same.
  package init(seed: UInt64, stage: RandomStage, names: String...) {
    var key = seed
    func take(_ word: UInt64) {
      var stream = RandomStream(seed: key, stage: stage, index: word)
      key = stream.next()
    }
    for name in names {
      let bytes = Array(name.utf8)
      for start in stride(from: 0, to: bytes.count, by: 8) {
        take(bytes[start...].prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
      }
      take(UInt64(bytes.count))
    }
    self.init(seed: key, stage: stage, index: 0)
  }
}
