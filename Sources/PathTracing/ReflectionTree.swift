// SPDX-License-Identifier: Apache-2.0

/// Sequences of facets that a wave may be reflected from, kept as a tree.
///
/// Sequences that start alike share nodes. Node 0 is the transmitter; each other node is the
/// sequence of facets from there to it.
struct ReflectionTree: Sendable {
  struct Node: Sendable {
    var parent: Int32
    var facet: Int32
    var depth: Int32

    /// How many rays took the sequence.
    var rays: Int32 = 0
  }

  private(set) var nodes = [Node(parent: -1, facet: -1, depth: 0)]
  private var children: [UInt64: Int32] = [:]

  /// The number of sequences.
  var count: Int { nodes.count - 1 }

  /// The node that continues another one with a facet, made if it is not there yet.
  @discardableResult
  mutating func child(of parent: Int32, facet: Int32) -> Int32 {
    let key = Self.key(parent, facet)
    if let known = children[key] { return known }
    let index = Int32(nodes.count)
    nodes.append(Node(parent: parent, facet: facet, depth: nodes[Int(parent)].depth + 1))
    children[key] = index
    return index
  }

  /// The node that continues another one with a facet, counting a ray that took it.
  mutating func follow(_ parent: Int32, facet: Int32) -> Int32 {
    let node = child(of: parent, facet: facet)
    nodes[Int(node)].rays += 1
    return node
  }

  /// How many rays took a sequence.
  func rays(along facets: [Int32]) -> Int {
    var node: Int32 = 0
    for facet in facets {
      guard let next = children[Self.key(node, facet)] else { return 0 }
      node = next
    }
    return Int(nodes[Int(node)].rays)
  }

  private static func key(_ parent: Int32, _ facet: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: parent)) << 32 | UInt64(UInt32(bitPattern: facet))
  }

  /// Adds all sequences of another tree.
  mutating func merge(_ other: ReflectionTree) {
    var mapped: [Int32] = [0]
    mapped.reserveCapacity(other.nodes.count)
    // Parents precede their children.
    for node in other.nodes.dropFirst() {
      let own = child(of: mapped[Int(node.parent)], facet: node.facet)
      nodes[Int(own)].rays += node.rays
      mapped.append(own)
    }
  }

  /// Adds one sequence.
  ///
  /// - Returns: The nodes from its first facet to its last.
  @discardableResult
  mutating func insert(_ facets: [Int32]) -> [Int32] {
    var node: Int32 = 0
    return facets.map { facet in
      node = child(of: node, facet: facet)
      return node
    }
  }

  /// The facets from the transmitter to a node.
  func facets(to node: Int) -> [Int32] {
    var sequence: [Int32] = []
    var current = node
    while current > 0 {
      sequence.append(nodes[current].facet)
      current = Int(nodes[current].parent)
    }
    return sequence.reversed()
  }
}
