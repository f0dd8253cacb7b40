// SPDX-License-Identifier: Apache-2.0

package import ChannelStandards
internal import Randomness

/// The random numbers of links of one kind as functions of where their ends are.
///
/// States of sight, large-scale parameters, clusters and rays lose their correlation over the distances
/// that TR 38.901 V19 Tables 7.5-6 and 7.6.3.1-2 give for each; numbers of different states are
/// unrelated (Table 7.6.3.1-3). With sensing all are correlated link by link (Table 7.9.5.1-1): two
/// links are alike when both their ends are near.
package struct LinkFields: Hashable, Sendable {
  private let fields: CorrelatedFields
  private let key: UInt64
  private let environment: RadioEnvironment
  private let sightDistance: Double

  /// Numbers of the group of sight beside the state itself.
  private enum SightField {
    static let state = 0
    static let blockage = 1
    static let heights = (2, 3)
  }

  /// - Parameters:
  ///   - model: The links' model.
  ///   - key: Tells these links from those of another kind or site.
  package init(_ model: LinkModel, key: UInt64) {
    fields = CorrelatedFields(key: key)
    self.key = key
    environment = model.fadingEnvironment
    let distances = ConsistencyDistances(environment, .obstructed)
    sightDistance = distances.sight ?? model.clutterSize / 2
  }

  private func sightWaves(_ place: LinkPlace) -> FieldWaves {
    fields.waves(.sight, 0, at: place, over: sightDistance)
  }

  /// The standard normal number by which a link has a line of sight or none.
  package func sight(at place: LinkPlace) -> Double {
    sightWaves(place).normal(SightField.state)
  }

  /// The standard normal number of the loss behind a vehicle.
  func blockage(at place: LinkPlace) -> Double { sightWaves(place).normal(SightField.blockage) }

  /// The uniform numbers by which the ground of a link lies on roofs.
  func environmentHeights(at place: LinkPlace) -> (Double, Double) {
    let waves = sightWaves(place)
    return (waves.uniform(SightField.heights.0), waves.uniform(SightField.heights.1))
  }

  /// Shadow fading in standard deviations, positive for more power.
  package func shadowFading(_ sight: SightState, at place: LinkPlace) -> Double {
    // It comes first in the order in which parameters are correlated, so it is its own field.
    let index = LargeScaleParameter.shadowFading.rawValue
    return largeScale(.shadowFading, tabulated(sight), place).normal(index)
  }

  /// The numbers of a link's clusters and rays.
  ///
  /// - Parameters:
  ///   - sight: The link's state.
  ///   - place: Where its ends are.
  /// - Returns: Numbers, whose large-scale ones have `shadowFading(_:at:)` among them.
  package func numbers(_ sight: SightState, at place: LinkPlace) -> FieldNumbers {
    let tabulated = tabulated(sight)
    return FieldNumbers(
      clusters: fields.waves(
        .clusters, tabulated.number, at: place,
        over: ConsistencyDistances(environment, tabulated).clusters),
      largeScale: LargeScaleParameter.allCases.map { largeScale($0, tabulated, place) },
      fixed: { [key] cluster in
        BulkRandomStream(
          seed: key, stage: .fixedLinkNumbers,
          index: UInt64(tabulated.number) << 32 | UInt64(cluster + 1))
      })
  }

  /// Over how many metres a link's clusters lose their correlation.
  package func clusterDistance(_ sight: SightState) -> Double {
    ConsistencyDistances(environment, sight).clusters
  }

  private func largeScale(
    _ parameter: LargeScaleParameter, _ sight: SightState, _ place: LinkPlace
  ) -> FieldWaves {
    let column = try? FastFadingColumn.of(environment, sight)
    let distance =
      column?.correlationDistances[parameter]
      ?? ConsistencyDistances(
        environment, sight
      ).clusters
    return fields.waves(.largeScale, sight.number, at: place, over: distance)
  }

  /// The state whose table holds: that of an obstructed link where a state has none.
  private func tabulated(_ sight: SightState) -> SightState {
    (try? FastFadingColumn.of(environment, sight)) == nil ? .obstructed : sight
  }
}

extension SightState {
  /// Part of what a seed means: never renumber.
  fileprivate var number: Int {
    switch self {
    case .lineOfSight: 0
    case .obstructed: 1
    case .outdoorToIndoor: 2
    case .behindVehicle: 3
    }
  }
}

extension LinkModel {
  /// The size of a factory's clutter in metres.
  fileprivate var clutterSize: Double {
    guard case .ground(let surroundings) = formulas else { return FactoryClutter.sparse.size }
    return surroundings.clutter.size
  }
}
