// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
package import LinearAlgebra
internal import RealModule
package import Spatial

/// The positions of an array's channels, and how a wave from a direction shows in them.
///
/// A channel at *p* sees a wave from the unit direction *u* with the phase +k u . p, as it is reached
/// earlier than the origin by u . p / c. A pair of a transmit element at *q* and a receive element at
/// *p* of one radio stands for a channel at p + q (virtual array).
package struct ChannelPositions: Hashable, Sendable {
  /// In the array's frame, in metres.
  package let positions: [Vector3]

  /// In metres.
  package let wavelength: Double

  /// Channels at given places.
  package init(_ positions: [Vector3], wavelength: Double) {
    precondition(!positions.isEmpty && wavelength > 0)
    self.positions = positions
    self.wavelength = wavelength
  }

  /// All pairs of transmit and receive elements, the receive elements changing fastest.
  package init(transmit: [Vector3], receive: [Vector3], wavelength: Double) {
    self.init(transmit.flatMap { q in receive.map { $0 + q } }, wavelength: wavelength)
  }

  /// The amplitudes in the channels of a wave of unit amplitude from a direction.
  package func steering(_ direction: Vector3) -> [Complex<Double>] {
    positions.map { position in
      let turns = direction.dot(position) / wavelength
      return Complex(length: 1, phase: 2 * .pi * (turns - turns.rounded()))
    }
  }
}

/// How power arrives over the direction, estimated from the amplitudes in an array's channels.
///
/// Physics primer, eq. 61.
package enum AngleSpectrum: Hashable, Sendable {
  /// The conventional beamformer (Bartlett): a^H R a / M^2, the power of a wave alone.
  case bartlett

  /// Capon's beamformer: 1 / (a^H R^-1 a), with a share of the mean power added to the diagonal so
  /// that few snapshots suffice.
  case capon(loading: Double)

  /// Multiple signal classification (Schmidt, IEEE TAP 34, 1986) for a number of sources:
  /// 1 / (a^H E_n E_n^H a), without unit.
  case music(sources: Int)

  /// Evaluates the spectrum.
  ///
  /// - Parameters:
  ///   - covariance: The mean of x x^H over snapshots.
  ///   - array: The channels.
  ///   - directions: Unit directions in the array's frame.
  /// - Returns: A value for each direction.
  /// - Throws: `LinearAlgebraError` for a covariance that is singular, or no matrix of numbers.
  package func callAsFunction(
    _ covariance: HermitianMatrix, array: ChannelPositions, directions: [Vector3]
  ) throws(LinearAlgebraError) -> [Double] {
    let order = covariance.order
    precondition(array.positions.count == order, "an array of another size")
    switch self {
    case .bartlett:
      return directions.map { covariance.form(array.steering($0)) / Double(order * order) }
    case .capon(let loading):
      var loaded = covariance
      let added = Complex(loading * covariance.trace / Double(order))
      for index in 0..<order { loaded[index, index] += added }
      let inverse = try loaded.inverse()
      return directions.map { 1 / inverse.form(array.steering($0)) }
    case .music(let sources):
      precondition((0..<order).contains(sources), "\(sources) sources for \(order) channels")
      let noise = try covariance.eigen().vectors.prefix(order - sources)
      return directions.map { direction in
        let steering = array.steering(direction)
        let leaked = noise.reduce(0.0) { sum, vector in
          let product = zip(vector, steering).reduce(Complex<Double>.zero) {
            $0 + $1.0.conjugate * $1.1
          }
          return sum + product.lengthSquared
        }
        return Double(order) / max(leaked, 1e-300)
      }
    }
  }
}

extension HermitianMatrix {
  /// The covariance of snapshots.
  ///
  /// - Parameters:
  ///   - snapshots: Amplitudes in the channels, at least one snapshot.
  ///   - isForwardBackward: Whether each snapshot counts reversed and conjugated too, which helps
  ///     where sources are coherent and channels lie symmetrically about a point.
  package init(snapshots: [[Complex<Double>]], isForwardBackward: Bool = false) {
    precondition(!snapshots.isEmpty, "a covariance of nothing")
    self.init(order: snapshots[0].count)
    let weight = 1 / Double(snapshots.count * (isForwardBackward ? 2 : 1))
    for snapshot in snapshots {
      add(snapshot, weight: weight)
      if isForwardBackward { add(snapshot.reversed().map(\.conjugate), weight: weight) }
    }
  }
}
