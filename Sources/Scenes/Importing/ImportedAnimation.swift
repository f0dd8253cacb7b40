// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A node of a mesh file, in the axes and the unit of the file.
struct ImportedNode: Sendable {
  var name: String

  /// The number of the node that it hangs on, smaller than its own, or nil.
  var parent: Int?

  /// How it stands in its parent without animation: four rows of four numbers.
  var transform: [Double]
}

/// How some nodes of a mesh file move, as written.
struct ImportedAnimation: Sendable {
  /// A value at an instant in seconds.
  struct Key<Value: Sendable>: Sendable {
    var time: Double
    var value: Value
  }

  /// How one node moves in its parent.
  struct Channel: Sendable {
    var node: String
    var positions: [Key<Vector3>]

    /// Quaternions (x, y, z, w) as written, not yet of unit length.
    var rotations: [Key<SIMD4<Double>>]
    var scales: [Key<Vector3>]

    /// What the file says jumps from key to key: "translation", "rotation".
    var jumps: Set<String> = []

    /// Whether the file gives tangents with some of the keys, which are not here.
    var hasTangents = false
  }

  var name: String
  var channels: [Channel]

  /// Whether it bends meshes too.
  var bendsMeshes: Bool
}

/// Reads the nodes as `rftwin_import_mesh` writes them.
func importedNodes(from reader: inout ByteReader) throws(ByteReader.Exhausted) -> [ImportedNode] {
  var nodes: [ImportedNode] = []
  for _ in 0..<(try reader.number() as UInt32) {
    let name = try reader.string()
    let parent: Int32 = try reader.number()
    let transform = try numbers(16, from: &reader)
    let known = nodes.indices.contains(Int(parent)) ? Int(parent) : nil
    nodes.append(ImportedNode(name: name, parent: known, transform: transform))
  }
  return nodes
}

/// Reads the animations as `rftwin_import_mesh` writes them, unnamed ones by their number.
func importedAnimations(
  from reader: inout ByteReader
) throws(ByteReader.Exhausted) -> [ImportedAnimation] {
  var animations: [ImportedAnimation] = []
  for number in 0..<(try reader.number() as UInt32) {
    let name = try reader.string()
    let rate: Double = try reader.number()
    let bent: UInt32 = try reader.number()
    var channels: [ImportedAnimation.Channel] = []
    for _ in 0..<(try reader.number() as UInt32) {
      let node = try reader.string()
      let positions = try keys(3, from: &reader)
      let rotations = try keys(4, from: &reader)
      let scales = try keys(3, from: &reader)
      func vectors(_ keys: [[Double]]) -> [ImportedAnimation.Key<Vector3>] {
        keys.map { .init(time: $0[0] / rate, value: Vector3($0[1], $0[2], $0[3])) }
      }
      channels.append(
        .init(
          node: node, positions: vectors(positions),
          rotations: rotations.map {
            .init(time: $0[0] / rate, value: SIMD4($0[1], $0[2], $0[3], $0[4]))
          },
          scales: vectors(scales)))
    }
    animations.append(
      .init(
        name: name.isEmpty ? "animation-\(number + 1)" : name, channels: channels,
        bendsMeshes: bent > 0))
  }
  return animations
}

/// A list of keys: a time in ticks and some values each.
private func keys(
  _ values: Int, from reader: inout ByteReader
) throws(ByteReader.Exhausted) -> [[Double]] {
  var keys: [[Double]] = []
  for _ in 0..<(try reader.number() as UInt32) {
    keys.append(try numbers(1 + values, from: &reader))
  }
  return keys
}

private func numbers(
  _ count: Int, from reader: inout ByteReader
) throws(ByteReader.Exhausted) -> [Double] {
  var numbers: [Double] = []
  for _ in 0..<count { numbers.append(try reader.number()) }
  return numbers
}
