// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Execution
internal import Materials
internal import RayCasting
internal import Scenes
internal import Spatial

/// The pieces of moving bodies and of curved surfaces, each with an echo of its own.
struct FacetEchoes: Sendable {
  /// All pieces; a piece's position is its identity.
  let pieces: [FacetEcho]

  /// For each piece the neighbourhood it lies in, numbered from zero.
  ///
  /// A neighbourhood is a cube of a rigid group, so that it does not depend on how a body is divided
  /// into named objects.
  let neighbourhoods: [Int32]
  let neighbourhoodCount: Int

  /// For each facet whether pieces represent it instead of a mirror; empty where none is.
  private let isCut: [Bool]

  /// The longest edge of a piece in metres, as delays and visibility are those of its centre.
  private static let longestEdge = 0.15

  /// The side of a neighbourhood in metres.
  private static let neighbourhoodSize = 2.0

  /// The least share of the reflected power in the specular direction that is worth an echo.
  private static let leastSpecularPower = 0.25

  /// No pieces.
  static let none = FacetEchoes(pieces: [], isCut: [])

  /// The identifier of the echo of a piece: its number with bit 62 set.
  static func identifier(ofPiece piece: Int32) -> PathIdentifier {
    PathIdentifier(rawValue: UInt64(piece) | 1 << 62)
  }

  private init(pieces: [FacetEcho], isCut: [Bool]) {
    self.pieces = pieces
    self.isCut = isCut
    var numbers: [Neighbourhood: Int32] = [:]
    neighbourhoods = pieces.map { piece in
      let key = Neighbourhood(of: piece, size: Self.neighbourhoodSize)
      let number = numbers[key] ?? Int32(numbers.count)
      numbers[key] = number
      return number
    }
    neighbourhoodCount = numbers.count
  }

  private struct Neighbourhood: Hashable {
    let group: Int32
    let cube: SIMD3<Double>

    init(of piece: FacetEcho, size: Double) {
      group = piece.group
      cube = (piece.centre / size).rounded(.down)
    }
  }

  /// Whether a facet is represented by pieces instead of as a mirror.
  func replaces(facet: Int32) -> Bool { isCut.isEmpty ? false : isCut[Int(facet)] }

  /// Cuts the surfaces of a scene's moving groups and its curved surfaces into pieces.
  init(of scene: Scene) {
    let isCurved = scene.facetsOfCurvedSurfaces()
    let isCut = scene.facets.indices.map { index in
      let facet = scene.facets[index]
      let share = scene.materials[Int(facet.material)].scattering.specularShare
      return (isCurved[index] || !scene.groups[Int(facet.group)].isAtRest)
        && share * share >= Self.leastSpecularPower
    }
    var pieces: [FacetEcho] = []
    for (index, facet) in scene.facets.enumerated() where isCut[index] {
      let outline = facet.shape.outline
      let isSmall = outline.edges.allSatisfy { edge in
        let along = SIMD2(edge.z - edge.x, edge.w - edge.y)
        return (along * along).sum() <= Self.longestEdge * Self.longestEdge
      }
      if isSmall, facet.shape.area <= Self.longestEdge * Self.longestEdge {
        pieces.append(
          FacetEcho(facet, Int32(index), edges: outline.edges, area: facet.shape.area, at: .zero))
        continue
      }
      let mesh = scene.groups[Int(facet.group)].mesh
      for triangle in facet.shape.triangles {
        for patch in Self.cut(mesh, triangle, Int32(index), facet.group) {
          pieces.append(FacetEcho(facet, Int32(index), patch))
        }
      }
    }
    self.init(pieces: pieces, isCut: isCut)
  }

  private static func cut(
    _ mesh: TriangleMesh, _ triangle: Int32, _ facet: Int32, _ group: Int32
  ) -> [SurfacePatch] {
    let (a, b, c) = mesh.corners(Int(triangle))
    return SurfacePatch(a: a, b: b, c: c, facet: facet, group: group)
      .subdivided(longest: longestEdge)
  }
}

extension FacetEcho {
  /// A piece that is a whole facet, or a part with edges in the facet's coordinates around a point.
  fileprivate init(
    _ facet: SceneFacet, _ index: Int32, edges: [SIMD4<Double>], area: Double,
    at middle: SIMD2<Double>
  ) {
    let outline = facet.shape.outline
    self.init(
      centre: outline.point(middle), normal: facet.shape.plane.normal, uAxis: outline.uAxis,
      vAxis: outline.vAxis, edges: edges, area: area,
      radius: edges.map { ($0.x * $0.x + $0.y * $0.y).squareRoot() }.max() ?? 0, facet: index,
      group: facet.group, material: facet.material)
  }

  /// A piece that is a part of a facet.
  fileprivate init(_ facet: SceneFacet, _ index: Int32, _ patch: SurfacePatch) {
    let outline = facet.shape.outline
    let middle = outline.coordinates(patch.centre)
    var corners = [patch.a, patch.b, patch.c].map { outline.coordinates($0) - middle }
    let twiceArea =
      (corners[1] - corners[0]).x * (corners[2] - corners[0]).y
      - (corners[1] - corners[0]).y * (corners[2] - corners[0]).x
    if twiceArea < 0 { corners.swapAt(1, 2) }
    let edges = corners.indices.map { index in
      let (start, end) = (corners[index], corners[(index + 1) % 3])
      return SIMD4(start.x, start.y, end.x, end.y)
    }
    self.init(facet, index, edges: edges, area: abs(twiceArea) / 2, at: middle)
  }
}
