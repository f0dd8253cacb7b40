// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Synchronization

/// How many threads a computation may use.
///
/// Every loop here writes each item's result to the item's own slot, so results never depend on the number of threads.
package struct Workers: Sendable, Hashable {
  /// The number of threads, at least one.
  package let count: Int

  /// Creates a limit on threads.
  ///
  /// - Parameter count: The number of threads; nil takes one a processor.
  package init(count: Int? = nil) {
    self.count = max(1, count ?? processorCount())
  }

  /// Computes one value an item, in chunks spread over the threads.
  ///
  /// - Parameters:
  ///   - items: How many items there are.
  ///   - chunk: How many neighbouring items one thread takes at a time.
  ///   - body: Computes the value of one item; called on any thread, in any order.
  /// - Returns: The values in the order of their items.
  package func map<Value: Sendable>(
    _ items: Int, chunk: Int = 64, _ body: @Sendable (Int) -> Value
  ) -> [Value] {
    mapChunks(items, chunk: chunk) { range in range.map(body) }
  }

  /// Computes the values of whole chunks of items, for bodies that keep scratch storage for a chunk.
  ///
  /// - Parameters:
  ///   - items: How many items there are.
  ///   - chunk: How many neighbouring items make a chunk.
  ///   - body: Computes the values of one chunk, any number of them; called on any thread, in any order.
  /// - Returns: The chunks' values, joined in order.
  package func mapChunks<Value: Sendable>(
    _ items: Int, chunk: Int = 64, _ body: @Sendable (Range<Int>) -> [Value]
  ) -> [Value] {
    guard items > 0 else { return [] }
    let size = max(1, chunk)
    let chunks = (items + size - 1) / size
    @Sendable func range(_ index: Int) -> Range<Int> {
      index * size..<min(items, (index + 1) * size)
    }
    guard count > 1, chunks > 1 else { return (0..<chunks).flatMap { body(range($0)) } }

    var results = [[Value]](repeating: [], count: chunks)
    unsafe results.withUnsafeMutableBufferPointer { buffer in
      // Each chunk index is drawn once, so no two threads write one slot.
      nonisolated(unsafe) let slots = unsafe buffer
      let next = Atomic<Int>(0)
      DispatchQueue.concurrentPerform(iterations: min(count, chunks)) { _ in
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard index < chunks else { return }
          unsafe slots[index] = body(range(index))
        }
      }
    }
    return results.flatMap { $0 }
  }
}
