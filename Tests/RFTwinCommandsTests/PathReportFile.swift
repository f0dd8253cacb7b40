// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What `rftwin paths` writes, and what the reference path sets hold.
struct PathReportFile: Decodable {
  struct Interaction: Decodable, Equatable {
    var type: String
    var object: String
    var vertex: [Double]
  }

  struct Path: Decodable, Equatable {
    var delay_s: Double
    var gain_db: Double?
    var a: [Double]
    var a_elements: [[[Double]]]?
    var aod: [Double]
    var aoa: [Double]
    var doppler_hz: Double
    var interactions: [Interaction]
  }

  struct Link: Decodable, Equatable {
    var tx: [Double]?
    var rx: [Double]
    var count: Int
    var total_gain_db: Double?
    var specular_gain_db: Double?
    var diffuse_gain_db: Double?
    var diffraction_gain_db: Double?
    var mean_delay_s: Double?
    var rms_delay_spread_s: Double?
    var paths: [Path]
  }

  struct Timing: Decodable {
    var load: Double
    var build: Double
    var solve: Double
  }

  var timing_s: Timing?
  var links: [Link]

  /// Reads a report.
  init(_ data: Data) throws { self = try JSONDecoder().decode(PathReportFile.self, from: data) }

  /// Reads a report's file.
  init(contentsOf path: String) throws {
    try self.init(Data(contentsOf: URL(fileURLWithPath: path)))
  }
}

/// The distance between two points given as lists.
func distance(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
}

/// In metres per second, exactly.
let speedOfLight = 299_792_458.0
