// SPDX-License-Identifier: Apache-2.0

package import Calibration
package import Electromagnetics

/// What a calibration found.
package struct CalibrationOutcome: Sendable {
  /// How far measured powers are from expected ones, in dB.
  package struct Deviation: Hashable, Sendable {
    package var mean: Double
    package var rootMeanSquare: Double
  }

  /// Powers over delay as path gains, the mean of all windows.
  package struct Profiles: Hashable, Sendable {
    /// The middles of the cells, in seconds.
    package var delays: [Double]
    package var measured: [Double]
    package var before: [Double]
    package var after: [Double]

    /// How many independent values each cell averages; 0 for one that is not used.
    package var looks: [Double]

    /// The mean power of noise in each cell.
    package var noise: Double

    /// The RMS delay spread in seconds of the cells that are used, without noise; nil without power.
    package func delaySpread(of powers: [Double]) -> Double? {
      var moments = SIMD3<Double>.zero
      for cell in delays.indices where looks[cell] > 0 {
        let power = max(0, powers[cell] - noise)
        moments += power * SIMD3(1, delays[cell], delays[cell] * delays[cell])
      }
      guard moments.x > 0 else { return nil }
      let mean = moments / moments.x
      return max(0, mean.z - mean.y * mean.y).squareRoot()
    }
  }

  /// Powers over delay and something else, as path gains.
  package struct PowerMap: Hashable, Sendable {
    /// The middles of the columns in hertz; nil where these are the windows that were fitted.
    package var dopplerShifts: [Double]?

    /// `[column][delay]`.
    package var measured: [[Double]]
    package var before: [[Double]]
    package var after: [[Double]]
  }

  /// One link of one capture.
  package struct Link: Sendable {
    package var name: String
    package var record: String

    /// How many values were fitted and held out.
    package var values: Int
    package var heldOutValues: Int
    package var before: Deviation
    package var after: Deviation
    package var heldOutBefore: Deviation?
    package var heldOutAfter: Deviation?
    package var profiles: Profiles

    /// Nil where there is a single column.
    package var map: PowerMap?
  }

  /// The kind of lobe that fits a material best.
  package struct LobeChoice: Sendable {
    package var material: String
    package var kind: ScatteringLobe.Kind

    /// By how much Schwarz's criterion of each kind exceeds that of the best one; 10 is strong evidence.
    package var excess: [(kind: ScatteringLobe.Kind, value: Double)]
  }

  package var name: String
  package var scenario: String

  /// All materials of the scene after and before the fit, and the numbers of those that were fitted.
  package var materials: [AdjustableMaterial]
  package var prior: [AdjustableMaterial]
  package var fitted: [Int]
  package var unknowns: [Unknown]
  package var identifiability: Identifiability
  package var fit: FitResult
  package var lobes: [LobeChoice]
  package var links: [Link]

  /// The robust cost of the windows that were held out.
  package var heldOutCostBefore: Double
  package var heldOutCostAfter: Double

  /// What was found of delays and places before; nil where nothing was asked.
  package var geometry: Identifiability?
  package var geometryUnknowns: [Unknown] = []

  /// Sentences about what could not be found out, warnings among them.
  package var notes: [String] = []

  /// Sentences about what was asked for and not done.
  package var warnings: [String] = []
}
