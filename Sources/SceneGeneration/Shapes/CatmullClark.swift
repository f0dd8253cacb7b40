// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// Catmull-Clark subdivision with creases.
///
/// Sources: Catmull and Clark, Computer-Aided Design 10, 1978; for the creases DeRose, Kass and
/// Truong, SIGGRAPH 1998.
extension QuadCage {
  /// The cage with every face cut into four and smoothed.
  ///
  /// The vertices of the cage come first in the result, in their order.
  func subdivided() -> QuadCage {
    let links = CageLinks(self)
    let facePoints = faces.map { face in
      face.corners.reduce(Vector3.zero) { $0 + vertices[$1] } / 4
    }
    let edgePoints = links.edges.map { edgePoint($0, links: links, facePoints: facePoints) }
    let vertexPoints = vertices.indices.map {
      vertexPoint($0, links: links, facePoints: facePoints)
    }
    var result = QuadCage()
    result.vertices = vertexPoints + edgePoints + facePoints
    let firstEdge = vertices.count
    let firstFace = firstEdge + edgePoints.count
    for (index, face) in faces.enumerated() {
      let around = face.edges.map { firstEdge + links.index(of: $0) }
      for corner in 0..<4 {
        result.faces.append(
          Face(
            corners: [
              face.corners[corner], around[corner], firstFace + index, around[(corner + 3) % 4],
            ], label: face.label))
      }
    }
    for (edge, sharpness) in creases where sharpness > 1 {
      let middle = firstEdge + links.index(of: edge)
      result.creases[CageEdge(edge.lower, middle)] = sharpness - 1
      result.creases[CageEdge(edge.upper, middle)] = sharpness - 1
    }
    return result
  }

  /// The cage after several subdivisions.
  func subdivided(times: Int) -> QuadCage {
    (0..<times).reduce(self) { cage, _ in cage.subdivided() }
  }

  /// The cage moved such that its subdivision comes close to the points it has now.
  ///
  /// This is progressive interpolation (Chen et al., J. Comput. Sci. Technol. 23, 2008), stopped
  /// early: the smooth part of the error goes first, and what a few steps leave is roughness of the
  /// points themselves.
  func fitted(subdivisions: Int, steps: Int) -> QuadCage {
    var cage = self
    for _ in 0..<steps {
      let surface = cage.subdivided(times: subdivisions)
      for index in vertices.indices {
        cage.vertices[index] += vertices[index] - surface.vertices[index]
      }
    }
    return cage
  }

  private func edgePoint(
    _ edge: CageEdge, links: CageLinks, facePoints: [Vector3]
  ) -> Vector3 {
    let ends = vertices[edge.lower] + vertices[edge.upper]
    let adjacent = links.faces(at: edge)
    guard adjacent.count == 2, creases[edge] == nil else { return ends / 2 }
    return (ends + facePoints[adjacent[0]] + facePoints[adjacent[1]]) / 4
  }

  private func vertexPoint(_ vertex: Int, links: CageLinks, facePoints: [Vector3]) -> Vector3 {
    let position = vertices[vertex]
    let neighbours = links.neighbours[vertex]
    let sharp = neighbours.filter { neighbour in
      let edge = CageEdge(vertex, neighbour)
      return creases[edge] != nil || links.faces(at: edge).count != 2
    }
    if sharp.count > 2 { return position }
    if sharp.count == 2 {
      return (position * 6 + vertices[sharp[0]] + vertices[sharp[1]]) / 8
    }
    let adjacent = links.faces[vertex]
    let valence = Double(neighbours.count)
    let faceMean = adjacent.reduce(Vector3.zero) { $0 + facePoints[$1] } / Double(adjacent.count)
    let edgeMean =
      neighbours.reduce(Vector3.zero) { $0 + (vertices[$1] + position) / 2 } / valence
    return (faceMean + edgeMean * 2 + position * (valence - 3)) / valence
  }
}

/// Which edges, faces and vertices of a cage meet.
private struct CageLinks {
  /// All edges, in the order in which the faces name them first.
  var edges: [CageEdge] = []

  /// For each vertex the vertices at the other ends of its edges.
  var neighbours: [[Int]]

  /// For each vertex the faces around it.
  var faces: [[Int]]

  private var indices: [CageEdge: Int] = [:]
  private var facesOfEdge: [[Int]] = []

  init<Label>(_ cage: QuadCage<Label>) {
    neighbours = Array(repeating: [], count: cage.vertices.count)
    faces = neighbours
    for (index, face) in cage.faces.enumerated() {
      for corner in face.corners { faces[corner].append(index) }
      for edge in face.edges { link(edge, to: index) }
    }
  }

  private mutating func link(_ edge: CageEdge, to face: Int) {
    if let known = indices[edge] {
      facesOfEdge[known].append(face)
    } else {
      indices[edge] = edges.count
      edges.append(edge)
      facesOfEdge.append([face])
      neighbours[edge.lower].append(edge.upper)
      neighbours[edge.upper].append(edge.lower)
    }
  }

  /// The index of an edge that some face has.
  func index(of edge: CageEdge) -> Int { indices[edge, default: 0] }

  /// The faces on both sides of an edge.
  func faces(at edge: CageEdge) -> [Int] { facesOfEdge[index(of: edge)] }
}
