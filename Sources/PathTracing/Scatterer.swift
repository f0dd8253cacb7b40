// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Kinematics
internal import Materials
internal import Quantities
internal import Spatial

/// A material point of a surface that stands for a piece of it in diffuse scattering.
///
/// It belongs to its body and moves with it; its random phases are drawn once and stay.
struct Scatterer: Sendable {
  /// In the frame of its rigid group.
  var position: Vector3

  /// The facet's unit normal, in the frame of its rigid group.
  var normal: Vector3

  /// The area it stands for, in square metres.
  var area: Double
  var facet: Int32
  var group: Int32
  var material: Int32

  /// The random phase of the scattered field, e^(j chi).
  var phase: Complex<Double>

  /// (cos 2 psi, sin 2 psi), with psi the random axis about which the crossed share is mirrored.
  var crossAxis: SIMD2<Double>
}

extension Scatterer {
  /// The state of a path over the scatterer at an instant.
  ///
  /// Amplitude: lambda / (4 pi) S |Gamma e| sqrt(f_s cos(theta_i) A) / (r_i r_s), with the lobe f_s
  /// of the material and Gamma = |r_TE| and |r_TM| on the parts of the incident field e across and
  /// in the plane of incidence (Degli-Esposti et al., IEEE TAP 55, 2007). Where there are mirrors
  /// r_i and r_s are the distances from the ends' images, and theirs are the directions.
  ///
  /// Physics primer, eq. 18.
  ///
  /// - Parameters:
  ///   - model: The scene.
  ///   - incoming: The way from the transmitter to the scatterer.
  ///   - outgoing: The way from the receiver to the scatterer.
  ///   - instant: The instant.
  /// - Returns: Nil where both ways end on different sides of the surface or run in it.
  func state(
    _ model: TracingModel, from incoming: HalfPath, to outgoing: HalfPath, _ instant: SceneInstant
  ) -> PathState? {
    let incident = incoming.incident
    let scattered = -outgoing.incident
    var facing = instant.groups[Int(group)].worldFromBody.direction(normal)
    if incident.dot(facing) > 0 { facing = -facing }
    let cosIncidence = -incident.dot(facing)
    let surface = model.surfaces[Int(material)]
    let scattering = surface.scattering
    let density = scattering.lobe.density(incident: incident, scattered: scattered, normal: facing)
    guard density > 0 else { return nil }
    let magnitude =
      model.wavelength / (4 * .pi) * scattering.coefficient
      * (density * cosIncidence * area).squareRoot() / (incoming.length * outgoing.length)

    let reflected = surface.powerReflectivity(cosIncidence)
    let kept = keptPolarization(
      incident: incident, normal: facing, across: reflected.te.squareRoot(),
      within: reflected.tm.squareRoot())
    var transfer = transfer(
      of: kept, crossPolarShare: scattering.crossPolarShare, factor: phase * Complex(magnitude))
    if let mirrors = incoming.mirrors { transfer = transfer.after(mirrors) }
    // From the scatterer to the receiver mirrors do the transpose of what they do the other way.
    if let mirrors = outgoing.mirrors { transfer = mirrors.transposed.after(transfer) }
    return PathState(
      delay: (incoming.length + outgoing.length) / PhysicalConstants.speedOfLight,
      delayRate: (incoming.rate + outgoing.rate) / PhysicalConstants.speedOfLight,
      transfer: transfer, departure: incoming.departure, arrival: outgoing.departure)
  }

  /// A real, symmetric map between fields along (theta, phi).
  private struct FieldMap {
    var thetaTheta: Double
    var thetaPhi: Double
    var phiPhi: Double
  }

  /// What the surface reflects of a field, in the spherical basis of its direction.
  private func keptPolarization(
    incident: Vector3, normal: Vector3, across: Double, within: Double
  ) -> FieldMap {
    let perpendicular = incident.cross(normal)
    let squared = perpendicular.lengthSquared
    guard squared > 1e-24 else { return FieldMap(thetaTheta: across, thetaPhi: 0, phiPhi: across) }
    let basis = SphericalBasis(at: incident)
    let theta = perpendicular.dot(basis.thetaHat)
    let phi = perpendicular.dot(basis.phiHat)
    let excess = (across - within) / squared
    return FieldMap(
      thetaTheta: within + excess * theta * theta, thetaPhi: excess * theta * phi,
      phiPhi: within + excess * phi * phi)
  }

  /// What becomes of polarisation when a share K_x of the power changes it.
  ///
  /// Directions are those from either radio to the scatterer, so that a field comes straight back
  /// as it went. The map is e^(j chi) (sqrt(1 - 2 K_x) + j sqrt(2 K_x) F): F mirrors about an axis
  /// at psi. It is symmetric, so that exchanging the radios changes nothing, and unitary. Of a linear
  /// polarisation it crosses 2 K_x sin^2(2 (psi - rho)), which is K_x in the mean over psi however
  /// the antennas are rolled. More than half no symmetric map crosses in the mean; above that, a
  /// turn by 90 degrees replaces the identity, sqrt(2 - 2 K_x) j F + sqrt(2 K_x - 1) R.
  ///
  /// Physics primer, eq. 23.
  private func transfer(
    of kept: FieldMap, crossPolarShare: Double, factor: Complex<Double>
  ) -> PolarizationTransfer {
    let identity = max(0, 1 - 2 * crossPolarShare).squareRoot()
    let turn = max(0, 2 * crossPolarShare - 1).squareRoot()
    let mirror = (2 * min(crossPolarShare, 1 - crossPolarShare)).squareRoot() * crossAxis
    func column(_ theta: Double, _ phi: Double) -> (theta: Complex<Double>, phi: Complex<Double>) {
      (
        factor
          * Complex(identity * theta - turn * phi, mirror.x * theta + mirror.y * phi),
        factor * Complex(identity * phi + turn * theta, mirror.y * theta - mirror.x * phi)
      )
    }
    let fromTheta = column(kept.thetaTheta, kept.thetaPhi)
    let fromPhi = column(kept.thetaPhi, kept.phiPhi)
    return PolarizationTransfer(
      thetaFromTheta: fromTheta.theta, thetaFromPhi: fromPhi.theta, phiFromTheta: fromTheta.phi,
      phiFromPhi: fromPhi.phi)
  }

  /// The part of an incident field across the plane of incidence, or within it.
  func kept(
    _ field: FieldVector, incident: Vector3, normal: Vector3, isWithin: Bool
  ) -> FieldVector {
    let perpendicular = incident.cross(normal)
    // Straight down there is no plane of incidence, and the surface keeps all as if across.
    guard perpendicular.lengthSquared > 1e-24 else {
      return isWithin ? FieldVector(.zero) : field
    }
    let axis = perpendicular.normalized
    let across = FieldVector(axis * field.real.dot(axis), axis * field.imaginary.dot(axis))
    return isWithin ? field.adding(across.scaled(by: Complex(-1))) : across
  }

  /// What a receiver gets of a field that the surface has kept.
  ///
  /// - Parameters:
  ///   - kept: The field.
  ///   - incident: The unit direction in which it came.
  ///   - received: The receiver's own field at the scatterer.
  ///   - towards: The unit direction in which that would come.
  ///   - crossPolarShare: K_x.
  /// - Returns: The amplitude, without S, lobe and distances.
  func scattered(
    _ kept: FieldVector, incident: Vector3, received: FieldVector, towards: Vector3,
    crossPolarShare: Double
  ) -> Complex<Double> {
    let (basis, back) = (SphericalBasis(at: incident), SphericalBasis(at: towards))
    let map = transfer(
      of: FieldMap(thetaTheta: 1, thetaPhi: 0, phiPhi: 1), crossPolarShare: crossPolarShare,
      factor: phase)
    let (theta, phi) = (kept.dot(basis.thetaHat), kept.dot(basis.phiHat))
    return (map.thetaFromTheta * theta + map.thetaFromPhi * phi) * received.dot(back.thetaHat)
      + (map.phiFromTheta * theta + map.phiFromPhi * phi) * received.dot(back.phiHat)
  }
}
