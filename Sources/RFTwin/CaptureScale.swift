// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Quantities

/// What a recorder's counts stand for: count k for (k + offset) step, in square roots of watts.
package struct CaptureScale: Hashable, Sendable {
  package var step: Double
  package var offset: Double

  /// Whether it is known; else one count stands for 1 W^0.5.
  package var isKnown: Bool

  static let unknown = CaptureScale(step: 1, offset: 0, isKnown: false)
}

/// Reads `scale` of a capture's data: `unknown`, or keys that tell the step.
///
/// - Throws: `InputError` with the line.
func readScale(_ node: InputNode) throws(InputError) -> CaptureScale {
  if node.isScalar {
    guard try node.string() == "unknown" else {
      throw node.error(
        "'\(node.path)' can be 'unknown' or keys such as { step: 1.2e-9 }, not"
          + " '\(try node.string())'")
    }
    return .unknown
  }
  let entry = try node.mapping()
  let offset = try entry.optional("offset")?.number(in: -1...1) ?? 0
  let step: Double
  if let node = entry.optional("step") {
    step = try node.number(in: 1e-30...1e30)
  } else if let node = entry.optional("sent") {
    // A transfer function tells what is received over what is sent.
    step = (try node.power(in: Power.plausible)).watts.squareRoot()
  } else if let node = entry.optional("volts") {
    // A complex tone of the magnitude V stands for a sine of the peak V across the load: V^2 / 2R.
    let volts = try node.number(in: 1e-30...1e6)
    let load = try entry.optional("impedance")?.number(in: 1e-3...1e6) ?? 50
    step = volts / (2 * load).squareRoot() / (try gain(entry))
  } else if let node = entry.optional("full-scale") {
    let amplitude = (try node.power(in: Power.plausible)).watts.squareRoot()
    let bits = try entry.required("bits").integer(in: 1...32)
    step = amplitude / Double(1 << (bits - 1)) / (try gain(entry))
  } else {
    throw node.error(
      "'\(node.path)' needs 'step', 'sent', 'volts', or 'full-scale' and 'bits'; without knowing, write"
        + " 'scale: unknown'")
  }
  try entry.finish()
  return CaptureScale(step: step, offset: offset, isKnown: true)
}

/// The receiver's gain as a ratio of amplitudes.
private func gain(_ entry: InputMapping) throws(InputError) -> Double {
  try entry.quantity(
    "gain", in: Decibels(si: -100)...Decibels(si: 200), default: Decibels(si: 0)
  ).powerRatio.squareRoot()
}
