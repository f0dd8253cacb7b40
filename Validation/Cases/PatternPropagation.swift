// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Quantities
internal import RealModule
internal import Spatial
internal import ToyScenes

extension ValidationCase {
  static let patternPropagation = ValidationCase(
    name: "Over concrete a radar's target echoes with the square of the pattern propagation factor",
    oracle: "Kerr, Propagation of Short Radio Waves, section 2.1, with Fresnel's coefficient of"
      + " ITU-R P.2040, closed form",
    tolerance: 1e-9, unit: "of the free field",
    reason: "rounding of 100 m in double precision turns a phase at 79 GHz by 1e-11 rad"
  ) {
    let frequency = Frequency(gigahertz: 79)
    let (wavelength, high, low) = (frequency.wavelength, 1.5, 0.8)
    let distances = (0..<400).map { 30 + 20 * Double($0) / 399 }
    var toy = try groundScene()
    try toy.add(
      centres: [.zero: .constant(.init(squareMetres: 1))], "target", moving: .at(Vector3(0, 0, low))
    )
    for distance in distances {
      toy.link(
        from: Vector3(distance, 0, high), to: nil,
        antenna: Antenna(pattern: .isotropic, polarization: .horizontal))
    }
    let scene = toy.scene()
    var points: [(place: Double, found: Double, exact: Double)] = []
    var deviation = 0.0
    for (link, distance) in distances.enumerated() {
      let tracks = try traced(scene, link: link, depth: 3)
      let ends = tracks.ends(at: 0)
      // The ground right below the radar echoes, too.
      let found = tracks.paths()
        .filter { $0.interactions.contains { $0.kind == .scatteringCentre } }
        .reduce(Complex<Double>.zero) { sum, path in
          sum + ends.amplitude(of: path.state) * phasor(path.state.delay * frequency.hertz)
        }
      let rays = twoRays(over: distance, from: high, to: low, at: frequency)
      let scale = wavelength / Double.pow(4 * .pi, 1.5)
      let exact = rays.field * rays.field * Complex(scale)
      deviation = max(deviation, (found - exact).length / (scale / (rays.direct * rays.direct)))
      points.append(
        (distance, 20 * Double.log10(found.length), 20 * Double.log10(exact.length)))
    }
    return Comparison(
      deviation: deviation,
      curves: Curves(
        file: "pattern-propagation", abscissa: "distance (m)", ordinate: "path gain (dB)",
        isLogarithmic: false, points: points))
  }
}
