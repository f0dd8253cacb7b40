// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// Points of the left half of the car's skin at one place along it, in metres.
struct CarStation: Sendable {
  /// From the floor's edge up to below the beltline.
  var flank: [Vector3]

  /// From the centre line out to the beltline, over the bonnet, the glasshouse or the tailgate.
  var top: [Vector3]
}

/// The points that the car's skin runs through, in the body frame: x forward, y left, z up.
enum CarStations {
  /// The stations from the tail to the nose.
  static let all: [CarStation] = tail + rearArch + doors + frontArch + nose

  /// The centre line of the tail from the floor to below the tailgate's window.
  static let tailProfile: [Vector3] = [
    Vector3(-2.100, 0, 0.230), Vector3(-2.175, 0, 0.450), Vector3(-2.155, 0, 0.730),
  ]

  /// The centre line of the nose from the floor to below the bonnet's leading edge.
  static let noseProfile: [Vector3] = [
    Vector3(2.130, 0, 0.200), Vector3(2.225, 0, 0.400), Vector3(2.205, 0, 0.600),
  ]

  private static let tail: [CarStation] = [
    CarStation(
      flank: [
        Vector3(-1.985, 0.700, 0.215), Vector3(-2.055, 0.795, 0.430),
        Vector3(-2.050, 0.805, 0.720),
      ],
      top: [
        Vector3(-2.105, 0.000, 0.967), Vector3(-2.100, 0.270, 0.965),
        Vector3(-2.080, 0.540, 0.955), Vector3(-2.065, 0.620, 0.947),
        Vector3(-2.045, 0.705, 0.932), Vector3(-2.015, 0.785, 0.905),
      ]),
    CarStation(
      flank: [
        Vector3(-1.860, 0.775, 0.185), Vector3(-1.900, 0.865, 0.405),
        Vector3(-1.885, 0.888, 0.690),
      ],
      top: [
        Vector3(-1.885, 0.000, 1.158), Vector3(-1.875, 0.310, 1.150),
        Vector3(-1.845, 0.620, 1.120), Vector3(-1.830, 0.725, 1.085),
        Vector3(-1.845, 0.810, 1.020), Vector3(-1.870, 0.868, 0.930),
      ]),
  ]

  private static let rearArch: [CarStation] = [
    CarStation(
      flank: [
        Vector3(-1.700, 0.800, 0.180), Vector3(-1.697, 0.872, 0.360),
        Vector3(-1.590, 0.897, 0.585),
      ],
      top: [
        Vector3(-1.630, 0.000, 1.372), Vector3(-1.620, 0.315, 1.362),
        Vector3(-1.590, 0.630, 1.325), Vector3(-1.565, 0.735, 1.240),
        Vector3(-1.570, 0.825, 1.100), Vector3(-1.620, 0.877, 0.945),
      ]),
    CarStation(
      flank: [
        Vector3(-1.325, 0.800, 0.180), Vector3(-1.325, 0.880, 0.420),
        Vector3(-1.325, 0.900, 0.695),
      ],
      top: [
        Vector3(-1.270, 0.000, 1.437), Vector3(-1.260, 0.305, 1.425),
        Vector3(-1.230, 0.610, 1.385), Vector3(-1.220, 0.720, 1.305),
        Vector3(-1.260, 0.825, 1.120), Vector3(-1.300, 0.880, 0.950),
      ]),
    CarStation(
      flank: [
        Vector3(-0.950, 0.800, 0.180), Vector3(-0.953, 0.872, 0.360),
        Vector3(-1.060, 0.897, 0.585),
      ],
      top: [
        Vector3(-0.930, 0.000, 1.468), Vector3(-0.920, 0.300, 1.457),
        Vector3(-0.900, 0.600, 1.415), Vector3(-0.900, 0.705, 1.335),
        Vector3(-0.920, 0.820, 1.130), Vector3(-0.950, 0.881, 0.945),
      ]),
  ]

  private static let doors: [CarStation] = [
    CarStation(
      flank: [
        Vector3(-0.580, 0.790, 0.180), Vector3(-0.580, 0.865, 0.375),
        Vector3(-0.580, 0.896, 0.655),
      ],
      top: [
        Vector3(-0.570, 0.000, 1.480), Vector3(-0.560, 0.295, 1.468),
        Vector3(-0.550, 0.590, 1.425), Vector3(-0.550, 0.695, 1.345),
        Vector3(-0.565, 0.815, 1.130), Vector3(-0.580, 0.880, 0.937),
      ]),
    CarStation(
      flank: [
        Vector3(-0.200, 0.785, 0.180), Vector3(-0.200, 0.860, 0.375),
        Vector3(-0.200, 0.896, 0.660),
      ],
      top: [
        Vector3(-0.205, 0.000, 1.475), Vector3(-0.210, 0.293, 1.463),
        Vector3(-0.220, 0.585, 1.422), Vector3(-0.230, 0.690, 1.345),
        Vector3(-0.215, 0.813, 1.130), Vector3(-0.200, 0.880, 0.930),
      ]),
    CarStation(
      flank: [
        Vector3(-0.100, 0.785, 0.180), Vector3(-0.100, 0.860, 0.375),
        Vector3(-0.100, 0.896, 0.660),
      ],
      top: [
        Vector3(-0.095, 0.000, 1.468), Vector3(-0.100, 0.290, 1.457),
        Vector3(-0.120, 0.583, 1.417), Vector3(-0.130, 0.690, 1.340),
        Vector3(-0.115, 0.813, 1.130), Vector3(-0.100, 0.880, 0.928),
      ]),
    CarStation(
      flank: [
        Vector3(0.250, 0.785, 0.180), Vector3(0.250, 0.860, 0.375),
        Vector3(0.250, 0.895, 0.655),
      ],
      top: [
        Vector3(0.335, 0.000, 1.415), Vector3(0.315, 0.310, 1.400),
        Vector3(0.260, 0.615, 1.350), Vector3(0.270, 0.705, 1.275),
        Vector3(0.265, 0.820, 1.100), Vector3(0.250, 0.880, 0.921),
      ]),
    CarStation(
      flank: [
        Vector3(0.600, 0.790, 0.180), Vector3(0.600, 0.865, 0.375),
        Vector3(0.600, 0.895, 0.645),
      ],
      top: [
        Vector3(0.715, 0.000, 1.215), Vector3(0.690, 0.350, 1.205),
        Vector3(0.615, 0.685, 1.165), Vector3(0.600, 0.765, 1.110),
        Vector3(0.610, 0.830, 1.005), Vector3(0.600, 0.878, 0.912),
      ]),
  ]

  private static let frontArch: [CarStation] = [
    CarStation(
      flank: [
        Vector3(0.950, 0.800, 0.180), Vector3(0.953, 0.872, 0.360),
        Vector3(1.060, 0.897, 0.585),
      ],
      top: [
        Vector3(1.080, 0.000, 0.992), Vector3(1.050, 0.380, 0.985),
        Vector3(0.955, 0.720, 0.962), Vector3(0.925, 0.785, 0.950),
        Vector3(0.930, 0.835, 0.930), Vector3(0.950, 0.873, 0.895),
      ]),
    CarStation(
      flank: [
        Vector3(1.325, 0.800, 0.180), Vector3(1.325, 0.880, 0.420),
        Vector3(1.325, 0.895, 0.695),
      ],
      top: [
        Vector3(1.380, 0.000, 0.950), Vector3(1.370, 0.300, 0.945),
        Vector3(1.350, 0.580, 0.928), Vector3(1.335, 0.700, 0.915),
        Vector3(1.325, 0.790, 0.898), Vector3(1.325, 0.862, 0.860),
      ]),
    CarStation(
      flank: [
        Vector3(1.700, 0.800, 0.180), Vector3(1.697, 0.868, 0.360),
        Vector3(1.590, 0.888, 0.585),
      ],
      top: [
        Vector3(1.720, 0.000, 0.905), Vector3(1.710, 0.285, 0.900),
        Vector3(1.690, 0.550, 0.885), Vector3(1.680, 0.665, 0.873),
        Vector3(1.680, 0.755, 0.855), Vector3(1.680, 0.832, 0.812),
      ]),
  ]

  private static let nose: [CarStation] = [
    CarStation(
      flank: [
        Vector3(1.900, 0.765, 0.185), Vector3(1.960, 0.835, 0.390),
        Vector3(1.945, 0.840, 0.600),
      ],
      top: [
        Vector3(2.005, 0.000, 0.832), Vector3(2.000, 0.265, 0.829),
        Vector3(1.985, 0.510, 0.815), Vector3(1.970, 0.610, 0.803),
        Vector3(1.950, 0.705, 0.785), Vector3(1.930, 0.785, 0.752),
      ]),
    CarStation(
      flank: [
        Vector3(2.020, 0.650, 0.205), Vector3(2.105, 0.715, 0.400),
        Vector3(2.080, 0.720, 0.600),
      ],
      top: [
        Vector3(2.165, 0.000, 0.748), Vector3(2.160, 0.220, 0.746),
        Vector3(2.135, 0.440, 0.739), Vector3(2.115, 0.530, 0.733),
        Vector3(2.085, 0.615, 0.722), Vector3(2.045, 0.690, 0.704),
      ]),
  ]
}
