// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Randomness
import RealModule
import Spatial
import StatisticalChannel

/// A link of the standard's with all that its clusters are drawn from.
struct StandardLink {
  let base: Vector3
  let terminal: Vector3
  var departure: ZenithDeparture
  let largeScale: LargeScaleModel
  var clusters: ClusterModel

  init(
    _ environment: RadioEnvironment, _ sight: SightState, frequency: Double = 6e9,
    distance: Double = 100, baseHeight: Double = 10, terminalHeight: Double = 1.5,
    hall: HallSize? = nil, change: (inout FastFadingParameters) -> Void = { _ in }
  ) throws {
    base = Vector3(0, 0, baseHeight)
    terminal = Vector3(distance, 0, terminalHeight)
    let carrier = try CarrierFrequency(hertz: frequency)
    var parameters = try FastFadingParameters(environment, sight, frequency: carrier, hall: hall)
    change(&parameters)
    departure = ZenithDeparture(
      environment, sight,
      LinkGeometry(
        groundDistance: distance, baseHeight: baseHeight, terminalHeight: terminalHeight),
      parameters, frequency: carrier)
    largeScale = try LargeScaleModel(parameters)
    clusters = ClusterModel(parameters)
  }

  func values(seed: UInt64) -> LargeScaleValues {
    var stream = RandomStream(seed: seed, stage: .linkParameters, index: 0)
    return largeScale.draw(departure: departure, from: &stream)
  }

  func draw(seed: UInt64) -> (values: LargeScaleValues, link: ClusteredLink) {
    let values = values(seed: seed)
    return (values, draw(values, seed: seed))
  }

  func draw(_ values: LargeScaleValues, seed: UInt64) -> ClusteredLink {
    var stream = BulkRandomStream(seed: seed, stage: .linkClusters, index: 0)
    return clusters.draw(
      values, base: base, terminal: terminal, departure: departure, from: &stream)
  }
}

/// Mean and standard error of numbers.
struct SampleMean {
  let mean: Double
  let standardError: Double

  init(_ values: [Double]) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    self.mean = mean
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    standardError = (variance / count).squareRoot()
  }

  /// Whether a number lies within some standard errors.
  func agrees(with expected: Double, errors: Double = 3.5) -> Bool {
    abs(mean - expected) <= errors * standardError
  }
}
