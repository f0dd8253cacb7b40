// SPDX-License-Identifier: Apache-2.0

package import ComplexModule

/// Where the paths of a kind of link lie in a record of drops.
///
/// The format's documentation lists the same names.
enum DropPathLayout {
  static func group(ofLink name: String) -> String {
    DropRecordLayout.group(ofLink: name) + "/paths"
  }
  static let first = "/first"
  static let count = "/count"
  static let delay = "/delay"
  static let coefficient = "/coefficient"
  static let departure = "/departure_angles"
  static let arrival = "/arrival_angles"
  static let doppler = "/doppler_shift"
  static let point = "/target_point"
  static let reference = "/reference_point"
}

/// The paths of one kind of link over some drops, pair by pair in the order of drop, target and pair.
package struct DropPathRows: Sendable {
  /// How many paths each pair has.
  package var counts: [Int32] = []
  /// In seconds.
  package var delays: [Double] = []
  /// Of each path theta from theta, theta from phi, phi from theta, phi from phi.
  package var coefficients: [Complex<Double>] = []
  /// Of each path zenith angle and azimuth in radians.
  package var departures: [Float] = []
  package var arrivals: [Float] = []
  /// In hertz.
  package var dopplers: [Float] = []
  /// The target's point, -1 without the target.
  package var points: [Int32] = []
  /// The background's reference point, -1 by way of the target.
  package var references: [Int32] = []

  package init() {}

  /// How many paths there are.
  package var count: Int { delays.count }
}

extension HDF5File {
  /// Makes the arrays of a link's paths, which grow.
  ///
  /// - Parameters:
  ///   - link: The link's name; its group must exist.
  ///   - shape: How many drops, targets and pairs there are.
  ///   - axes: What these axes count.
  /// - Throws: `RecordError` when they cannot be made.
  func preparePaths(ofLink link: String, _ shape: [Int], _ axes: String) throws(RecordError) {
    let group = DropPathLayout.group(ofLink: link)
    try makeGroup(group)
    try reserve(group + DropPathLayout.first, shape, .uint64, "1", axes)
    try reserve(group + DropPathLayout.count, shape, .int32, "1", axes)
    func grow(
      _ name: String, _ row: [Int], _ storage: HDF5Storage, _ units: String, _ dimensions: String
    ) throws(RecordError) {
      try makeGrowing(group + name, row: row, as: storage)
      try describe(group + name, units: units, dimensions: dimensions)
    }
    try grow(DropPathLayout.delay, [], .float64, "s", "path")
    try grow(
      DropPathLayout.coefficient, [2, 2], .complex64, "1",
      "path, (theta phi) at the receiver, (theta phi) at the transmitter")
    try grow(DropPathLayout.departure, [2], .float32, "rad", "path, (zenith azimuth)")
    try grow(DropPathLayout.arrival, [2], .float32, "rad", "path, (zenith azimuth)")
    try grow(DropPathLayout.doppler, [], .float32, "Hz", "path")
    try grow(DropPathLayout.point, [], .int32, "1", "path")
    try grow(DropPathLayout.reference, [], .int32, "1", "path")
  }

  /// Writes paths of a link.
  ///
  /// - Parameters:
  ///   - rows: The paths of some drops.
  ///   - link: The link's name.
  ///   - drop: How many drops are written.
  ///   - path: How many paths of the link are written.
  /// - Throws: `RecordError` when they cannot be written.
  func append(
    _ rows: DropPathRows, ofLink link: String, drop: Int, path: Int
  ) throws(RecordError) {
    let group = DropPathLayout.group(ofLink: link)
    var firsts: [UInt64] = []
    var next = UInt64(path)
    for count in rows.counts {
      firsts.append(next)
      next += UInt64(count)
    }
    try write(firsts, to: group + DropPathLayout.first, at: drop)
    try write(rows.counts, to: group + DropPathLayout.count, at: drop)
    try append(rows.delays, to: group + DropPathLayout.delay, after: path)
    try append(rows.coefficients, to: group + DropPathLayout.coefficient, after: path)
    try append(rows.departures, to: group + DropPathLayout.departure, after: path)
    try append(rows.arrivals, to: group + DropPathLayout.arrival, after: path)
    try append(rows.dopplers, to: group + DropPathLayout.doppler, after: path)
    try append(rows.points, to: group + DropPathLayout.point, after: path)
    try append(rows.references, to: group + DropPathLayout.reference, after: path)
  }
}
