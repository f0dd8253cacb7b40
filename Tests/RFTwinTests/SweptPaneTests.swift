// SPDX-License-Identifier: Apache-2.0

import Captures
import ComplexModule
import Electromagnetics
import Foundation
import RFTwin
import RadarFrames
import TestSupport
import Testing

@Suite("A pane of glass in a record")
struct SweptPaneTests {
  /// Reflection of the bundled window glass at normal incidence, with R^2 = 1 - S^2.
  private func reflection(_ frequency: Double) -> Complex<Double> {
    let conductivity = 0.0036 * pow(frequency / 1e9, 1.3394)
    let slab = slabCoefficients(
      permittivity: Complex(6.31, -conductivity / (2 * .pi * frequency * 8.854_187_812_8e-12)),
      thickness: 6e-3, wavelength: 299_792_458 / frequency, cosIncidence: 1)
    return slab.reflection.te * Complex((1 - 0.06 * 0.06).squareRoot())
  }

  @Test("a layer with more resonances than samples follow is named in a warning")
  func thickLayer() throws {
    let folder = try TemporaryFolder()
    let wall = "\(SharedFiles.project)/Scenes/one-wall"
    let text = try String(contentsOfFile: "\(wall)/scenario.yaml", encoding: .utf8)
      .replacing("[wall.glb]", with: "[\(wall)/wall.glb]")
    _ = try folder.write(
      """
      materials:
        clear:
          permittivity: { relative-permittivity: 4 }
          thickness: 50 cm
      """, to: "clear.yaml")
    let more = "\nmaterials: { library: [clear.yaml], assign: { '*': clear } }\n"
    let scenario = try Scenario.load(folder.write(text + more, to: "clear-wall.yaml"))
    let warnings = try Simulation(scenario, workers: .init(count: 1)).warnings
    #expect(warnings.contains { $0.hasPrefix("material 'clear' varies over the sweep faster") })
    let plain = try Scenario.load("\(wall)/scenario.yaml")
    let quiet = try Simulation(plain, workers: .init(count: 1)).warnings
    #expect(!quiet.contains { $0.contains("over the sweep") })
  }

  @Test("its IF samples and its line in the profile are those of the slab, to 0.1 dB")
  func pane() throws {
    let folder = try TemporaryFolder()
    let wall = "\(SharedFiles.project)/Scenes/one-wall"
    let text = try String(contentsOfFile: "\(wall)/scenario.yaml", encoding: .utf8)
      .replacing("[wall.glb]", with: "[\(wall)/wall.glb]")
      .replacing("diffuse: on", with: "diffuse: off, specular: infinite")
    let more = """

      materials: { assign: { "*": window-glass } }
      processing: { delay-window: hann }
      """
    var scenario = try Scenario.load(folder.write(text + more, to: "pane.yaml"))
    scenario.noise = false
    scenario.output.samples = true
    let path = folder.file("record.h5")
    _ = try Simulation(scenario, workers: .init(count: 2)).run(writingTo: path)
    let link = try #require(try Record(path).links.first)

    // 12 dBm, isotropic antennas, 20 m there and back.
    let waveform = scenario.waveform
    let frequencies = (0..<waveform.samples).map { waveform.frequency(atSample: $0).hertz }
    let response = frequencies.map { frequency in
      let wavelength = 299_792_458 / frequency
      let free = pow(10, -0.9) * wavelength / (4 * Double.pi * 20)
      return reflection(frequency) * Complex(free)
    }
    let samples = try link.samples()
    for (sample, exact) in response.enumerated() {
      #expect(abs(20 * log10(samples[sample].length / exact.length)) < 0.1)
    }

    let profile = try link.profiles().prefix(link.delays.count)
    let peak = try #require(profile.indices.max { profile[$0] < profile[$1] })
    var (sum, total) = (Complex<Double>.zero, 0.0)
    for (sample, frequency) in frequencies.enumerated() {
      let weight = pow(sin(.pi * Double(sample) / Double(waveform.samples)), 2)
      let cycles = frequency * (20 / 299_792_458 - link.delays[peak])
      sum += response[sample] * Complex(length: weight, phase: -2 * .pi * cycles)
      total += weight
    }
    let line = 20 * log10(sum.length / total)
    #expect(isClose(10 * log10(Double(profile[peak])), line, within: 0.1))
    // There is something to follow: 77 GHz is 3 dB above the middle.
    let middle = samples[waveform.middleSample].length
    #expect(20 * log10(samples[0].length / middle) > 2.5)
  }
}
