// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// Where the ends of a link are, as the tables of zenith spreads ask for it; in metres.
package struct LinkGeometry: Hashable, Sendable {
  /// The distance over ground, d_2D.
  package var groundDistance: Double
  /// h_BS.
  package var baseHeight: Double
  /// h_UT.
  package var terminalHeight: Double

  package init(groundDistance: Double, baseHeight: Double, terminalHeight: Double) {
    self.groundDistance = groundDistance
    self.baseHeight = baseHeight
    self.terminalHeight = terminalHeight
  }
}

/// The spread of zenith angles at departure, and how far they lie off the line of sight.
///
/// TR 38.901 V19.4 Tables 7.5-7 (UMa), 7.5-8 (UMi), 7.5-9 (RMa), 7.5-10 (InH), 7.5-11 (InF), 7.5-12
/// (SMa); two sources agree, SMa from one.
package struct ZenithDeparture: Hashable, Sendable {
  /// Of lg(ZSD / 1 degree).
  package var spread: FastFadingParameters.LogNormal
  /// mu_offset,ZOD in radians, added to the clusters' zenith angles of departure.
  package var offset: Double

  package init(spread: FastFadingParameters.LogNormal, offset: Double) {
    self.spread = spread
    self.offset = offset
  }

  /// The spread and the offset of links of an environment.
  ///
  /// Links to indoors take the values of obstructed ones. Streets have their spreads in TR 37.885
  /// and no offset.
  ///
  /// - Parameters:
  ///   - environment: The surroundings.
  ///   - sight: The state of sight.
  ///   - geometry: Where the ends are.
  ///   - parameters: The link's other parameters.
  ///   - frequency: The carrier.
  package init(
    _ environment: RadioEnvironment, _ sight: SightState, _ geometry: LinkGeometry,
    _ parameters: FastFadingParameters, frequency: CarrierFrequency
  ) {
    if let own = parameters.departureZenithSpread {
      self.init(spread: own, offset: 0)
      return
    }
    let law = ZenithDepartureLaw.of(environment, obstructed: sight != .lineOfSight)
    let gigahertz = environment.fastFadingGigahertz(frequency)
    self.init(
      spread: .init(
        mean: law.mean(geometry, gigahertz: gigahertz),
        deviation: law.deviation.value(gigahertz: gigahertz)),
      offset: law.offset.radians(geometry, gigahertz: gigahertz))
  }
}

/// A row of Tables 7.5-7 to 7.5-12.
package struct ZenithDepartureLaw: Hashable, Sendable {
  /// How the offset of zenith angles depends on the link.
  package enum Offset: Hashable, Sendable {
    case none
    case degrees(Double)
    /// -10^(slope lg(max(floor, d)) + constant) degrees.
    case power(slope: Double, floor: Double, constant: Double)
    /// e - 10^(a lg(max(floor, d)) + c + height (h_UT - 1.5)) degrees, with laws over frequency.
    case macro(
      a: LogarithmicLaw, floor: Double, c: LogarithmicLaw, height: Double, e: LogarithmicLaw)
    /// The difference of the angles up to a height from two lower ones.
    case elevations(top: Double, upper: Double, lower: Double)
  }

  /// How the ends' heights enter the mean.
  package enum Heights: Hashable, Sendable {
    /// h_UT - 1.5 m.
    case terminal
    /// |h_UT - h_BS|.
    case distance
    /// max(h_UT - h_BS, 0).
    case excess
  }

  /// The least mean, if any.
  package var floor: Double?
  /// Per kilometre over ground.
  package var perKilometre: Double
  /// Per metre of `heights`.
  package var perMetre: Double
  package var heights: Heights
  package var constant: LogarithmicLaw
  package var deviation: LogarithmicLaw
  package var offset: Offset

  init(
    floor: Double? = nil, perKilometre: Double = 0, perMetre: Double = 0,
    heights: Heights = .terminal, constant: LogarithmicLaw, deviation: LogarithmicLaw,
    offset: Offset = .none
  ) {
    self.floor = floor
    self.perKilometre = perKilometre
    self.perMetre = perMetre
    self.heights = heights
    self.constant = constant
    self.deviation = deviation
    self.offset = offset
  }

  func mean(_ geometry: LinkGeometry, gigahertz: Double) -> Double {
    let height: Double
    switch heights {
    case .terminal: height = geometry.terminalHeight - 1.5
    case .distance: height = abs(geometry.terminalHeight - geometry.baseHeight)
    case .excess: height = max(geometry.terminalHeight - geometry.baseHeight, 0)
    }
    let value =
      perKilometre * geometry.groundDistance / 1000 + perMetre * height
      + constant.value(gigahertz: gigahertz)
    return floor.map { max($0, value) } ?? value
  }
}

extension ZenithDepartureLaw.Offset {
  func radians(_ geometry: LinkGeometry, gigahertz: Double) -> Double {
    let distance = geometry.groundDistance
    switch self {
    case .none: return 0
    case .degrees(let degrees): return degrees * radiansPerDegree
    case .power(let slope, let floor, let constant):
      return -Double.exp10(slope * Double.log10(max(floor, distance)) + constant)
        * radiansPerDegree
    case .macro(let a, let floor, let c, let height, let e):
      let exponent =
        a.value(gigahertz: gigahertz) * Double.log10(max(floor, distance))
        + c.value(gigahertz: gigahertz) + height * (geometry.terminalHeight - 1.5)
      return (e.value(gigahertz: gigahertz) - Double.exp10(exponent)) * radiansPerDegree
    case .elevations(let top, let upper, let lower):
      return Double.atan2(y: top - upper, x: distance) - Double.atan2(y: top - lower, x: distance)
    }
  }
}
