// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Execution
internal import FieldOracles
internal import PathTracing
internal import Quantities
internal import RealModule
internal import Spatial
internal import ToyScenes

extension ValidationCase {
  static let plateEcho = ValidationCase(
    name: "A metal plate of 10 cm returns the echo of physical optics from 1 m to 100 m",
    oracle: "Kirchhoff's integral, summed over squares of 1 mm", tolerance: 0.05, unit: "dB",
    reason:
      "squares of 1 mm at 1 m turn the phase by 0.08 rad at the plate's edge; ripples of edges"
      + " far from the path are faded out"
  ) {
    let frequency = Frequency(gigahertz: 79)
    var settings = PropagationSettings()
    settings.diffuse = false
    settings.maximumDepth = 1
    settings.specularModel = .aperture
    var points: [(place: Double, found: Double, exact: Double)] = []
    for step in 0..<81 {
      let range = Double.pow(10, Double(step) / 40)
      var toy = try ToyScene(materials: [ToyScene.metal("mirror")])
      try toy.add(
        ToyScene.panel(Vector3(range, -0.05, -0.05), .unitY * 0.1, .unitZ * 0.1), "plate",
        of: "mirror")
      toy.link(from: .zero, to: nil)
      let tracks = try PathTracer(
        scene: toy.scene(), frequency: frequency, settings: settings, instants: [0], seed: 1,
        workers: Workers(count: 1)
      ).tracks(link: 0, over: 0...0)
      let gain = tracks.totalGain()
      // Pr / Pt = lambda^2 sigma / ((4 pi)^3 R^4).
      let section =
        gain * Double.pow(4 * .pi, 3) * Double.pow(range, 4)
        / (frequency.wavelength * frequency.wavelength)
      points.append(
        (
          range, 10 * Double.log10(section),
          10
            * Double.log10(
              summedCrossSection(ofPlate: 0.1, range: range, wavelength: frequency.wavelength))
        ))
    }
    return Comparison(
      deviation: points.map { abs($0.found - $0.exact) }.max() ?? 0,
      curves: Curves(
        file: "plate-echo", abscissa: "range (m)", ordinate: "radar cross section (dBsm)",
        isLogarithmic: true, points: points))
  }
}
