// SPDX-License-Identifier: Apache-2.0

import Quantities
import Testing

@Suite("Quantities")
struct QuantityTests {
  @Test(
    "a number with a unit is read in SI units",
    arguments: [
      ("112.86 us", 112.86e-6), ("112.86us", 112.86e-6), ("13 \u{3BC}s", 13e-6), ("1e3 ms", 1),
      (" -2 s ", -2),
    ])
  func times(text: String, seconds: Double) throws {
    #expect(try TimeSpan(parsing: text).seconds == seconds)
  }

  @Test("a chirp's slope is read in hertz per second")
  func slope() throws {
    #expect(try FrequencySlope(parsing: "35.44 MHz/us").si == 35.44e12)
  }

  @Test("a number without a unit is refused, and the units are listed")
  func missingUnit() {
    #expect(
      throws: QuantityError.missingUnit(
        text: "79", noun: "frequency", symbols: ["Hz", "kHz", "MHz", "GHz"])
    ) { try Frequency(parsing: "79") }
  }

  @Test(
    "a unit of another quantity is refused", arguments: ["79 m", "79 ghz", "79 dB", "0x12 GHz"])
  func wrongUnit(text: String) {
    #expect(throws: QuantityError.self) { try Frequency(parsing: text) }
  }

  @Test("what is not a finite number is refused", arguments: ["", "fast", "nan GHz", "inf Hz"])
  func notANumber(text: String) {
    #expect(throws: QuantityError.self) { try Frequency(parsing: text) }
  }

  @Test("a number that is finite only without its unit is refused")
  func tooLarge() {
    #expect(throws: QuantityError.tooLarge(text: "1e300 GHz", noun: "frequency")) {
      try Frequency(parsing: "1e300 GHz")
    }
    #expect(throws: QuantityError.tooLarge(text: "5000 dBm", noun: "power")) {
      try Power(parsing: "5000 dBm")
    }
  }

  @Test("messages speak of a time and of an angle")
  func articles() {
    func message(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return ""
    }
    #expect(message { _ = try TimeSpan(parsing: "3") }.contains("a time is written in s"))
    #expect(message { _ = try Angle(parsing: "3") }.contains("an angle is written in rad"))
  }

  @Test("30 dBm is a watt, and back")
  func power() throws {
    // Ten correctly rounded operations at most: 1e-14 is ten ulps.
    #expect(abs(try Power(parsing: "30 dBm").watts - 1) < 1e-14)
    #expect(abs(Power(watts: 1).dBm - 30) < 1e-13)
    #expect(try Power(parsing: "250 mW").watts == 0.25)
  }

  @Test("20 dB are a factor of 100 in power and of 10 in amplitude")
  func decibels() {
    #expect(abs(Decibels(si: 20).powerRatio - 100) < 1e-12)
    #expect(abs(Decibels(si: 20).amplitudeRatio - 10) < 1e-13)
    #expect(abs(Decibels(amplitudeRatio: 10).decibels - 20) < 1e-13)
  }

  @Test("the wavelength at 79 GHz is 3.794841 mm")
  func wavelength() {
    // The speed of light over 79e9, to seven digits.
    #expect(abs(Frequency(gigahertz: 79).wavelength - 3.794_841_2e-3) < 1e-10)
  }

  @Test(
    "a quantity is printed with the largest unit that keeps it at or above one",
    arguments: [
      (79e9, "79 GHz"), (35.44e6, "35.44 MHz"), (0, "0 Hz"), (0.5, "0.5 Hz"), (-2e9, "-2 GHz"),
    ])
  func printing(hertz: Double, text: String) {
    #expect(Frequency(hertz: hertz).description == text)
  }
}
