// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import RFTwin

/// The scenarios of the episode group: bundled ones with other values.
enum EpisodeScenarios {
  /// A second of configuration B, chirp after chirp without a pause: the whole frames of 126 chirps
  /// of an AWR1243's three transmit antennas in turn that fit in.
  static func courtyard(scatterers: Int = 20_000) throws -> Scenario {
    try scenario(
      "Scenes/umi-courtyard/configuration-b.yaml",
      """
      radios.ue.array={ layout: awr1243, multiplexing: tdm }
      links=[{ name: monostatic, tx: ue, rx: ue }]
      propagation.scatterers=\(scatterers)
      episode={ duration: 1 s, frames: { chirps: 126 } }
      """)
  }

  /// A frame of 1,024 chirps, 128 samples each, of a rotor of four blades 10 m away: five points on
  /// each blade.
  static func bladesOfPoints() throws -> Scenario {
    let points = (0..<4).flatMap { blade in
      (1...5).map { step in
        let reach = 0.024 * Double(step)
        let (x, y) = [(reach, 0), (0, reach), (-reach, 0), (0, -reach)][blade]
        return "{ part: rotor, position: [\(x), \(y), 0], rcs: -30 dBsm }"
      }
    }.joined(separator: ", ")
    return try rotor(
      """
      materials={}
      actors=[{ name: drone, \(place), scattering-centres: [\(points)],\
       parts: [{ name: rotor, pivot: [0, 0, 0], \(turning("0, 0, 1")) }] }]
      """)
  }

  /// The same of a wheel that turns where it is: 3,000 scatterers on its surface.
  static func wheel() throws -> Scenario {
    try rotor(
      """
      actors=[{ name: roller, mesh: wheel.glb, \(place),\
       parts: [{ name: wheel, \(turning("0, 1, 0")) }] }]
      """)
  }

  private static let place =
    "trajectory: { waypoints: [{ time: 0 s, position: [10, 0, 0.3] },"
    + " { time: 1 s, position: [10, 0, 0.3] }] }"

  private static func turning(_ axis: String) -> String {
    "spins: { axis: [\(axis)], rate: 5000 rpm }"
  }

  private static func rotor(_ overrides: String) throws -> Scenario {
    try scenario(
      "Scenes/rolling-wheel/scenario.yaml",
      """
      waveform={ kind: fmcw, start: 77 GHz, slope: 80 MHz/us, ramp: 6.4 us, idle: 3.6 us,\
       sample-rate: 20 MHz }
      episode={ duration: 10.24 ms, frames: { chirps: 1024 } }

      """ + overrides)
  }

  /// A scenario with the values that lines of KEY=VALUE replace.
  private static func scenario(_ file: String, _ lines: String) throws -> Scenario {
    try Scenario.load(
      file, overrides: lines.split(separator: "\n").compactMap { Override(String($0)) })
  }
}
