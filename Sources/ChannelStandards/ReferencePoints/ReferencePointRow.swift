// SPDX-License-Identifier: Apache-2.0

/// A number that may depend on the height h of an aerial terminal in metres.
package enum HeightLaw: Hashable, Sendable {
  case constant(Double)
  /// slope h + constant.
  case linear(slope: Double, constant: Double)
  /// numerator / (slope h + constant).
  case reciprocal(numerator: Double, slope: Double, constant: Double)

  package func value(height: Double) -> Double {
    switch self {
    case .constant(let value): value
    case .linear(let slope, let constant): slope * height + constant
    case .reciprocal(let numerator, let slope, let constant):
      numerator / (slope * height + constant)
    }
  }
}

/// A gamma distribution that begins at an offset.
package struct ShiftedGamma: Hashable, Sendable {
  package let shape: Double
  /// Per metre: the density falls as exp(-rate x).
  package let rate: Double
  /// In metres.
  package let offset: Double

  package init(shape: Double, rate: Double, offset: Double) {
    self.shape = shape
    self.rate = rate
    self.offset = offset
  }

  /// In metres.
  package var mean: Double { offset + shape / rate }

  /// In square metres.
  package var variance: Double { shape / (rate * rate) }
}

/// Where the reference points of a monostatic background lie: TR 38.901 V19.4 clause 7.9.4.2.
package struct ReferencePoints: Hashable, Sendable {
  /// How many there are.
  package static let count = 3

  /// Over ground from the radio, in metres.
  package let distance: ShiftedGamma
  /// Above the ground in metres, also where it is negative; what the points stand for is a
  /// channel, and the companies' curves come out only so.
  package let height: ShiftedGamma

  /// Which radio looks at its own echoes.
  package enum Radio: Hashable, Sendable {
    case transmissionPoint
    case terminal
    /// With its height above ground in metres.
    case aerialTerminal(height: Double)
  }

  /// The reference points around a radio.
  ///
  /// - Parameters:
  ///   - environment: The surroundings.
  ///   - radio: Whose background it is.
  ///   - frequency: The carrier; highways are urban in frequency range 2 and rural below.
  /// - Throws: `ChannelStandardError.noReferencePoints` where clause 7.9.4.2 has none.
  package init(
    _ environment: RadioEnvironment, _ radio: Radio, frequency: CarrierFrequency
  ) throws(ChannelStandardError) {
    guard let surroundings = Surroundings(environment, frequency: frequency) else {
      throw .noReferencePoints(environment)
    }
    let (row, height) = try Self.row(environment, radio, surroundings)
    func gamma(_ laws: [HeightLaw]) -> ShiftedGamma {
      let values = laws.map { $0.value(height: height) }
      return ShiftedGamma(shape: values[0], rate: values[1], offset: values[2])
    }
    distance = gamma(row.distance)
    self.height = gamma(row.height)
  }

  private static func row(
    _ environment: RadioEnvironment, _ radio: Radio, _ surroundings: Surroundings
  ) throws(ChannelStandardError) -> (ReferencePointRow, height: Double) {
    switch radio {
    case .transmissionPoint: return (.transmissionPoint(surroundings), 0)
    case .terminal: return (.terminal(surroundings), 0)
    case .aerialTerminal(let height):
      guard let row = ReferencePointRow.aerialTerminal(surroundings) else {
        throw .noReferencePoints(environment)
      }
      return (row, height)
    }
  }

  /// The rows of the tables.
  package enum Surroundings: Hashable, Sendable, CaseIterable {
    case urbanMicro, urbanMacro, ruralMacro, office, factory

    init?(_ environment: RadioEnvironment, frequency: CarrierFrequency) {
      switch environment {
      case .urbanMicro: self = .urbanMicro
      case .urbanMacro, .urbanGrid: self = .urbanMacro
      case .ruralMacro: self = .ruralMacro
      case .highway: self = frequency.isFrequencyRange2 ? .urbanMacro : .ruralMacro
      case .mixedOffice, .openOffice: self = .office
      case .suburbanMacro: return nil
      default: self = .factory
      }
    }
  }
}

/// Shape, rate and offset of distance and height.
package struct ReferencePointRow: Hashable, Sendable {
  package let distance: [HeightLaw]
  package let height: [HeightLaw]

  private init(_ distance: [HeightLaw], _ height: [HeightLaw]) {
    self.distance = distance
    self.height = height
  }

  private init(constant distance: [Double], _ height: [Double]) {
    self.init(distance.map { .constant($0) }, height.map { .constant($0) })
  }

  /// Table 7.9.4.2-1; two sources agree.
  package static func transmissionPoint(
    _ surroundings: ReferencePoints.Surroundings
  ) -> ReferencePointRow {
    switch surroundings {
    case .urbanMicro:
      ReferencePointRow(constant: [6.1996, 0.1558, 15.2697], [12.0487, 2.3261, 0.0157])
    case .urbanMacro:
      ReferencePointRow(constant: [10.337, 0.1317, 68.7778], [16.2253, 1.9218, 2.6142])
    case .ruralMacro:
      ReferencePointRow(constant: [6.2025, 0.0391, 1.294], [0.0007, 5.0146, 0.0522])
    case .office:
      ReferencePointRow(constant: [4.236, 0.19255, 4.99], [1.3293, 0.1442, -13.19])
    case .factory:
      ReferencePointRow(
        constant: [0.039836, 0.179783, 1.13002], [0.283447, 0.435965, -17.04353])
    }
  }

  /// Table 7.9.4.2-2 part 1; two sources agree.
  package static func terminal(_ surroundings: ReferencePoints.Surroundings) -> ReferencePointRow {
    switch surroundings {
    case .urbanMicro:
      ReferencePointRow(constant: [10.022, 1.2522, 11.004], [3.0487, 1.9128, 0.1785])
    case .urbanMacro:
      ReferencePointRow(constant: [2.9072, 0.1031, 3.8471], [1.664, 1.6215, -1.4205])
    case .ruralMacro:
      ReferencePointRow(constant: [10.2421, 0.0526, 3.3131], [0.3175, 1.415, 1.5906])
    case .office:
      ReferencePointRow(constant: [4.3733, 0.4457, 4.6302], [0.2974, 0.4103, 2.9711])
    case .factory:
      ReferencePointRow(
        constant: [0.231418, 0.128133, 2.004903], [0.462968, 0.281526, -16.921515])
    }
  }

  /// Table 7.9.4.2-2 part 2, over the terminal's height; two sources agree.
  package static func aerialTerminal(
    _ surroundings: ReferencePoints.Surroundings
  ) -> ReferencePointRow? {
    switch surroundings {
    case .urbanMicro:
      ReferencePointRow(
        [
          .linear(slope: 0.0156, constant: 5.5399),
          .reciprocal(numerator: 40.4517, slope: 1, constant: 254.6318),
          .linear(slope: 0.014, constant: 15.1184),
        ],
        [
          .linear(slope: 0.0123, constant: 11.9569),
          .reciprocal(numerator: 17.8047, slope: 1, constant: -0.2202),
          .linear(slope: 0.0532, constant: -0.012),
        ])
    case .urbanMacro:
      ReferencePointRow(
        [
          .linear(slope: 0.00015, constant: 0.83),
          .reciprocal(numerator: 1, slope: 1.0279, constant: 536.305),
          .linear(slope: 0.03085, constant: 13.824),
        ],
        [
          .linear(slope: -0.0001117, constant: 0.9054),
          .reciprocal(numerator: 1, slope: -0.04658, constant: 38.672),
          .linear(slope: -0.02398, constant: 25.4898),
        ])
    case .ruralMacro:
      ReferencePointRow(
        [
          .linear(slope: 0.001926, constant: 4.423),
          .reciprocal(numerator: 1, slope: 0.6547, constant: 3.8467),
          .linear(slope: 0.1538, constant: 3.864),
        ],
        [
          .linear(slope: 0.00192, constant: 1.4231),
          .reciprocal(numerator: 1, slope: -0.00538, constant: 1.7157),
          .linear(slope: -0.003851, constant: 2.6541),
        ])
    case .office, .factory: nil
    }
  }
}
