// SPDX-License-Identifier: Apache-2.0

import RealModule

/// Antenna patterns as files hold them, of a short dipole along z with the gain 3/2.
enum PatternTexts {
  /// A far field of HFSS: r E in volts, in steps of some degrees.
  ///
  /// - Parameters:
  ///   - step: In degrees, a divisor of 180.
  ///   - scale: What the field, the square root of the gain, is multiplied by.
  ///   - frequencies: In hertz; none for a file without blocks. The field of each but the first is
  ///     along phi instead of theta.
  /// - Returns: The file's text.
  static func farField(step: Int = 5, scale: Double = 1, frequencies: [Double] = []) -> String {
    let (rings, azimuths) = (180 / step + 1, 360 / step + 1)
    var text = "0 180 \(rings)\n-180 180 \(azimuths)\n"
    if !frequencies.isEmpty { text += "Frequencies \(frequencies.count)\n" }
    for block in 0..<max(1, frequencies.count) {
      if !frequencies.isEmpty { text += "Frequency \(frequencies[block])\n" }
      for ring in 0..<rings {
        let field = amplitude(Double(ring * step)) * scale
        let row = block == 0 ? "\(field) 0 0 0\n" : "0 0 0 \(field)\n"
        for _ in 0..<azimuths { text += row }
      }
    }
    return text
  }

  /// Two cuts, in steps of a degree; the nulls are 300 dB deep.
  static let planet: String = {
    var text = """
      NAME dipole
      MAKE somebody
      FREQUENCY 79000
      GAIN \(10 * Double.log10(1.5)) dBi
      TILT ELECTRICAL
      POLARIZATION V
      COMMENT made in closed form, 5 deg steps
      HORIZONTAL 360

      """
    for degree in 0..<360 { text += "\(degree) 0.0\n" }
    text += "VERTICAL 360\n"
    for degree in 0..<360 {
      let level = abs(Double.cos(Double(degree) * .pi / 180))
      text += "\(degree)\t\(min(300, -20 * Double.log10(max(level, 1e-15))))\n"
    }
    return text
  }()

  /// A table of the real and imaginary part, or of gains and phases.
  static func table(step: Int = 5, isPolar: Bool = false) -> String {
    var text =
      isPolar
      ? "phi [deg],theta [deg],gain-theta [dBi],phase-theta [deg]\n"
      : "phi [deg],theta [deg],re-theta,im-theta,re-phi,im-phi\n"
    for azimuth in stride(from: 0, to: 360, by: step) {
      for theta in stride(from: 0, through: 180, by: step) {
        let field = amplitude(Double(theta))
        text += "\(azimuth),\(theta),"
        text +=
          isPolar
          ? "\(20 * Double.log10(max(field, 1e-15))),90\n" : "0,\(field),0,0\n"
      }
    }
    return text
  }

  private static func amplitude(_ theta: Double) -> Double {
    1.5.squareRoot() * Double.sin(theta * .pi / 180)
  }
}
