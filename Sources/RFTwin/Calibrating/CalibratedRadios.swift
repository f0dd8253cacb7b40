// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import Electromagnetics
internal import Quantities
internal import Scenes
internal import Spatial

/// What a calibration found of radios, as files that scenarios and captures can use.
package struct CalibratedRadios {
  private let outcome: CalibrationOutcome
  private let before: Scene

  /// The scene with the radios where they were found.
  private let after: Scene

  /// The radios that were looked for.
  private let moved: [Int]

  init(_ outcome: CalibrationOutcome, _ scene: Scene) {
    self.outcome = outcome
    before = scene
    var (places, turns) = ([Int: Vector3](), [Int: RadioTurn]())
    for (unknown, estimate) in outcome.numbers {
      switch unknown.kind {
      case .position(let radio, let axis): places[radio, default: .zero][axis] = estimate.value
      case .orientation(let radio, let axis):
        turns[radio, default: RadioTurn()][axis] = estimate.value
      case .material, .gain, .antenna, .delay: break
      }
    }
    var scene = scene
    scene.place(places, turns)
    after = scene
    moved = Set(places.keys).union(turns.keys).sorted()
  }

  /// The corrections of gains, to be named by antennas of a scenario.
  ///
  /// - Parameter date: The day of the fit, as it is to be written.
  /// - Returns: The text of the file; nil where no pattern was fitted.
  package func corrections(date: String) -> String? {
    let fitted = outcome.numbers.filter { $0.unknown.isOfPattern }
    guard !fitted.isEmpty else { return nil }
    var text = """
      # Fitted by rftwin calibrate on \(date) to \(outcome.sources).
      # What gains differ by from their patterns off boresight, with a correction that was there before.
      # Intervals are those of 95 % of what this fit found beside it. Elements with an antenna of their own
      # take it there.
      name: \(quoted("\(outcome.name), calibrated"))
      antennas:

      """
    for (index, radio) in before.radios.enumerated() {
      let own = fitted.filter { $0.unknown.kind.isOfPattern(ofRadio: index) }
      guard !own.isEmpty else { continue }
      let found = GainCorrection(
        angles: AntennaCorrections.radians, decibels: own.map(\.estimate.value))
      // Fitted once more, an antenna that is corrected already has the sum.
      let old = radio.activeTransmitElements[0].antenna.correction
      let angles = Set(AntennaCorrections.radians + (old?.angles ?? [])).sorted()
      let levels = angles.map { found.level(at: $0) + (old?.level(at: $0) ?? 0) }
      let parts = own.map { "\($0.unknown.name) \(interval($0.estimate))" }
      text += """
          \(quoted(radio.name)):
            angles: [\(angles.map { "\(shortest($0 * 180 / .pi)) deg" }.joined(separator: ", "))]
            levels: [\(levels.map { "\(shortest($0)) dB" }.joined(separator: ", "))]
            source: \(quoted("fitted on \(date) to \(outcome.sources): \(parts.joined(separator: "; "))"))
            confidence: \(confidence(own.map(\.estimate.verdict)))

        """
    }
    return text
  }

  /// Where radios are, how they look, and what delays are off by, to be put into scenario and captures.
  ///
  /// - Parameter date: The day of the fit, as it is to be written.
  /// - Returns: The text of the file; nil where nothing of it was fitted.
  package func poses(date: String) -> String? {
    let delays = outcome.numbers.filter { $0.unknown.isOfDelay }
    guard !moved.isEmpty || !delays.isEmpty else { return nil }
    var text = """
      # Found by rftwin calibrate on \(date) from \(outcome.sources).
      # 'radios': put these keys in place of 'position', 'offset', 'look-at' and 'orientation' in
      # \(outcome.scenario). 'delays': add them to 'delay-offset' of the captures' descriptions.
      # Intervals are those of 95 %.

      """
    if !moved.isEmpty { text += "radios:\n" }
    for index in moved {
      for own in outcome.numbers where own.unknown.kind.isOfPose(ofRadio: index) {
        text += "  # \(own.unknown.name) \(interval(own.estimate))\n"
      }
      let (pose, isCarried) = after.placing(ofRadio: index)
      let place = pose.translation
      let angles = pose.rotation.yawPitchRoll
      text += """
          - name: \(quoted(before.radios[index].name))
            \(isCarried ? "offset" : "position"): [\(list([place.x, place.y, place.z], ""))]
            orientation: [\(list([angles.yaw, angles.pitch, angles.roll].map { $0 * 180 / .pi }, " deg"))]

        """
    }
    if !delays.isEmpty { text += "delays:\n" }
    for own in delays {
      guard case .delay(let link) = own.unknown.kind, outcome.links.indices.contains(link) else {
        continue
      }
      let capture = outcome.links[link]
      text += """
          # \(own.unknown.name) \(interval(own.estimate))
          - { record: \(quoted(capture.record)), link: \(quoted(capture.name)), delay-offset: \(shortest(own.estimate.value * 1e9)) ns }

        """
    }
    return text
  }

  private func list(_ values: [Double], _ unit: String) -> String {
    values.map { shortest($0) + unit }.joined(separator: ", ")
  }

  /// "-0.3 to 0.9 dB, determined".
  private func interval(_ estimate: Identifiability.Estimate) -> String {
    let (scale, unit) = estimate.unit == "s" ? (1e9, "ns") : (1, estimate.unit)
    return "\(rounded(estimate.interval.lowerBound * scale)) to"
      + " \(rounded(estimate.interval.upperBound * scale)) \(unit), \(estimate.verdict.rawValue)"
  }
}

extension CalibrationOutcome {
  /// All numbers that were fitted, those of delays and places first, with what was found of them.
  fileprivate var numbers: [(unknown: Unknown, estimate: Identifiability.Estimate)] {
    zip(geometryUnknowns + unknowns, (geometry?.estimates ?? []) + identifiability.estimates)
      .map { ($0, $1) }
  }
}

extension Unknown {
  fileprivate var isOfPattern: Bool {
    if case .antenna = kind { true } else { false }
  }

  fileprivate var isOfDelay: Bool {
    if case .delay = kind { true } else { false }
  }
}

extension Unknown.Kind {
  fileprivate func isOfPattern(ofRadio index: Int) -> Bool {
    if case .antenna(let radio, _) = self { radio == index } else { false }
  }

  fileprivate func isOfPose(ofRadio index: Int) -> Bool {
    switch self {
    case .position(let radio, _), .orientation(let radio, _): radio == index
    case .material, .gain, .antenna, .delay: false
    }
  }
}
