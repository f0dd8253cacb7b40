// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import Spatial

/// A ray that meets the edge of a wedge and leaves along the cone of diffraction.
///
/// For a face of a wedge, reflection is Luebbers' heuristic extension to lossy materials.
package struct WedgeRay: Sendable {
  /// A face of the wedge as this ray sees it.
  package struct Face: Sendable {
    /// The unit normal, on either side.
    package var normal: Vector3

    /// The reflection coefficients at the incidence that `cosIncidence` of the ray tells.
    package var reflection: FresnelCoefficients

    package init(normal: Vector3, reflection: FresnelCoefficients) {
      self.normal = normal
      self.reflection = reflection
    }
  }

  /// The unit direction of the edge.
  package let edge: Vector3

  /// The unit directions in which the wave travels before and behind the edge.
  package let incident: Vector3
  package let diffracted: Vector3

  /// Creates a ray; both directions make the same angle with the edge, and none is along it.
  package init(edge: Vector3, incident: Vector3, diffracted: Vector3) {
    self.edge = edge
    self.incident = incident
    self.diffracted = diffracted
  }

  /// The cosine of the incidence at which Luebbers takes a face's reflection coefficients.
  ///
  /// For the face nearer to the source it is the incidence of the wave, sin(phi'); for the other
  /// one that of a wave which the face would reflect to the observer, |sin(n pi - phi)| (Luebbers
  /// 1984, whose 0-face is the one nearer to the source). On a face's own reflection
  /// boundary both are the same.
  package func cosIncidence(onFaceWith normal: Vector3, isNearSource: Bool) -> Double {
    min(1, abs((isNearSource ? incident : diffracted).dot(normal)))
  }

  /// The field behind the edge, without spreading and phase.
  ///
  /// The incident field is turned about the edge into the direction of diffraction; for each face
  /// so is the field it reflects. In edge-fixed bases this is
  /// -[(D1 + D2) I - D3 R_n - D4 R_0] with the rotated matrices of reflection, and the dyadic
  /// coefficient of Kouyoumjian and Pathak 1974 for a perfect conductor.
  ///
  /// Physics primer, eq. 30.
  ///
  /// - Parameters:
  ///   - field: The incident field at the edge.
  ///   - coefficients: The wedge's, with the 0-face nearer to the source.
  ///   - zeroFace: The face nearer to the source.
  ///   - nFace: The other face.
  /// - Returns: The field, in square roots of metres times the incident one.
  package func diffracted(
    _ field: FieldVector, coefficients: WedgeCoefficients, zeroFace: Face, nFace: Face
  ) -> FieldVector {
    let passed = turned(field, from: incident, to: diffracted)
    let mirrored = incident - zeroFace.normal * (2 * incident.dot(zeroFace.normal))
    let zero = turned(
      field.reflected(
        travelling: incident, normal: zeroFace.normal, coefficients: zeroFace.reflection),
      from: mirrored, to: diffracted)
    // The direction that the n-face would reflect to the observer.
    let towards = diffracted - nFace.normal * (2 * diffracted.dot(nFace.normal))
    let far = turned(field, from: incident, to: towards).reflected(
      travelling: towards, normal: nFace.normal, coefficients: nFace.reflection)
    return passed.scaled(by: coefficients.incident)
      .adding(zero.scaled(by: coefficients.zeroFace))
      .adding(far.scaled(by: coefficients.nFace))
  }

  /// A field turned about the edge as one direction of the cone is turned into another.
  private func turned(
    _ field: FieldVector, from start: Vector3, to end: Vector3
  ) -> FieldVector {
    let (across, acrossEnd) = (outward(start), outward(end))
    let (around, aroundEnd) = (edge.cross(across), edge.cross(acrossEnd))
    func turned(_ vector: Vector3) -> Vector3 {
      edge * vector.dot(edge) + acrossEnd * vector.dot(across) + aroundEnd * vector.dot(around)
    }
    return FieldVector(turned(field.real), turned(field.imaginary))
  }

  /// The unit vector across the edge in the half-plane of a direction.
  private func outward(_ direction: Vector3) -> Vector3 {
    (direction - edge * direction.dot(edge)).normalized
  }
}
