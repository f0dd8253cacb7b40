// SPDX-License-Identifier: Apache-2.0

internal import RealModule

extension Surroundings {
  /// The probability of a line of sight (TR 38.901 V19.4 Table 7.4.2-1).
  package func sightProbability(_ geometry: LargeScaleGeometry) -> Double {
    let distance = geometry.outdoorDistance
    switch environment {
    case .urbanMicro: return cornerProbability(distance, near: 18, fall: 36)
    case .urbanMacro: return macroProbability(geometry)
    // TR 37.885 takes UMa's without the gain of tall terminals.
    case .urbanGrid: return cornerProbability(distance, near: 18, fall: 63)
    case .ruralMacro, .highway: return distance <= 10 ? 1 : Double.exp(-(distance - 10) / 1000)
    case .suburbanMacro: return suburbanProbability(geometry)
    case .mixedOffice: return mixedOfficeProbability(geometry.horizontalDistance)
    case .openOffice: return openOfficeProbability(geometry.horizontalDistance)
    case .factoryBothHigh: return 1
    case .sparseFactoryLow, .denseFactoryLow:
      return Double.exp(
        -geometry.horizontalDistance / clutter.sightDistance(hasHighBase: false, geometry))
    case .sparseFactoryHigh, .denseFactoryHigh:
      return Double.exp(
        -geometry.horizontalDistance / clutter.sightDistance(hasHighBase: true, geometry))
    }
  }

  private func macroProbability(_ geometry: LargeScaleGeometry) -> Double {
    let distance = geometry.outdoorDistance
    // Above 23 m, where the table ends, C' stays what it is there.
    let excess = max(0, min(geometry.terminalHeight, 23) - 13) / 10
    let gain = excess * excess.squareRoot() * tallTerminalGain(distance)
    return min(1, cornerProbability(distance, near: 18, fall: 63) * (1 + gain))
  }

  private func mixedOfficeProbability(_ distance: Double) -> Double {
    if distance <= 1.2 { return 1 }
    return distance < 6.5
      ? Double.exp(-(distance - 1.2) / 4.7) : 0.32 * Double.exp(-(distance - 6.5) / 32.6)
  }

  private func openOfficeProbability(_ distance: Double) -> Double {
    if distance <= 5 { return 1 }
    return distance <= 49
      ? Double.exp(-(distance - 5) / 70.8) : 0.54 * Double.exp(-(distance - 49) / 211.7)
  }

  /// SMa: what is taller than the terminal hides it, by its share of the ground.
  private func suburbanProbability(_ geometry: LargeScaleGeometry) -> Double {
    let distance = geometry.outdoorDistance
    guard distance > 10, geometry.baseHeight > geometry.terminalHeight else { return 1 }
    /// 1 / k of obstacles in reciprocal metres; d_clutter is 30 m.
    func hiding(_ share: Double, _ height: Double) -> Double {
      -Double.log(1 - share) / 30 * max(0, height - geometry.terminalHeight)
        / (geometry.baseHeight - geometry.terminalHeight)
    }
    let (commercial, residential) = (hiding(0.02, 20), hiding(0.18, 8))
    return Double.exp(-distance * (commercial + residential + hiding(vegetation, 15)))
  }
}

/// 1 up to a distance `near`, then near / d + exp(-d / fall) (1 - near / d), in metres.
///
/// The form of UMi and UMa in Table 7.4.2-1 and of Table B-1 in TR 36.777.
func cornerProbability(_ distance: Double, near: Double, fall: Double) -> Double {
  guard distance > near else { return 1 }
  let share = near / distance
  return share + Double.exp(-distance / fall) * (1 - share)
}
