// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Kinematics
internal import Materials
internal import Quantities
internal import Scenes
internal import Spatial

/// A path of specular reflections, known by its facets and evaluated at any instant.
///
/// No facets make the line of sight. Its legs may lead straight through thin walls.
struct SpecularPath: Hashable, Sendable {
  /// The facets it is reflected from, in order.
  var facets: [Int32]

  /// The facets that each leg passes through, in order; empty where none passes through any.
  var crossings: [[Int32]] = []

  /// Whether its point of reflection lies beside the facet, whose edge still sends a wave.
  var isBeside = false

  /// The orders of its reflections with the share of the field that each has, its own one first.
  ///
  /// They are taken as constant for a while; none where mirrors have no bounds.
  var orders: [WeighedOrder] = []

  /// Whether the size of its mirrors counts.
  var isWeighed: Bool { !orders.isEmpty }

  /// All facets it meets.
  var touched: [Int32] { crossings.isEmpty ? facets : facets + crossings.joined() }

  /// The identifier: a hash of what it meets in order, or zero for the unblocked line of sight.
  ///
  /// The hash is 64-bit FNV-1a with the top bit set; walls that are passed count as their complement.
  var identifier: PathIdentifier {
    var met: [Int32] = []
    for leg in 0...facets.count {
      if !crossings.isEmpty { met += crossings[leg].map { ~$0 } }
      if leg < facets.count { met.append(facets[leg]) }
    }
    guard !met.isEmpty else { return PathIdentifier(rawValue: 0) }
    var hash = NumberHash()
    hash.append(met)
    return PathIdentifier(rawValue: hash.value | 1 << 63)
  }

  /// The path at an instant.
  func unfolded(
    _ model: TracingModel, _ ends: LinkEnds, _ instant: SceneInstant
  ) -> UnfoldedPath? {
    UnfoldedPath(
      from: ends.transmitter.position, to: ends.receiver.position,
      planes: facets.map { model.plane(ofFacet: $0, instant) })
  }

  /// The state at an instant.
  ///
  /// Amplitude: lambda / (4 pi L) times, for each reflection, R r with R^2 = 1 - S^2 and r the
  /// reflection coefficient of the surface, and for each wall passed its transmission coefficient;
  /// summed over the orders of reflection with the aperture factor of each. Rate: sum over the ends
  /// and the points of reflection of velocity . (change of direction).
  ///
  /// Physics primer, eq. 3 and 38.
  func state(_ model: TracingModel, _ ends: LinkEnds, _ instant: SceneInstant) -> PathState? {
    guard let path = unfolded(model, ends, instant) else { return nil }
    let directions = path.directions
    let departure = directions[0]
    let arrival = -directions[directions.count - 1]

    let departureBasis = SphericalBasis(at: departure)
    var fromTheta = FieldVector(.zero)
    var fromPhi = FieldVector(.zero)
    for order in orders.isEmpty ? [WeighedOrder(facets: facets, factor: .one)] : orders {
      func arriving(_ field: Vector3) -> FieldVector {
        self.field(FieldVector(field), departing: departure, over: order.facets, model, instant)
          .scaled(by: order.factor)
      }
      fromTheta = fromTheta.adding(arriving(departureBasis.thetaHat))
      fromPhi = fromPhi.adding(arriving(departureBasis.phiHat))
    }
    var rate = ends.receiver.velocity.dot(-arrival) - ends.transmitter.velocity.dot(departure)
    for (index, facet) in facets.enumerated() {
      let velocity = model.velocity(ofFacet: facet, at: path.vertices[index], instant)
      rate += velocity.dot(directions[index] - directions[index + 1])
    }
    let transfer = PolarizationTransfer(
      arrivalBasis: SphericalBasis(at: arrival), fromTheta: fromTheta, fromPhi: fromPhi)
    return PathState(
      delay: path.length / PhysicalConstants.speedOfLight,
      delayRate: rate / PhysicalConstants.speedOfLight,
      transfer: transfer.scaled(
        by: Complex(model.wavelength / (4 * .pi * path.length))),
      departure: departure, arrival: arrival)
  }

  /// The field of a wave of unit strength after reflections in some order and all walls.
  private func field(
    _ start: FieldVector, departing: Vector3, over facets: [Int32], _ model: TracingModel,
    _ instant: SceneInstant
  ) -> FieldVector {
    var field = start
    var direction = departing
    for leg in 0...facets.count {
      for wall in crossings.isEmpty ? [] : crossings[leg] {
        let normal = model.plane(ofFacet: wall, instant).normal
        field = field.transmitted(
          travelling: direction, normal: normal,
          coefficients: model.surface(ofFacet: wall).transmission(abs(direction.dot(normal)))
            ?? .zero)
      }
      guard leg < facets.count else { break }
      let plane = model.plane(ofFacet: facets[leg], instant)
      field = field.reflected(
        travelling: direction, normal: plane.normal,
        coefficients: model.surface(ofFacet: facets[leg])
          .specularCoefficients(abs(direction.dot(plane.normal))))
      direction = plane.mirrored(direction: direction)
    }
    return field
  }

  /// What the path does on its way, in order.
  func interactions(
    _ model: TracingModel, _ ends: LinkEnds, _ instant: SceneInstant
  ) -> [Interaction] {
    guard let path = unfolded(model, ends, instant) else { return [] }
    var list: [Interaction] = []
    var start = ends.transmitter.position
    for leg in 0...facets.count {
      let walls = crossings.isEmpty ? [] : crossings[leg]
      for facet in walls {
        let plane = model.plane(ofFacet: facet, instant)
        let approach = path.directions[leg].dot(plane.normal)
        let distance = approach == 0 ? 0 : -plane.signedDistance(to: start) / approach
        list.append(
          Interaction(
            kind: .transmission, facet: facet, vertex: start + path.directions[leg] * distance))
      }
      guard leg < facets.count else { break }
      start = path.vertices[leg]
      list.append(Interaction(kind: .specular, facet: facets[leg], vertex: start))
    }
    return list
  }
}

extension TracingModel {
  /// The plane of a facet in the world.
  func plane(ofFacet facet: Int32, _ instant: SceneInstant) -> Plane {
    let group = Int(facetGroups[Int(facet)])
    return instant.groups[group].worldFromBody.plane(facetPlanes[Int(facet)])
  }

  /// The velocity of a facet's material point at a place in the world.
  func velocity(ofFacet facet: Int32, at point: Vector3, _ instant: SceneInstant) -> Vector3 {
    instant.groups[Int(facetGroups[Int(facet)])].velocity(at: point)
  }
}

/// The 64-bit FNV-1a hash of numbers, each taken as four bytes, the lowest first.
struct NumberHash {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  @inline(__always)
  mutating func append(_ numbers: some Sequence<Int32>) {
    for number in numbers {
      for shift in stride(from: 0, to: 32, by: 8) {
        value ^= UInt64(UInt32(bitPattern: number)) >> UInt64(shift) & 0xFF
        value &*= 0x0000_0100_0000_01B3
      }
    }
  }
}
