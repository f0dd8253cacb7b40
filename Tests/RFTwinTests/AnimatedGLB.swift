// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A GLB file of one panel on a node "blade" that hangs on a node "mast", with animations.
///
/// y points up. The mast stands at (0, 2, 0), is turned by a right angle about y and doubles
/// lengths. The blade is carried 0.5 along the mast's x axis and reaches from its origin to 0.3.
struct AnimatedGLB {
  struct Channel {
    /// 0 for the mast, 1 for the blade.
    var node = 1
    var path = "rotation"
    var interpolation = "LINEAR"
    var times: [Double]

    /// Three or four numbers for each time, or three times as many for CUBICSPLINE.
    var values: [[Double]]
  }

  struct Animation {
    var name: String
    var channels: [Channel]
  }

  var animations: [Animation]

  var data: Data {
    var binary = Data()
    var views: [String] = []
    var accessors: [String] = []
    func append(_ bytes: Data, _ accessor: String) -> Int {
      views.append(
        "{\"buffer\":0,\"byteOffset\":\(binary.count),\"byteLength\":\(bytes.count)}")
      accessors.append("{\"bufferView\":\(views.count - 1),\(accessor)}")
      binary.append(bytes)
      return accessors.count - 1
    }
    func append(_ values: [[Double]]) -> Int {
      let kind = [1: "SCALAR", 3: "VEC3", 4: "VEC4"][values[0].count] ?? ""
      let low = values[0].indices.map { index in values.map { $0[index] }.min() ?? 0 }
      let high = values[0].indices.map { index in values.map { $0[index] }.max() ?? 0 }
      return append(
        values.joined().reduce(into: Data()) { $0.append(bytes(Float($1).bitPattern)) },
        "\"componentType\":5126,\"count\":\(values.count),\"type\":\"\(kind)\",\"min\":\(low),"
          + "\"max\":\(high)")
    }
    let corners = append([[0, -0.05, 0], [0.3, -0.05, 0], [0.3, 0.05, 0], [0, 0.05, 0]])
    let triangles = append(
      [0, 1, 2, 0, 2, 3].reduce(into: Data()) { $0.append(bytes(UInt32($1))) },
      "\"componentType\":5125,\"count\":6,\"type\":\"SCALAR\"")
    let movements = animations.map { animation in
      var samplers: [String] = []
      var channels: [String] = []
      for channel in animation.channels {
        let (input, output) = (append(channel.times.map { [$0] }), append(channel.values))
        samplers.append(
          "{\"input\":\(input),\"output\":\(output),"
            + "\"interpolation\":\"\(channel.interpolation)\"}")
        channels.append(
          "{\"sampler\":\(samplers.count - 1),"
            + "\"target\":{\"node\":\(channel.node),\"path\":\"\(channel.path)\"}}")
      }
      return "{\"name\":\"\(animation.name)\",\"channels\":[\(channels.joined(separator: ","))],"
        + "\"samplers\":[\(samplers.joined(separator: ","))]}"
    }
    let half = 0.5.squareRoot()
    var json = Data(
      """
      {"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],
      "nodes":[{"name":"mast","translation":[0,2,0],"rotation":[0,\(half),0,\(half)],\
      "scale":[2,2,2],"children":[1]},{"name":"blade","translation":[0.5,0,0],"mesh":0}],
      "meshes":[{"primitives":[{"attributes":{"POSITION":\(corners)},"indices":\(triangles),\
      "material":0}]}],"materials":[{"name":"bare-metal"}],
      \(movements.isEmpty ? "" : "\"animations\":[\(movements.joined(separator: ","))],")
      "accessors":[\(accessors.joined(separator: ","))],
      "bufferViews":[\(views.joined(separator: ","))],
      "buffers":[{"byteLength":\(binary.count)}]}
      """.utf8)
    while !json.count.isMultiple(of: 4) { json.append(0x20) }
    return Data("glTF".utf8) + bytes(2) + bytes(UInt32(28 + json.count + binary.count))
      + bytes(UInt32(json.count)) + Data("JSON".utf8) + json
      + bytes(UInt32(binary.count)) + Data([0x42, 0x49, 0x4E, 0]) + binary
  }

  private func bytes(_ value: UInt32) -> Data {
    withUnsafeBytes(of: value.littleEndian) { Data($0) }
  }
}
