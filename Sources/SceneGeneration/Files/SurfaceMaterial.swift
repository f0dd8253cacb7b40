// SPDX-License-Identifier: Apache-2.0

/// The materials of the bundled scenes, by their names in the engine's material library.
package enum SurfaceMaterial: String, Sendable {
  /// Facades and chimneys.
  case brick

  /// Facades, painted lines, and bodies of the toy scenes.
  case plaster

  /// Facades, roofs, ledges, balconies and kerbs.
  case concrete

  /// The panes of windows.
  case windowGlass = "window-glass"

  /// Window frames, doors, benches and trunks.
  case wood

  /// The court's floor.
  case paving

  /// Lanes.
  case asphalt

  /// Rain pipes, railings, lamp posts, bicycles and rims.
  case bareMetal = "bare-metal"

  /// Crowns, hedges and lawn.
  case vegetation

  /// The panels of cars.
  case carPaint = "car-paint"

  /// The windows and the lights of cars.
  case carGlass = "car-glass"

  /// Tyres, saddles, and the black plastic of grilles.
  case tyreRubber = "tyre-rubber"

  /// The colour a viewer shows: linear red, green and blue.
  var displayColour: SIMD3<Double> {
    switch self {
    case .brick: SIMD3(0.34, 0.12, 0.07)
    case .plaster: SIMD3(0.72, 0.64, 0.48)
    case .concrete: SIMD3(0.44, 0.43, 0.41)
    case .windowGlass: SIMD3(0.08, 0.13, 0.17)
    case .wood: SIMD3(0.25, 0.13, 0.06)
    case .paving: SIMD3(0.36, 0.33, 0.29)
    case .asphalt: SIMD3(0.06, 0.06, 0.065)
    case .bareMetal: SIMD3(0.42, 0.44, 0.46)
    case .vegetation: SIMD3(0.08, 0.16, 0.04)
    case .carPaint: SIMD3(0.03, 0.12, 0.32)
    case .carGlass: SIMD3(0.02, 0.03, 0.035)
    case .tyreRubber: SIMD3(0.015, 0.015, 0.015)
    }
  }

  /// How metallic and how rough a viewer shows it, each from 0 to 1.
  var displayFinish: (metallic: Double, roughness: Double) {
    switch self {
    case .windowGlass, .carGlass: (0, 0.1)
    case .carPaint: (0.2, 0.35)
    case .bareMetal: (0.8, 0.45)
    default: (0, 0.9)
    }
  }
}
