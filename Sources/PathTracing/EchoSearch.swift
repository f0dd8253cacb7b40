// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Execution
internal import RayCasting
internal import Scenes
internal import Spatial

/// Finds the pieces of surface whose echoes matter to a link at an instant.
///
/// Of each neighbourhood those pieces count that are in sight and not much weaker than its
/// strongest one in sight: the rest of a curved surface is far from its point of reflection, where
/// the lobes of the pieces cancel.
struct EchoSearch {
  let model: TracingModel
  let echoes: FacetEchoes
  let caster: RayCaster
  let ends: LinkEnds
  let instant: SceneInstant

  /// The path gain below which a piece is left out in any case.
  let weakest: Double
  let workers: Workers

  /// How much weaker in power than the strongest of its neighbourhood a piece may be.
  private static let weakestOfNeighbourhood = 1e-4

  /// How much weaker in power than the strongest of all a piece may be: more than the dynamic range
  /// of any radar.
  private static let weakestOfAll = 1e-12

  /// The power that comes over each piece, were it in sight.
  ///
  /// - Parameter known: Powers from an earlier instant for the pieces that rest, or nil.
  /// - Returns: Path gains with both antennas, as power ratios in the order of the pieces.
  func powers(known: [Double]?) -> [Double] {
    let isKnown = model.scene.facets.indices.map {
      known != nil && model.isAtRest(facet: Int32($0))
    }
    let open = echoes.pieces.indices.filter { !isKnown[Int(echoes.pieces[$0].facet)] }
    let fresh = workers.map(open.count, chunk: 256) { position -> Double in
      let piece = echoes.pieces[open[position]]
      guard
        let reflection = piece.reflection(
          ends, instant, wavelength: model.centreWavelength,
          largestCurvature: PieceIntegral.coarseCurvature)
      else { return 0 }
      return ends.amplitude(of: piece.state(reflection, model)).lengthSquared
    }
    var powers = known ?? [Double](repeating: 0, count: echoes.pieces.count)
    for (index, power) in zip(open, fresh) { powers[index] = power }
    return powers
  }

  /// The pieces that are in sight and strong enough to matter.
  ///
  /// - Parameter powers: The power over each piece, were it in sight.
  /// - Returns: Their positions, ascending.
  func audible(_ powers: [Double]) -> [Int32] {
    let floor = max(weakest, (powers.max() ?? 0) * Self.weakestOfAll)
    var open = powers.indices.filter { powers[$0] > floor }
    var visible: [Int] = []
    var strongest = [Double](repeating: 0, count: echoes.neighbourhoodCount)
    // Hidden pieces no longer set the scale of their neighbourhood, so more of the others may count:
    // until nothing changes.
    while !open.isEmpty {
      var scale = strongest
      for index in open {
        scale[neighbourhood(index)] = max(scale[neighbourhood(index)], powers[index])
      }
      let isDue = open.map { powers[$0] >= scale[neighbourhood($0)] * Self.weakestOfNeighbourhood }
      let due = zip(open, isDue).filter(\.1).map(\.0)
      guard !due.isEmpty else { break }
      let isSeen = workers.map(due.count, chunk: 64) { position in
        echoes.pieces[due[position]].isVisible(ends, instant, caster: caster)
      }
      for (index, seen) in zip(due, isSeen) where seen {
        visible.append(index)
        strongest[neighbourhood(index)] = max(strongest[neighbourhood(index)], powers[index])
      }
      open = zip(open, isDue).filter { !$1 }.map(\.0)
    }
    return visible.filter {
      powers[$0] >= strongest[neighbourhood($0)] * Self.weakestOfNeighbourhood
    }
    .sorted().map { Int32($0) }
  }

  private func neighbourhood(_ piece: Int) -> Int { Int(echoes.neighbourhoods[piece]) }
}
