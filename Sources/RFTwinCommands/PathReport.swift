// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Foundation
internal import PathTracing
internal import Quantities
internal import RFTwin
internal import Scenes
internal import Spatial

/// The result of `rftwin paths` as it is written.
struct PathReport: Encodable {
  private let timing: Timing
  private let frequency: Double
  private let conventions: String
  private let scatterers: Int
  private let links: [LinkReport]

  private enum CodingKeys: String, CodingKey {
    case timing = "timing_s"
    case frequency = "frequency_hz"
    case conventions
    case scatterers
    case links
  }

  private struct Timing: Encodable {
    var load: Double
    var build: Double
    var solve: Double
  }

  init(
    load: Duration, build: Duration, solve: Duration, scene: Scene, transmitter: Vector3,
    receivers: [Vector3], results: [[PathQuery.Result]], missed: [Double],
    errors: [DiffuseError?], scatterers: Int, frequency: Frequency, receiveElements: [Int]
  ) {
    self.scatterers = scatterers
    timing = Timing(load: load.seconds, build: build.seconds, solve: solve.seconds)
    self.frequency = frequency.hertz
    conventions =
      "Phasor exp(+j 2 pi f t); 'a' holds both antennas and no phase of the delay, which is"
      + " exp(-j 2 pi f delay). Angles are [zenith, azimuth] in radians; 'aoa' points from the"
      + " receiver to where the wave comes from. Doppler is positive for a path that grows shorter."
      + " 'a_elements' are the amplitudes between elements of arrays, [transmit][receive], with the"
      + " phase by which the delay of the pair differs from 'delay_s'."
    links = receivers.indices.map { index in
      LinkReport(
        transmitter, receivers[index], results[index], missed[index], errors[index], scene,
        frequency, receiveElements: receiveElements[index])
    }
  }

  /// Writes the report as JSON to a file, or to standard output.
  func write(to path: String?) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(self) + Data("\n".utf8)
    guard let path else {
      try writeResult(data)
      return
    }
    // A file is replaced as a whole; a device or a pipe is written to and stays what it is.
    do {
      if isStream(path) {
        let stream = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try stream.write(contentsOf: data)
        try stream.close()
      } else {
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
      }
    } catch {
      throw DataError("\(path): the file cannot be written; check the folder and its permissions")
    }
  }
}

/// Whether a path leads to a device, a pipe or a socket, also over links.
private func isStream(_ path: String) -> Bool {
  var status = stat()
  guard unsafe stat(path, &status) == 0 else { return false }
  return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + 1e-18 * Double(components.attoseconds)
  }
}

/// The paths of one link.
private struct LinkReport: Encodable {
  var tx: [Double]
  var rx: [Double]
  var count: Int
  var missed: Double
  var totalGain: Double?
  var specularGain: Double?
  var diffuseGain: Double?
  var diffuseError: Double?
  var diffractionGain: Double?
  var meanDelay: Double?
  var delaySpread: Double?
  var paths: [PathEntry]

  enum CodingKeys: String, CodingKey {
    case tx, rx, count, paths
    case missed = "missed_paths_estimate"
    case totalGain = "total_gain_db"
    case specularGain = "specular_gain_db"
    case diffuseGain = "diffuse_gain_db"
    case diffuseError = "diffuse_error_db"
    case diffractionGain = "diffraction_gain_db"
    case meanDelay = "mean_delay_s"
    case delaySpread = "rms_delay_spread_s"
  }

  init(
    _ transmitter: Vector3, _ receiver: Vector3, _ results: [PathQuery.Result], _ missed: Double,
    _ error: DiffuseError?, _ scene: Scene, _ frequency: Frequency, receiveElements: Int
  ) {
    diffuseError = error?.level.decibels
    tx = transmitter.list
    rx = receiver.list
    count = results.count
    self.missed = missed
    paths = results.map { PathEntry($0, scene, frequency, receiveElements: receiveElements) }
    func gain(_ isIncluded: (PathQuery.Result) -> Bool) -> Double? {
      let power = results.filter(isIncluded).reduce(0) { $0 + $1.amplitude.lengthSquared }
      return power > 0 ? Decibels(powerRatio: power).decibels : nil
    }
    totalGain = gain { _ in true }
    specularGain = gain {
      !$0.has(.diffuse) && !$0.has(.diffraction) && !$0.has(.scatteringCentre)
    }
    diffuseGain = gain { $0.has(.diffuse) }
    diffractionGain = gain { $0.has(.diffraction) }
    let power = results.reduce(0) { $0 + $1.amplitude.lengthSquared }
    guard power > 0 else { return }
    let mean = results.reduce(0) { $0 + $1.weightedDelay } / power
    let spread = results.reduce(0) { sum, result in
      let offset = result.path.state.delay - mean
      return sum + result.amplitude.lengthSquared * offset * offset
    }
    meanDelay = mean
    delaySpread = (spread / power).squareRoot()
  }

  /// Writes every key, with null for what there is not.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(tx, forKey: .tx)
    try container.encode(rx, forKey: .rx)
    try container.encode(count, forKey: .count)
    try container.encode(missed, forKey: .missed)
    try container.encode(totalGain, forKey: .totalGain)
    try container.encode(specularGain, forKey: .specularGain)
    try container.encode(diffuseGain, forKey: .diffuseGain)
    try container.encode(diffuseError, forKey: .diffuseError)
    try container.encode(diffractionGain, forKey: .diffractionGain)
    try container.encode(meanDelay, forKey: .meanDelay)
    try container.encode(delaySpread, forKey: .delaySpread)
    try container.encode(paths, forKey: .paths)
  }
}

extension PathQuery.Result {
  fileprivate func has(_ kind: InteractionKind) -> Bool {
    path.interactions.contains { $0.kind == kind }
  }
  fileprivate var weightedDelay: Double { amplitude.lengthSquared * path.state.delay }
}

/// One path.
private struct PathEntry: Encodable {
  var delay: Double
  var gain: Double?
  var a: [Double]

  /// Real and imaginary part, [transmit element][receive element]; nil without arrays.
  var elements: [[[Double]]]?
  var aod: [Double]
  var aoa: [Double]
  var doppler: Double
  var interactions: [InteractionEntry]

  enum CodingKeys: String, CodingKey {
    case a, aod, aoa, interactions
    case delay = "delay_s"
    case gain = "gain_db"
    case elements = "a_elements"
    case doppler = "doppler_hz"
  }

  init(
    _ result: PathQuery.Result, _ scene: Scene, _ frequency: Frequency, receiveElements: Int
  ) {
    let state = result.path.state
    let power = result.amplitude.lengthSquared
    delay = state.delay
    gain = power > 0 ? Decibels(powerRatio: power).decibels : nil
    a = [result.amplitude.real, result.amplitude.imaginary]
    let amplitudes = result.elementAmplitudes
    if !amplitudes.isEmpty {
      elements = stride(from: 0, to: amplitudes.count, by: receiveElements).map { first in
        amplitudes[first..<first + receiveElements].map { [$0.real, $0.imaginary] }
      }
    }
    let (departure, arrival) = (
      SphericalAngles(of: state.departure), SphericalAngles(of: state.arrival)
    )
    aod = [departure.theta, departure.phi]
    aoa = [arrival.theta, arrival.phi]
    // A sum with zero has no minus zero.
    doppler = result.path.dopplerShift(at: frequency).hertz + 0
    interactions = result.path.interactions.map { interaction in
      InteractionEntry(
        type: interaction.kind.name,
        object: interaction.kind == .scatteringCentre
          ? scene.centres[Int(interaction.centre)].name
          : scene.objectName(ofFacet: Int(interaction.facet)),
        vertex: interaction.vertex.list)
    }
  }

  /// Writes every key, with null for the gain of a path without power, but no empty arrays.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(delay, forKey: .delay)
    try container.encode(gain, forKey: .gain)
    try container.encode(a, forKey: .a)
    try container.encodeIfPresent(elements, forKey: .elements)
    try container.encode(aod, forKey: .aod)
    try container.encode(aoa, forKey: .aoa)
    try container.encode(doppler, forKey: .doppler)
    try container.encode(interactions, forKey: .interactions)
  }
}

private struct InteractionEntry: Encodable {
  var type: String
  var object: String
  var vertex: [Double]
}

extension SIMD3<Double> {
  fileprivate var list: [Double] { [x, y, z] }
}
