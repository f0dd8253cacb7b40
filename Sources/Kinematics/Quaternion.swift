// SPDX-License-Identifier: Apache-2.0

internal import Spatial

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
func rotation(of q: SIMD4<Double>) -> Rotation {
  let (x, y, z, w) = (q.x, q.y, q.z, q.w)
  return Rotation(
    xAxis: Vector3(1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)),
    yAxis: Vector3(2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)),
    zAxis: Vector3(2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)))
}

/// The angular velocity 2 q' q* of a rotation q that changes at the rate q'.
func angularVelocity(_ q: SIMD4<Double>, rate: SIMD4<Double>) -> Vector3 {
  let vector = Vector3(q.x, q.y, q.z)
  let vectorRate = Vector3(rate.x, rate.y, rate.z)
  return (vectorRate * q.w - vector * rate.w - vectorRate.cross(vector)) * 2
}
