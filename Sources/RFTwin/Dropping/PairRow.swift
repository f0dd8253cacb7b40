// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import Channels
internal import Electromagnetics
internal import RealModule
internal import Spatial
internal import StatisticalChannel

/// What a record tells of the channels of one pair.
struct PairRow: Sendable {
  let mode: SensingMode
  /// Of each figure one value, or one for each point of the background.
  let figures: [[Float]]
  let paths: DropPathRows

  /// - Parameters:
  ///   - pair: The pair.
  ///   - told: The figures that are told.
  ///   - fading: Which paths are kept, and how echoes are detected.
  init(_ pair: SensedPair, _ told: [DropFigure], _ fading: DropFading) {
    mode = pair.mode
    let subjects = PairSubjects(pair, fading.detection)
    figures = told.map { figure in subjects.values(figure).map { Float($0) } }
    switch fading.paths {
    case .none: paths = DropPathRows()
    case .all: paths = DropPathRows(pair.paths())
    case .strongest(let limit): paths = DropPathRows(pair.paths(limit: limit))
    }
  }
}

/// The channels of a pair that figures are of.
private struct PairSubjects {
  private let echo: PowerDistribution
  private let background: [PowerDistribution]
  private let backgroundGain: Double
  private let combined: PowerDistribution?
  private let detection: DropDetection?

  init(_ pair: SensedPair, _ detection: DropDetection?) {
    self.detection = detection
    echo = pair.echo
    combined = pair.combined
    backgroundGain = pair.background?.gain ?? -.infinity
    background = (pair.background?.parts ?? []).map { part in
      var distribution = PowerDistribution()
      distribution.add(part.link)
      return distribution
    }
  }

  func values(_ figure: DropFigure) -> [Double] {
    switch figure.subject {
    case .target: [value(figure.quantity, echo)]
    case .combined: [combined.map { value(figure.quantity, $0) } ?? 0]
    case .background:
      figure.isOfEachPoint
        ? background.map { value(figure.quantity, $0) } : [backgroundGain]
    }
  }

  private func value(
    _ quantity: DropQuantity, _ distribution: PowerDistribution
  ) -> Double {
    let degree = Double.pi / 180
    switch quantity {
    case .fullCoupling: return 10 * Double.log10(distribution.power)
    case .portCoupling: return 10 * Double.log10(distribution.portPower)
    case .delaySpread: return distribution.delaySpread
    case .departureAzimuthSpread: return distribution.departureSpread(\.phi) / degree
    case .departureZenithSpread: return distribution.departureSpread(\.theta) / degree
    case .arrivalAzimuthSpread: return distribution.arrivalSpread(\.phi) / degree
    case .arrivalZenithSpread: return distribution.arrivalSpread(\.theta) / degree
    case .detectionProbability: return detection?.probability(gain: distribution.power) ?? 0
    // Of serving links only.
    case .geometry, .noisyGeometry, .fullGeometry, .noisyFullGeometry: return 0
    }
  }
}

extension DropPathRows {
  /// The paths of one pair.
  init(_ paths: [SensedPath]) {
    self.init()
    counts = [Int32(clamping: paths.count)]
    for path in paths {
      let (state, transfer) = (path.state, path.state.transfer)
      delays.append(state.delay)
      coefficients += [
        transfer.thetaFromTheta, transfer.thetaFromPhi, transfer.phiFromTheta,
        transfer.phiFromPhi,
      ]
      departures += Self.angles(state.departure)
      arrivals += Self.angles(state.arrival)
      dopplers.append(Float(path.dopplerShift))
      points.append(path.point.map { Int32(clamping: $0) } ?? -1)
      references.append(path.reference.map { Int32(clamping: $0) } ?? -1)
    }
  }

  /// Adds the paths of the next pair.
  mutating func append(_ other: DropPathRows) {
    counts += other.counts
    delays += other.delays
    coefficients += other.coefficients
    departures += other.departures
    arrivals += other.arrivals
    dopplers += other.dopplers
    points += other.points
    references += other.references
  }

  private static func angles(_ direction: Vector3) -> [Float] {
    let angles = SphericalAngles(of: direction)
    return [Float(angles.theta), Float(angles.phi)]
  }
}
