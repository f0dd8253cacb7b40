// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Synchronization

/// How many threads a computation may use.
///
/// Every loop here writes each item's result to the item's own slot, so results never depend on the
/// number of threads. The loops are inlinable because a generic loop that is not specialised costs
/// more than most bodies.
public struct Workers: Sendable, Hashable {
  /// The number of threads, at least one.
  public let count: Int

  /// Creates a limit on threads.
  ///
  /// - Parameter count: The number of threads; nil takes one a processor.
  public init(count: Int? = nil) {
    self.count = max(1, count ?? processorCount())
  }

  /// Computes one value an item, in chunks spread over the threads.
  ///
  /// - Parameters:
  ///   - items: How many items there are.
  ///   - chunk: How many neighbouring items one thread takes at a time.
  ///   - body: Computes the value of one item; called on any thread, in any order.
  /// - Returns: The values in the order of their items.
  @inlinable
  public func map<Value: Sendable>(
    _ items: Int, chunk: Int = 64, _ body: @Sendable (Int) -> Value
  ) -> [Value] {
    mapChunks(items, chunk: chunk) { range in range.map(body) }
  }

  /// Computes the values of whole chunks of items.
  ///
  /// It is for bodies that keep scratch storage for a chunk.
  ///
  /// - Parameters:
  ///   - items: How many items there are.
  ///   - chunk: How many neighbouring items make a chunk.
  ///   - body: Computes the values of one chunk, any number of them; called on any
  ///     thread, in any order.
  /// - Returns: The chunks' values, joined in order.
  @inlinable
  public func mapChunks<Value: Sendable>(
    _ items: Int, chunk: Int = 64, _ body: @Sendable (Range<Int>) -> [Value]
  ) -> [Value] {
    guard items > 0 else { return [] }
    let size = max(1, chunk)
    let chunks = (items + size - 1) / size
    var results = [[Value]](repeating: [], count: chunks)
    unsafe results.withUnsafeMutableBufferPointer { buffer in
      // Each chunk is visited once, so no two threads write one slot.
      nonisolated(unsafe) let slots = unsafe buffer
      visit(chunks) { index in
        unsafe slots[index] = body(index * size..<min(items, (index + 1) * size))
      }
    }
    guard chunks > 1 else { return results[0] }
    var joined: [Value] = []
    joined.reserveCapacity(results.reduce(0) { $0 + $1.count })
    for values in results { joined.append(contentsOf: values) }
    return joined
  }

  /// Changes the rows of an array in place, spread over the threads.
  ///
  /// - Parameters:
  ///   - array: Rows of one length, one after the other.
  ///   - length: How many elements a row has.
  ///   - chunk: How many neighbouring rows one thread takes at a time.
  ///   - body: Changes one row, given its number; called on any thread, in any order.
  @inlinable
  public func mutateRows<Element>(
    of array: inout [Element], length: Int, chunk: Int = 8,
    _ body: @Sendable (Int, inout MutableSpan<Element>) -> Void
  ) {
    guard length > 0 else { return }
    let rows = array.count / length
    unsafe array.withUnsafeMutableBufferPointer { buffer in
      // Each row is visited once, so no two threads write one element.
      nonisolated(unsafe) let elements = unsafe buffer
      visit((rows + chunk - 1) / chunk) { index in
        for row in index * chunk..<min(rows, (index + 1) * chunk) {
          var span = unsafe MutableSpan(
            _unsafeElements: unsafe UnsafeMutableBufferPointer(
              rebasing: elements[row * length..<(row + 1) * length]))
          body(row, &span)
        }
      }
    }
  }

  /// Calls a closure once for each index, on all threads.
  @usableFromInline
  func visit(_ indices: Int, _ body: @Sendable (Int) -> Void) {
    guard count > 1, indices > 1 else {
      for index in 0..<indices { body(index) }
      return
    }
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(count, indices)) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < indices else { return }
        body(index)
      }
    }
  }
}
