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

  /// The random phases of the scattered field's two polarisations, e^(j chi_1) and e^(j chi_2).
  var thetaPhase: Complex<Double>
  var phiPhase: Complex<Double>
}

extension Scatterer {
  /// The state of the path over the scatterer at an instant.
  ///
  /// Amplitude: lambda / (4 pi) S Gamma sqrt(f_s cos(theta_i) A) / (r_i r_s), with the lobe f_s of
  /// the material and, for incident theta and phi polarisation each,
  /// Gamma^2 = |r_TE e_TE|^2 + |r_TM e_TM|^2 (Degli-Esposti et al., IEEE TAP 55, 2007); a share K_x
  /// of the power changes polarisation (Degli-Esposti et al., IEEE TAP 59, 2011).
  ///
  /// - Returns: Nil where the ends are on different sides of the surface or on it.
  func state(_ model: TracingModel, _ ends: LinkEnds, _ instant: SceneInstant) -> PathState? {
    let body = instant.groups[Int(group)]
    let point = body.worldFromBody(position)
    let incoming = point - ends.transmitter.position
    let outgoing = ends.receiver.position - point
    let incomingLength = incoming.length
    let outgoingLength = outgoing.length
    guard incomingLength > 0, outgoingLength > 0 else { return nil }
    let incident = incoming / incomingLength
    let scattered = outgoing / outgoingLength
    var facing = body.worldFromBody.direction(normal)
    if incident.dot(facing) > 0 { facing = -facing }
    let cosIncidence = -incident.dot(facing)
    let surface = model.surfaces[Int(material)]
    let scattering = surface.scattering
    let density = scattering.lobe.density(incident: incident, scattered: scattered, normal: facing)
    guard density > 0 else { return nil }
    let magnitude =
      model.wavelength / (4 * .pi) * scattering.coefficient
      * (density * cosIncidence * area).squareRoot() / (incomingLength * outgoingLength)

    // The share of each incident polarisation that the surface reflects at all.
    let basis = SphericalBasis(at: incident)
    let across = incident.cross(facing)
    let acrossSquared = across.lengthSquared
    let reflectivity = surface.powerReflectivity(cosIncidence)
    func reflected(_ polarization: Vector3) -> Double {
      guard acrossSquared > 1e-24 else { return reflectivity.te.squareRoot() }
      let projection = polarization.dot(across)
      let te = projection * projection / acrossSquared
      return (te * reflectivity.te + (1 - te) * reflectivity.tm).squareRoot()
    }
    let theta = magnitude * reflected(basis.thetaHat)
    let phi = magnitude * reflected(basis.phiHat)
    let kept = (1 - scattering.crossPolarShare).squareRoot()
    let crossed = scattering.crossPolarShare.squareRoot()

    let velocity = body.velocity(at: point)
    let rate =
      (velocity - ends.transmitter.velocity).dot(incident)
      + (ends.receiver.velocity - velocity).dot(scattered)
    // At the receiver phi points the other way than along the wave, seen against it.
    return PathState(
      delay: (incomingLength + outgoingLength) / PhysicalConstants.speedOfLight,
      delayRate: rate / PhysicalConstants.speedOfLight,
      transfer: PolarizationTransfer(
        thetaFromTheta: thetaPhase * Complex(kept * theta),
        thetaFromPhi: thetaPhase * Complex(-crossed * phi),
        phiFromTheta: phiPhase * Complex(-crossed * theta),
        phiFromPhi: phiPhase * Complex(-kept * phi)),
      departure: incident, arrival: -scattered)
  }
}
