// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Materials
internal import Quantities
internal import RealModule
internal import Spatial
internal import ToyScenes

extension ValidationCase {
  static let twoRayGround = ValidationCase(
    name: "Over concrete the direct and the reflected wave add up to the two-ray field",
    oracle: "two-ray model with Fresnel's coefficient of ITU-R P.2040, closed form",
    tolerance: 1e-9, unit: "of the free field",
    reason: "rounding of 100 m in double precision turns a phase at 79 GHz by 1e-11 rad"
  ) {
    let frequency = Frequency(gigahertz: 79)
    let (wavelength, high, low) = (frequency.wavelength, 12.0, 1.5)
    let distances = (0..<400).map { 50 + 10 * Double($0) / 399 }
    var toy = try groundScene()
    for distance in distances {
      toy.link(
        from: Vector3(0, 0, high), to: Vector3(distance, 0, low),
        antenna: Antenna(pattern: .isotropic, polarization: .horizontal))
    }
    let scene = toy.scene()
    var points: [(place: Double, found: Double, exact: Double)] = []
    var deviation = 0.0
    for (link, distance) in distances.enumerated() {
      let tracks = try traced(scene, link: link, depth: 1)
      let ends = tracks.ends(at: 0)
      let found = tracks.paths().reduce(Complex<Double>.zero) { sum, path in
        sum + ends.amplitude(of: path.state) * phasor(path.state.delay * frequency.hertz)
      }
      let rays = twoRays(over: distance, from: high, to: low, at: frequency)
      let scale = wavelength / (4 * .pi)
      let exact = rays.field * Complex(scale)
      deviation = max(
        deviation, (sign(found, exact) * found - exact).length / (scale / rays.direct))
      points.append(
        (distance, 20 * Double.log10(found.length), 20 * Double.log10(exact.length)))
    }
    return Comparison(
      deviation: deviation,
      curves: Curves(
        file: "two-ray-ground", abscissa: "distance (m)", ordinate: "path gain (dB)",
        isLogarithmic: false, points: points))
  }

  /// Wide ground of concrete in z = 0, and nothing else yet.
  static func groundScene() throws -> ToyScene {
    var toy = try ToyScene(materials: [groundMaterial])
    try toy.add(
      ToyScene.panel(Vector3(-500, -500, 0), .unitX * 1000, .unitY * 1000), "ground",
      of: "ground")
    return toy
  }

  /// The horizontal field of the direct and the reflected ray between two heights over that ground.
  ///
  /// - Returns: The sum of e^(-j k r) / r, the reflected one times its coefficient, and the direct length.
  static func twoRays(
    over distance: Double, from high: Double, to low: Double, at frequency: Frequency
  ) -> (field: Complex<Double>, direct: Double) {
    let direct = (distance * distance + (high - low) * (high - low)).squareRoot()
    let reflected = (distance * distance + (high + low) * (high + low)).squareRoot()
    // Horizontal fields are across the plane of incidence (TE) and keep their direction.
    let coefficient = RadioSurface(groundMaterial, at: frequency)
      .reflection((high + low) / reflected).te
    let field =
      Complex(1 / direct) * phasor(direct / frequency.wavelength)
      + coefficient * Complex(1 / reflected) * phasor(reflected / frequency.wavelength)
    return (field, direct)
  }

  private static let groundMaterial = Material(
    name: "ground",
    permittivity: Permittivity(
      bands: [
        .init(lowest: .init(si: 1), highest: .init(si: 1e15), a: 5.24, b: 0, c: 1.41, d: 0)
      ]))

  /// e^(-j 2 pi turns).
  static func phasor(_ turns: Double) -> Complex<Double> {
    Complex(length: 1, phase: -2 * .pi * (turns - turns.rounded()))
  }

  /// Minus one where the receiving antenna's phi points against the transmitting one's.
  private static func sign(
    _ found: Complex<Double>, _ exact: Complex<Double>
  ) -> Complex<Double> {
    (found - exact).length <= (found + exact).length ? Complex(1) : Complex(-1)
  }
}
