// SPDX-License-Identifier: Apache-2.0

internal import RealModule
package import Spatial

/// The radar cross-section of a target, sigma = sigma_M sigma_D sigma_S.
///
/// sigma_M is the mean, sigma_D tells how it depends on the directions, sigma_S how it fluctuates.
/// TR 38.901 V19.4 clause 7.9.2, Tables 7.9.2.1-1 to 7.9.2.2-1; two sources agree, those of UAVs
/// three.
package struct TargetCrossSection: Hashable, Sendable {
  /// 10 lg sigma_M in dBsm.
  package let mean: Double
  /// The standard deviation of 10 lg sigma_S in decibels.
  package let fluctuation: Double
  /// The ratio of co-polar to cross-polar power of the target's polarisation matrix.
  package let crossPolarization: NormalDecibels
  /// k_1 and k_2, by which the level falls with the bistatic angle; nil in model 1.
  package let bistatic: SIMD2<Double>?
  /// None in model 1.
  package let lobes: [CrossSectionLobe]
  /// How many points scatter: one, or one for each lobe.
  package let pointCount: Int
  /// Length, width and height in metres, along x, y and z.
  package let size: Vector3
  /// Where the only point lies above the middle of the box, in metres.
  package let pointHeight: Double

  init(
    mean: Double, fluctuation: Double, crossPolarization: NormalDecibels,
    bistatic: SIMD2<Double>? = nil, lobes: [CrossSectionLobe] = [], pointCount: Int = 1,
    size: Vector3, pointHeight: Double = 0
  ) {
    self.mean = mean
    self.fluctuation = fluctuation
    self.crossPolarization = crossPolarization
    self.bistatic = bistatic
    self.lobes = lobes
    self.pointCount = pointCount
    self.size = size
    self.pointHeight = pointHeight
  }

  /// 10 lg(sigma_M sigma_D) of a point in dBsm (7.9.2-2 and 7.9.2-3).
  ///
  /// The terms for forward scattering are left out, as the standard's are (minus infinity).
  ///
  /// - Parameters:
  ///   - point: Which point, below `pointCount`.
  ///   - transmitter: The unit direction from the point to the transmitter, in the target's frame:
  ///     x forward, z up.
  ///   - receiver: The same to the receiver.
  /// - Returns: In dBsm.
  package func level(point: Int = 0, transmitter: Vector3, receiver: Vector3) -> Double {
    let half = Self.halfAngle(transmitter, receiver)
    guard let bistatic else { return mean - 3 * Double.sin(half) }
    let bisector = SphericalAngles(of: Self.bisector(transmitter, receiver))
    let own = pointCount > 1 ? lobes[point] : lobes.first { $0.contains(bisector) }
    guard let lobe = own ?? lobes.first else { return mean }
    let cosine = Double.cos(half)
    let loss = bistatic.x * Double.sin(bistatic.y * half)
    let bistaticLevel =
      cosine > 0 ? lobe.level(bisector) - loss + 5 * Double.log10(cosine) : -Double.infinity
    return max(bistaticLevel, lobe.floor)
  }

  /// sigma_D of a point, by which the mean is multiplied.
  package func directivity(point: Int = 0, transmitter: Vector3, receiver: Vector3) -> Double {
    Double.exp10((level(point: point, transmitter: transmitter, receiver: receiver) - mean) / 10)
  }

  /// sigma_M in square metres.
  package var meanSquareMetres: Double { Double.exp10(mean / 10) }

  /// The mean of 10 lg sigma_S in decibels, so that the mean of sigma_S is one (7.9.2-1).
  package var fluctuationMean: Double { -Double.log(10) / 20 * fluctuation * fluctuation }

  /// sigma_S for a standard normal number, capped as (7.9.4-1) has it.
  ///
  /// - Parameters:
  ///   - normal: A standard normal number.
  ///   - isCapped: Whether it ends at three standard deviations.
  /// - Returns: A factor.
  package func fluctuation(normal: Double, isCapped: Bool = true) -> Double {
    let bounded = isCapped ? min(normal, 3) : normal
    return Double.exp10((fluctuationMean + fluctuation * bounded) / 10)
  }

  /// Where the points lie from the middle of the target's box, in metres, in the order of lobes.
  ///
  /// The set of five is the standard's; that they lie in the middles of the box's faces is a choice
  /// of ours, which Sionna RT made before.
  package var points: [Vector3] {
    guard pointCount > 1 else { return [Vector3(0, 0, pointHeight)] }
    return lobes.map { lobe in
      switch lobe.face {
      case .front: Vector3(size.x / 2, 0, 0)
      case .back: Vector3(-size.x / 2, 0, 0)
      case .left: Vector3(0, size.y / 2, 0)
      case .right: Vector3(0, -size.y / 2, 0)
      case .roof: Vector3(0, 0, size.z / 2)
      case .bottom: Vector3(0, 0, -size.z / 2)
      }
    }
  }

  /// A vector along the bisector; of opposite directions, which have none, the same one both ways.
  private static func bisector(_ a: Vector3, _ b: Vector3) -> Vector3 {
    let sum = a + b
    guard sum.lengthSquared < 1e-24 else { return sum }
    return (a.z, a.x, a.y) > (b.z, b.x, b.y) ? a : b
  }

  /// Half of the bistatic angle, beta / 2, in 0...pi/2.
  ///
  /// From the lengths of the sum and the difference, which is exact near both ends of the range.
  private static func halfAngle(_ transmitter: Vector3, _ receiver: Vector3) -> Double {
    Double.atan2(y: (transmitter - receiver).length, x: (transmitter + receiver).length)
  }
}
