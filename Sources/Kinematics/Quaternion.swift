// SPDX-License-Identifier: Apache-2.0

internal import RealModule
package import Spatial

/// The unit quaternion (x, y, z, w) of a rotation.
func quaternion(of rotation: Rotation) -> SIMD4<Double> {
  let (x, y, z) = (rotation.xAxis, rotation.yAxis, rotation.zAxis)
  // Shepperd's method: divide by the largest of the four components.
  let trace = x.x + y.y + z.z
  if trace > max(x.x, y.y, z.z) {
    let s = (1 + trace).squareRoot() * 2
    return SIMD4((y.z - z.y) / s, (z.x - x.z) / s, (x.y - y.x) / s, s / 4)
  }
  if x.x >= y.y && x.x >= z.z {
    let s = (1 + x.x - y.y - z.z).squareRoot() * 2
    return SIMD4(s / 4, (x.y + y.x) / s, (z.x + x.z) / s, (y.z - z.y) / s)
  }
  if y.y >= z.z {
    let s = (1 + y.y - x.x - z.z).squareRoot() * 2
    return SIMD4((x.y + y.x) / s, s / 4, (y.z + z.y) / s, (z.x - x.z) / s)
  }
  let s = (1 + z.z - x.x - y.y).squareRoot() * 2
  return SIMD4((z.x + x.z) / s, (y.z + z.y) / s, s / 4, (x.y - y.x) / s)
}

/// The rotation of a unit quaternion (x, y, z, w).
package func rotation(of q: SIMD4<Double>) -> Rotation {
  let (x, y, z, w) = (q.x, q.y, q.z, q.w)
  return Rotation(
    xAxis: Vector3(1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)),
    yAxis: Vector3(2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)),
    zAxis: Vector3(2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)))
}

/// The quaternion of the rotation that first applies the right one, then the left one.
func product(_ left: SIMD4<Double>, _ right: SIMD4<Double>) -> SIMD4<Double> {
  let (a, b) = (vector(left), vector(right))
  let imaginary = b * left.w + a * right.w + a.cross(b)
  return SIMD4(imaginary, left.w * right.w - a.dot(b))
}

/// The quaternion of the rotation back.
func conjugate(_ q: SIMD4<Double>) -> SIMD4<Double> { SIMD4(-q.x, -q.y, -q.z, q.w) }

/// The quaternion of a turn, given as a vector: its axis times its angle in radians.
func turn(by rotationVector: Vector3) -> SIMD4<Double> {
  let half = rotationVector.length / 2
  guard half > 0 else { return SIMD4(0, 0, 0, 1) }
  return SIMD4(rotationVector * (Double.sin(half) / (2 * half)), Double.cos(half))
}

/// The axis of a rotation times its angle in radians, the shorter way round.
func rotationVector(_ q: SIMD4<Double>) -> Vector3 {
  let imaginary = vector(q)
  let sine = imaginary.length
  guard sine > 0 else { return .zero }
  let angle = 2 * Double.atan2(y: sine, x: abs(q.w))
  return imaginary * ((q.w < 0 ? -angle : angle) / sine)
}

/// The image of a vector under the rotation of a unit quaternion.
func turned(_ v: Vector3, by q: SIMD4<Double>) -> Vector3 {
  let imaginary = vector(q)
  let across = imaginary.cross(v) * 2
  return v + across * q.w + imaginary.cross(across)
}

private func vector(_ q: SIMD4<Double>) -> Vector3 { Vector3(q.x, q.y, q.z) }
