// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Execution
internal import Kinematics
internal import Quantities
internal import Randomness
internal import RayCasting
internal import RealModule
internal import Scenes
internal import Spatial

/// Represents the scattering surfaces of a scene by material points.
///
/// The points are many where much of a link's power comes from. Patches are weighted by their share
/// of the power in their delay bin, averaged over links and instants, so that near and far, strong
/// and weak delays are all represented, and in part by their share of the whole power; each rigid
/// group is weighted by itself, so that a car has its scatterers however bright the wall behind it
/// is. What falls on a patch over one mirror counts too. Whatever the weights, a point stands for
/// the area that makes the expected sum equal the surface integral.
struct ScattererSampling {
  let model: TracingModel
  let caster: RayCaster
  let searches: LinkSearches

  /// Instants in seconds at which the weights are evaluated.
  let instants: [Double]
  let seed: UInt64
  let workers: Workers

  /// The longest edge of a patch near a radio in metres.
  private static let patchEdge = 1.0

  /// How many patches a point may take to place, and within which bounds they stay together.
  private static let patchesPerPoint = 16
  private static let patchBudgets = 20_000...2_000_000

  /// The width of the delay bins within which power is compared, in seconds.
  private static let delayBin = 1e-9

  /// The share of the points that is spread evenly over the area that faces a link.
  ///
  /// These points do not follow the power, so that weak places have some too.
  private static let evenShare = 0.05

  /// The share of the points that follow the power that would arrive if nothing stood in the way.
  ///
  /// A patch whose centre is in the shadow may be lit elsewhere. Without these points the few that
  /// fall there would stand for areas so large that one of them could outshine all others.
  private static let openShare = 0.1

  /// The share of the points that follow a group's power whatever its delay.
  ///
  /// They keep the total right where there are more delays than points.
  private static let powerShare = 0.2

  /// How many patches share one look at the light of mirrors in the mean.
  ///
  /// A look costs as many tries as there are images, thousands in a city; light over a mirror is
  /// weaker than direct light on most patches, and where it is not it ends at edges that are few.
  private static let patchesPerMirroredLook = 8

  /// The share of the mirrors' light that need not count in the weights.
  private static let smallShare = 0.1

  /// Draws the points.
  ///
  /// - Parameter count: How many points to draw, roughly.
  /// - Returns: The points; none where no surface scatters.
  func run(count: Int) -> [Scatterer] {
    guard count > 0 else { return [] }
    return draw(count, from: weightedPatches(for: count, known: nil))
  }

  /// The patches with their shares of the points.
  struct WeightedPatches {
    fileprivate var patches: [SurfacePatch]
    fileprivate var weights: [Double]

    /// How long edges were allowed to be; nil where nothing was cut.
    fileprivate var limit: EdgeLimit?
  }

  /// Cuts the surfaces for a number of points and weighs the patches.
  ///
  /// - Parameters:
  ///   - count: How many points there will be, roughly.
  ///   - known: What another number of points got, which is kept where the cut is the same.
  /// - Returns: The patches; none where no surface scatters.
  func weightedPatches(for count: Int, known: WeightedPatches?) -> WeightedPatches {
    let cutting = cutting(for: count)
    let limit = cutting.edgeLimit()
    if let known, known.limit == limit { return known }
    // What is found shall not depend on the numbers tried before.
    searches.forget()
    let patches = cutting.run(within: limit)
    let weights = patches.isEmpty ? [] : importance(of: patches)
    searches.forget()
    return WeightedPatches(patches: patches, weights: weights, limit: limit)
  }

  /// How the surfaces become pieces, fine near the radios; their number is bounded.
  private func cutting(for count: Int) -> PatchCutting {
    let bounds = Self.patchBudgets
    let wanted = count.multipliedReportingOverflow(by: Self.patchesPerPoint)
    let budget = wanted.overflow ? bounds.upperBound : wanted.partialValue
    return PatchCutting(
      scene: model.scene, radios: radiosByGroup(), longest: Self.patchEdge,
      budget: max(bounds.lowerBound, min(bounds.upperBound, budget)))
  }

  /// Where the links' radios are at the instants, in the frame of each rigid group.
  private func radiosByGroup() -> [[Vector3]] {
    var places = [Set<Vector3>](repeating: [], count: model.scene.groups.count)
    for time in instants {
      let instant = model.instant(time)
      for link in model.scene.links {
        let ends = model.ends(of: link, at: instant)
        for (group, body) in instant.groups.enumerated() {
          places[group].insert(body.worldFromBody.inverse(ends.transmitter.position))
          places[group].insert(body.worldFromBody.inverse(ends.receiver.position))
        }
      }
    }
    return places.map(Array.init)
  }

  // MARK: Weights

  /// Each patch's share of the points; the shares sum to one.
  private func importance(of patches: [SurfacePatch]) -> [Double] {
    let centres = patches.map { centre(of: $0) }
    var weights = [Double](repeating: 0, count: patches.count)
    var facesLink = [Bool](repeating: false, count: patches.count)
    // Where light of mirrors falls needs only be known roughly: once, and for one mirror.
    let middle = instants.count / 2
    var memories = [RestingSights](repeating: .init(), count: model.scene.links.count)
    for (position, time) in instants.enumerated() {
      let instant = model.instant(time)
      caster.place(instant.groups.map(\.worldFromBody))
      for index in model.scene.links.indices {
        let ends = model.ends(of: model.scene.links[index], at: instant)
        let search = searches.unmirrored(ends, instant)
        let link = model.scene.links[index]
        var found =
          instants.count > 1
          ? search.run(
            over: centres, remembering: &memories[index],
            where: (model.radioIsAtRest[link.transmitter], model.radioIsAtRest[link.receiver]))
          : search.run(over: centres)
        if position == middle {
          let mirrored = searches.diffuse(
            of: index, ends, instant, time, smallShare: Self.smallShare, mirrors: 1)
          found += overMirrors(mirrored, patches, centres)
        }
        addShares(
          of: found.filter { $0.power > 0 }, patches, to: &weights, facesLink: &facesLink)
      }
    }
    return mixed(weights, openWeights(centres, weights), patches, facesLink)
  }

  /// The weights of patches if nothing stood in the way, each group with the sum that it has.
  private func openWeights(_ centres: [Scatterer], _ weights: [Double]) -> [Double] {
    let instant = model.instant(instants[instants.count / 2])
    var open = [Double](repeating: 0, count: centres.count)
    for link in model.scene.links {
      let ends = model.ends(of: link, at: instant)
      let (sender, receiver) = (ImagePoint(of: ends.transmitter), ImagePoint(of: ends.receiver))
      let powers = workers.map(centres.count, chunk: 1024) { [model] index -> Double in
        let body = instant.groups[Int(centres[index].group)]
        let point = body.worldFromBody(centres[index].position)
        guard let incoming = HalfPath(from: sender, to: point, moving: .zero),
          let outgoing = HalfPath(from: receiver, to: point, moving: .zero),
          let state = centres[index].state(model, from: incoming, to: outgoing, instant)
        else { return 0 }
        return ends.amplitude(of: state).lengthSquared
      }
      let total = powers.reduce(0, +)
      guard total > 0 else { continue }
      for index in powers.indices { open[index] += powers[index] / total }
    }
    var sums: [Int32: (open: Double, own: Double)] = [:]
    for (index, centre) in centres.enumerated() {
      sums[centre.group, default: (0, 0)].open += open[index]
      sums[centre.group, default: (0, 0)].own += weights[index]
    }
    return centres.indices.map { index in
      guard let sum = sums[centres[index].group], sum.open > 0 else { return weights[index] }
      return open[index] / sum.open * sum.own
    }
  }

  /// What falls on patches over a mirror, looked at on one of some neighbours.
  private func overMirrors(
    _ search: DiffuseSearch, _ patches: [SurfacePatch], _ centres: [Scatterer]
  ) -> [DiffuseSearch.Found] {
    let runs = runs(of: patches)
    // The largest patch of each run speaks for it.
    let looks = runs.map { run in
      run.max { patches[$0].area < patches[$1].area } ?? run.lowerBound
    }
    let found = search.run(over: looks.map { centres[$0] })
    func place(_ patch: Int) -> Vector3 {
      search.instant.groups[Int(patches[patch].group)].worldFromBody(patches[patch].centre)
    }
    return found.flatMap { path -> [DiffuseSearch.Found] in
      guard path.path.transmitterImage != 0 || path.path.receiverImage != 0 else { return [] }
      let look = looks[Int(path.path.scatterer)]
      let sender = search.transmitterImages[Int(path.path.transmitterImage)].point.position
      let receiver = search.receiverImages[Int(path.path.receiverImage)].point.position
      return runs[Int(path.path.scatterer)].map { patch in
        var own = path
        own.path.scatterer = Int32(patch)
        own.power *= patches[patch].area / patches[look].area
        let place = place(patch)
        own.delay =
          (place.distance(to: sender) + place.distance(to: receiver))
          / PhysicalConstants.speedOfLight
        return own
      }
    }
  }

  /// Neighbouring patches of one rigid group that have about the same area together.
  private func runs(of patches: [SurfacePatch]) -> [Range<Int>] {
    let looks = Double(patches.count) / Double(Self.patchesPerMirroredLook)
    let share = patches.reduce(0) { $0 + $1.area } / max(1, looks)
    var runs: [Range<Int>] = []
    var (first, area) = (0, 0.0)
    for index in patches.indices {
      area += patches[index].area
      let next = index + 1
      guard next == patches.count || patches[next].group != patches[first].group || area >= share
      else { continue }
      runs.append(first..<next)
      (first, area) = (next, 0)
    }
    return runs
  }

  /// A point that stands for a whole patch.
  private func centre(of patch: SurfacePatch) -> Scatterer {
    let facet = model.scene.facets[Int(patch.facet)]
    return Scatterer(
      position: patch.centre, normal: facet.shape.plane.normal, area: patch.area,
      facet: patch.facet, group: patch.group, material: facet.material, phase: .one,
      // Halfway between the axes, where a share K_x is crossed of V and of H alike.
      crossAxis: SIMD2(repeating: 0.5.squareRoot()))
  }

  private func addShares(
    of found: [DiffuseSearch.Found], _ patches: [SurfacePatch], to weights: inout [Double],
    facesLink: inout [Bool]
  ) {
    struct Bin: Hashable {
      var group: Int32
      var delay: Int
    }
    func bin(_ path: DiffuseSearch.Found) -> Bin {
      Bin(
        group: patches[Int(path.path.scatterer)].group, delay: Int(path.delay / Self.delayBin))
    }
    var totals: [Bin: Double] = [:]
    var groupTotals: [Int32: Double] = [:]
    for path in found {
      let bin = bin(path)
      totals[bin, default: 0] += path.power
      groupTotals[bin.group, default: 0] += path.power
    }
    var binCounts: [Int32: Double] = [:]
    for bin in totals.keys { binCounts[bin.group, default: 0] += 1 }
    for path in found {
      let bin = bin(path)
      let patch = Int(path.path.scatterer)
      facesLink[patch] = true
      let ofBin = path.power / (totals[bin] ?? 1)
      let ofGroup = path.power / (groupTotals[bin.group] ?? 1)
      weights[patch] +=
        (1 - Self.powerShare) * ofBin + Self.powerShare * ofGroup * (binCounts[bin.group] ?? 0)
    }
  }

  /// Mixes the weights with open ones and an even spread over the area, and scales them to a sum of one.
  private func mixed(
    _ weights: [Double], _ open: [Double], _ patches: [SurfacePatch], _ facesLink: [Bool]
  ) -> [Double] {
    let total = weights.reduce(0, +)
    let seenArea = zip(patches, facesLink).reduce(0) { $0 + ($1.1 ? $1.0.area : 0) }
    guard total > 0, seenArea > 0 else {
      let area = patches.reduce(0) { $0 + $1.area }
      return patches.map { $0.area / area }
    }
    // What no instant sees may still come into sight between them, so it gets a few points too.
    let hiddenArea = patches.reduce(0) { $0 + $1.area } - seenArea
    return patches.indices.map { index in
      let area = patches[index].area
      let even =
        facesLink[index] ? area / seenArea * 0.75 : area / max(hiddenArea, area) * 0.25
      let followed = weights[index] * (1 - Self.openShare) + open[index] * Self.openShare
      return followed / total * (1 - Self.evenShare) + even * Self.evenShare
    }
  }

  // MARK: Points

  /// Systematic sampling: each patch gets its expected number of points, rounded up or down.
  ///
  /// Physics primer, eq. 24.
  func draw(_ count: Int, from weighted: WeightedPatches) -> [Scatterer] {
    let (patches, weights) = (weighted.patches, weighted.weights)
    var stream = RandomStream(seed: seed, stage: .scattererPositions, index: 0)
    let total = weights.reduce(0, +)
    var scatterers: [Scatterer] = []
    scatterers.reserveCapacity(count + 1)
    var reached = stream.uniform()
    for (patch, weight) in zip(patches, weights) where weight > 0 {
      let expected = Double(count) * weight / total
      let shift = SIMD2(stream.uniform(), stream.uniform())
      let number = Int((reached + expected).rounded(.down)) - Int(reached.rounded(.down))
      reached += expected
      for point in 0..<number {
        scatterers.append(
          scatterer(
            on: patch, at: patch.point(plasticPoint(point, offset: shift)),
            area: patch.area / expected, index: scatterers.count))
      }
    }
    return scatterers
  }

  private func scatterer(
    on patch: SurfacePatch, at position: Vector3, area: Double, index: Int
  ) -> Scatterer {
    var stream = RandomStream(seed: seed, stage: .scattererPhases, index: UInt64(index))
    let facet = model.scene.facets[Int(patch.facet)]
    let phase = Complex<Double>(length: 1, phase: 2 * .pi * stream.uniform())
    let axis = Complex<Double>(length: 1, phase: 2 * .pi * stream.uniform())
    return Scatterer(
      position: position, normal: facet.shape.plane.normal, area: area, facet: patch.facet,
      group: patch.group, material: facet.material,
      phase: phase, crossAxis: SIMD2(axis.real, axis.imaginary))
  }
}
