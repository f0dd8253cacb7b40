// SPDX-License-Identifier: Apache-2.0

internal import Kinematics
internal import Quantities
internal import RayCasting
internal import Scenes
internal import Spatial

/// Finds how many scatterers a wanted accuracy of the links' diffuse power takes.
///
/// Numbers are tried from small to large; each gives the same scatterers as if it had been asked
/// for. The error counts that is the largest of all links at three instants: the first, the middle
/// one and the last.
struct ScattererGrowth {
  let sampling: ScattererSampling

  /// Half the interval of 95 % that every link's diffuse power shall keep to.
  let accuracy: Decibels

  /// The number of scatterers not to go beyond.
  let most: Int

  /// How many scatterers are tried first.
  private static let first = 1000

  /// The least and the largest factor from one number to the next.
  private static let growths = 1.4...10

  /// More than the error asks for, as it is itself an estimate.
  private static let allowance = 1.15

  /// The scatterers; those of `most` where even these are not enough.
  func run() -> [Scatterer] {
    var count = min(Self.first, most)
    var patches: ScattererSampling.WeightedPatches?
    while true {
      let weighted = sampling.weightedPatches(for: count, known: patches)
      let scatterers = sampling.draw(count, from: weighted)
      patches = weighted
      guard count < most, let error = largestError(of: scatterers) else { return scatterers }
      let wanted = (accuracy.powerRatio - 1) / DiffuseError.reach
      guard error.relative > wanted else { return scatterers }
      // The variance falls at least as one over the number.
      let ratio = error.relative / wanted
      let growth = min(
        Self.growths.upperBound, max(Self.growths.lowerBound, Self.allowance * ratio * ratio))
      count = Int(min(Double(most), (Double(count) * growth).rounded(.up)))
    }
  }

  private func largestError(of scatterers: [Scatterer]) -> DiffuseError? {
    let (model, instants) = (sampling.model, sampling.instants)
    guard !scatterers.isEmpty, !instants.isEmpty else { return nil }
    var largest: DiffuseError?
    for position in Set([0, instants.count / 2, instants.count - 1]).sorted() {
      let time = instants[position]
      let instant = model.instant(time)
      sampling.caster.place(instant.groups.map(\.worldFromBody))
      for index in model.scene.links.indices {
        let ends = model.ends(of: model.scene.links[index], at: instant)
        let found = sampling.searches.diffuse(of: index, ends, instant, time)
          .run(over: scatterers)
        guard let error = DiffuseError(of: found, scatterers: scatterers.count) else { continue }
        if error.relative > largest?.relative ?? 0 { largest = error }
      }
    }
    return largest
  }
}
