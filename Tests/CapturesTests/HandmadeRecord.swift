// SPDX-License-Identifier: Apache-2.0

import Captures

/// Records put together array by array, of one frame, one link, two delay bins, two Doppler bins
/// and two movers.
enum HandmadeRecord {
  /// Writes a record.
  ///
  /// - Parameters:
  ///   - path: Where it goes.
  ///   - shapes: Arrays that have other lengths than they should.
  /// - Throws: `RecordError` when it cannot be written.
  static func write(to path: String, shapes: [String: [Int]] = [:]) throws {
    let file = try HDF5File(creating: path)
    try file.setAttribute("format", of: "/", to: "rftwin record")
    try file.setAttribute("format_version", of: "/", to: Int32(1), as: .int32)
    try file.setAttribute("complete", of: "/", to: Int32(1), as: .int32)
    try file.setAttribute("name", of: "/", to: "handmade")
    try file.setAttribute("generator", of: "/", to: "test")
    try file.setAttribute("seed", of: "/", to: UInt64(1), as: .uint64)
    try file.setAttribute("centre_frequency_hz", of: "/", to: 79e9, as: .float64)
    for group in ["/scene", "/movers", "/links", "/links/a", "/links/a/paths"] {
      try file.makeGroup(group)
    }
    for end in ["transmitter", "receiver"] {
      try file.setAttribute(end, of: "/links/a", to: "a")
    }
    for noise in ["noise_per_delay_bin_w", "noise_per_map_cell_w"] {
      try file.setAttribute(noise, of: "/links/a", to: 0.0, as: .float64)
    }
    try file.write(strings: [""], to: "/scenario")
    try file.write(strings: ["a", "b"], to: "/movers/names")
    try file.write([0, 1e-9], shape: [2], to: "/links/a/delay", as: .float64)
    try file.write([-1.0, 0], shape: [2], to: "/links/a/doppler_shift", as: .float64)
    for (name, shape) in Self.shapes.merging(shapes, uniquingKeysWith: { $1 }) {
      try file.reserve(name, shape: shape, as: .float64)
    }
    try file.close()
  }

  private static let shapes = [
    "/scene/outline": [0, 4], "/movers/time": [1], "/movers/position": [1, 2, 3],
    "/links/a/chirp_start": [1], "/links/a/profile_time": [1],
    "/links/a/power_delay_profile": [1, 2], "/links/a/map_time": [1],
    "/links/a/delay_doppler_map": [1, 2, 2], "/links/a/paths/time": [1],
    "/links/a/paths/count": [1], "/links/a/paths/identifier": [1, 3],
    "/links/a/paths/delay": [1, 3], "/links/a/paths/doppler_shift": [1, 3],
    "/links/a/paths/power": [1, 3], "/links/a/paths/interaction": [1, 3, 2],
    "/links/a/paths/object": [1, 3, 2], "/links/a/paths/material": [1, 3, 2],
    "/links/a/paths/vertex": [1, 3, 2, 3],
  ]
}
