// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import Foundation
package import InputDocuments

/// Transfer functions over frequency that a file tells along with the frequencies.
package struct SweepFile {
  package let samples: HeldSamples

  /// The frequencies in hertz; of taps over delay those around the carrier's, from below zero.
  package let axis: EvenAxis

  /// When sweeps were taken, in seconds; empty where the file does not tell.
  package let times: [Double]

  /// Reads a table of complex curves over frequency, or of taps over delay.
  ///
  /// - Parameters:
  ///   - path: The CSV file; see ``CurveTable``.
  ///   - curve: The one of the curves that is taken; nil for all of them.
  /// - Returns: Samples of the shape time, curve, frequency.
  /// - Throws: `InputError` when the table holds something else or has no such curve.
  package static func csv(_ path: String, curve: String?) throws(InputError) -> SweepFile {
    let curves = try CurveTable.read(path)
    guard case .complex(var values) = curves.values else {
      throw InputError(
        file: path,
        curves.abscissa == .delay
          ? "the curves are over delay and have no phases; for power-delay profiles write 'waveform:"
            + " { kind: profile, centre: 28 GHz }'"
          : "the curves are powers without phases, which tell no delays; give pairs of columns like"
            + " 's21_re,s21_im' or 's21_dB,s21_deg'")
    }
    var traces = curves.traces.count
    let points = curves.axis.count
    if let curve {
      guard let index = curves.traces.firstIndex(of: curve.lowercased()) else {
        throw InputError(file: path, absence(of: curve, noun: "curve", among: curves.traces))
      }
      values = stride(from: index * points, to: values.count, by: traces * points).flatMap {
        values[$0..<$0 + points]
      }
      traces = 1
    }
    var axis = curves.axis
    if curves.abscissa == .delay {
      let spectrum = try TapSpectrum(curves.axis, file: path)
      values = stride(from: 0, to: values.count, by: points).flatMap {
        spectrum(Array(values[$0..<$0 + points]))
      }
      axis = spectrum.axis
    }
    return SweepFile(
      samples: HeldSamples(
        values, shape: [max(1, curves.times.count), traces, axis.count], file: path),
      axis: axis, times: curves.times)
  }

  /// Reads a parameter from Touchstone files, one sweep a file.
  ///
  /// - Parameters:
  ///   - paths: Files with the extension `.s1p` or `.s2p`, in the order of the sweeps.
  ///   - parameter: Such as "S21"; nil for S21, or S11 of one port.
  /// - Returns: Samples of the shape sweep, frequency.
  /// - Throws: `InputError` when a file cannot be read, or has other frequencies than the first.
  package static func touchstone(
    _ paths: [String], parameter: String?
  ) throws(InputError) -> SweepFile {
    var values: [Complex<Double>] = []
    var axis: EvenAxis?
    for path in paths {
      let ports = (path as NSString).pathExtension.lowercased() == "s1p" ? 1 : 2
      let file = try TouchstoneFile(path, ports: ports)
      let name = parameter ?? (ports == 1 ? "S11" : "S21")
      let digits = name.uppercased().dropFirst().compactMap(\.wholeNumberValue)
      guard name.uppercased().hasPrefix("S"), name.count == 3, digits.count == 2,
        digits.allSatisfy({ (1...ports).contains($0) })
      else {
        let names = ports == 1 ? ["S11"] : ["S11", "S21", "S12", "S22"]
        throw InputError(file: path, absence(of: name, noun: "parameter", among: names))
      }
      guard axis ?? file.axis == file.axis else {
        throw InputError(
          file: path, "the frequencies differ from those of '\(paths[0])'; convert it by itself")
      }
      axis = file.axis
      values += file.parameter(to: digits[0], from: digits[1])
    }
    guard let axis else { throw InputError(file: "", "there are no files of sweeps") }
    return SweepFile(
      samples: HeldSamples(values, shape: [paths.count, axis.count], file: paths[0]), axis: axis,
      times: [])
  }
}
