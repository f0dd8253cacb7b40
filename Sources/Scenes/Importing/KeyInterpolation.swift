// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The animations of a glTF file as far as they say how keys are joined, which Assimp leaves out.
private struct GLTFAnimations: Decodable {
  struct Animation: Decodable {
    var channels: [Channel]
    var samplers: [Sampler]
  }

  struct Channel: Decodable {
    var sampler: Int
    var target: Target
  }

  struct Target: Decodable {
    var node: Int?
    var path: String
  }

  struct Sampler: Decodable {
    var interpolation: String?
  }

  struct Node: Decodable {
    var name: String?
  }

  var animations: [Animation]?
  var nodes: [Node]?
}

extension [ImportedAnimation] {
  /// Marks the channels that a glTF or GLB file lets jump from key to key ("STEP"), and those whose
  /// keys have tangents ("CUBICSPLINE"), which Assimp drops.
  ///
  /// Source: Khronos, glTF 2.0 specification, sections 3.11 and 4.4. Animations and nodes come
  /// from Assimp in the order and with the names of the file; what is not found stays unmarked.
  mutating func markInterpolation(asIn file: Data) {
    guard let written = try? JSONDecoder().decode(GLTFAnimations.self, from: json(of: file)) else {
      return
    }
    for (index, animation) in (written.animations ?? []).enumerated() where index < count {
      for channel in animation.channels {
        guard animation.samplers.indices.contains(channel.sampler),
          let node = channel.target.node, let nodes = written.nodes, nodes.indices.contains(node),
          let moved = self[index].channels.firstIndex(where: { $0.node == nodes[node].name })
        else { continue }
        switch animation.samplers[channel.sampler].interpolation {
        case "STEP": self[index].channels[moved].jumps.insert(channel.target.path)
        case "CUBICSPLINE": self[index].channels[moved].hasTangents = true
        default: break
        }
      }
    }
  }
}

/// The JSON text of a glTF file: the file itself, or the first chunk of a GLB file.
private func json(of file: Data) -> Data {
  guard file.prefix(4) == Data("glTF".utf8) else { return file }
  var header = ByteReader(Array(file.prefix(20)), from: 12)
  guard let length = try? header.number() as UInt32 else { return Data() }
  return file.dropFirst(20).prefix(Int(length))
}
