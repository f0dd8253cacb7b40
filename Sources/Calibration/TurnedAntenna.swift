// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import Electromagnetics
package import Spatial

/// The antenna at one end of a link, which may be turned against how paths were traced.
///
/// A radio that is turned by yaw, pitch and roll about its own axes has the rotation R_0 D with
/// D = R_z(yaw) R_y(pitch) R_x(roll). In the frame of an antenna that sits in it with the rotation Q, and
/// of which paths were traced with D_0, that is X = Q^-1 D_0^-1 D Q. The field towards u is X e(X^-1 u).
///
/// Physics primer, eq. 76.
package struct TurnedAntenna: Sendable {
  /// The position of the yaw among the unknowns, pitch and roll behind it; nil for an antenna that stays.
  let first: Int?

  private let antenna: Antenna

  /// From the frame of the antenna to that which it had when paths were traced.
  private let turn: Rotation

  /// The axes of yaw, pitch and roll in the latter.
  private let axes: [Vector3]

  /// - Parameters:
  ///   - element: The antenna in the frame of its radio.
  ///   - first: The position of the yaw among the unknowns; nil for an antenna that stays.
  ///   - traced: By how much the radio is turned for which paths were traced.
  ///   - turn: By how much it is turned.
  package init(_ element: ArrayElement, first: Int?, traced: RadioTurn, turn: RadioTurn) {
    self.first = first
    antenna = element.antenna
    let fromRadio = element.orientation.inverse * traced.rotation.inverse
    self.turn = fromRadio * turn.rotation * element.orientation
    axes = turn.axes.map { fromRadio($0) }
  }

  /// The parts of a field along zenith angle and azimuth.
  struct Parts: Sendable {
    var theta: Complex<Double>
    var phi: Complex<Double>

    init(_ field: FieldVector, _ basis: SphericalBasis) {
      theta = field.dot(basis.thetaHat)
      phi = field.dot(basis.phiHat)
    }
  }

  /// The field towards a direction, and its derivatives by yaw, pitch and roll in degrees.
  struct Field: Sendable {
    var parts: Parts

    /// Nothing for an antenna that stays.
    var slopes: [Parts]
  }

  /// The field towards a unit direction of the frame that the antenna had when paths were traced.
  func field(towards direction: Vector3) -> Field {
    let basis = SphericalBasis(at: direction)
    let own = own(direction)
    let field = antenna.field(towards: own, orientation: .identity).turned(by: turn)
    guard first != nil else { return Field(parts: Parts(field, basis), slopes: []) }
    return Field(
      parts: Parts(field, basis),
      slopes: axes.map { axis in
        // The field turns as a vector, and it is seen at another place of the pattern.
        let change = antenna.fieldSlope(towards: own, along: tangent(direction, axis))
          .turned(by: turn)
        let slope = FieldVector(
          (axis.cross(field.real) + change.real) * RadioTurn.degree,
          (axis.cross(field.imaginary) + change.imaginary) * RadioTurn.degree)
        return Parts(slope, basis)
      })
  }

  /// The angle off boresight of a direction of the frame at tracing, in radians.
  func offBoresight(_ direction: Vector3) -> Double {
    GainCorrection.offBoresight(own(direction))
  }

  /// Its derivatives by yaw, pitch and roll in degrees.
  func offBoresightSlopes(_ direction: Vector3) -> [Double] {
    let own = own(direction)
    return axes.map {
      GainCorrection.offBoresightSlope(own, along: tangent(direction, $0)) * RadioTurn.degree
    }
  }

  /// A direction in the frame of the antenna itself.
  private func own(_ direction: Vector3) -> Vector3 { turn.inverse(direction) }

  /// By what that changes as the antenna turns about an axis.
  private func tangent(_ direction: Vector3, _ axis: Vector3) -> Vector3 {
    turn.inverse(direction.cross(axis))
  }
}

/// By how much a radio is turned about its own axes, in degrees.
package struct RadioTurn: Hashable, Sendable {
  /// About its z axis, then the new y axis, then the new x axis.
  package var yaw: Double
  package var pitch: Double
  package var roll: Double

  package init(yaw: Double = 0, pitch: Double = 0, roll: Double = 0) {
    self.yaw = yaw
    self.pitch = pitch
    self.roll = roll
  }

  /// The angles by their numbers: yaw, pitch, roll.
  package subscript(axis: Int) -> Double {
    get { axis == 0 ? yaw : axis == 1 ? pitch : roll }
    set {
      switch axis {
      case 0: yaw = newValue
      case 1: pitch = newValue
      default: roll = newValue
      }
    }
  }

  /// From the axes of the turned radio to those that it had before.
  package var rotation: Rotation {
    Rotation(yaw: yaw * Self.degree, pitch: pitch * Self.degree, roll: roll * Self.degree)
  }

  /// The axes about which it turns as yaw, pitch and roll grow, as it lay before.
  var axes: [Vector3] {
    let yawed = Rotation(axis: .unitZ, angle: yaw * Self.degree)
    return [
      .unitZ, yawed(.unitY), (yawed * Rotation(axis: .unitY, angle: pitch * Self.degree))(.unitX),
    ]
  }

  /// In radians.
  static let degree = Double.pi / 180
}
