// SPDX-License-Identifier: Apache-2.0

import CaptureFormats
import ComplexModule
import InputDocuments
import TestSupport
import Testing

@Suite("Tables of curves")
struct CurveTableTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ text: String) throws -> SampledCurves {
    try CurveTable.read(folder.write(text, to: "table.csv"))
  }

  private func complaint(_ text: String) -> String {
    do {
      _ = try read(text)
      return "no error"
    } catch let error as InputError {
      return error.description
    } catch {
      return "another error"
    }
  }

  @Test("a sweep reads the same however its columns are written")
  func sweeps() throws {
    let tables = [
      "frequency_GHz,s21_re,s21_im\n1,0,1\n2,-0.5,0\n3,0,-2\n",
      "# exported\nFreq(Hz);S21(REAL);S21(IMAG)\n1e9;0;1\n2e9;-0.5;0\n3e9;0;-2\n",
      "!CSV A.01.01\nBEGIN CH1_DATA\nFreq [MHz]\tre:Trc1_S21\tim:Trc1_S21\t\n1000\t0\t1\t\n"
        + "2000\t-0.5\t0\t\n3000\t0\t-2\t\nEND\n",
      "Freq(Hz),S21 Log Mag(dB),S21 Phase(deg)\n1e9,0,90\n2e9,-6.020599913279624,180\n"
        + "3e9,6.020599913279624,-90\n",
      "freq_ghz,abs,phase_rad\n1,1,1.5707963267948966\n2,0.5,3.141592653589793\n"
        + "3,2,-1.5707963267948966\n",
    ]
    for text in tables {
      let curves = try read(text)
      #expect(curves.abscissa == .frequency)
      #expect(curves.axis == EvenAxis(first: 1e9, step: 1e9, count: 3))
      #expect(curves.times == [] && curves.traces.count == 1)
      guard case .complex(let values) = curves.values else {
        Issue.record("\(text) holds powers")
        continue
      }
      for (value, expected) in zip(values, [Complex(0, 1), Complex(-0.5, 0), Complex(0, -2.0)]) {
        // The roundings of decibels and angles in the texts.
        #expect((value - expected).length < 1e-14, "\(text)")
      }
    }
  }

  @Test("a cell without a number is told, also the last one of a row")
  func emptyCells() {
    for row in ["1,,0", "1,0,"] {
      #expect(
        complaint("frequency_GHz,s21_re,s21_im\n0.5,0,1\n\(row)\n2,0,1\n")
          .contains(":3: '' in column"), "\(row)")
    }
    #expect(complaint("frequency_GHz,s21_re,s21_im\n1,0,1\n2,0,1,4\n").contains("has 4 values"))
  }

  @Test("several power-delay profiles stand side by side, in watts where the unit says so")
  func profiles() throws {
    let curves = try read("delay_ns,a_dBm,b_dBm\n-1,-30,0\n0,-60,10\n1,-90,20\n")
    #expect(curves.abscissa == .delay && curves.traces == ["a", "b"])
    #expect(isClose(curves.axis.first, -1e-9, within: 1e-24))
    guard case .power(let values, let inWatts) = curves.values else {
      Issue.record("amplitudes")
      return
    }
    #expect(inWatts)
    for (value, expected) in zip(values, [1e-6, 1e-9, 1e-12, 1e-3, 1e-2, 1e-1]) {
      #expect(isClose(value, expected, relative: 1e-14))
    }
    guard case .power(let linear, false) = try read("tau_s,power_linear\n0,2\n1,3\n").values else {
      Issue.record("not relative")
      return
    }
    #expect(linear == [2, 3])
  }

  @Test("a column of times tells impulse responses below each other apart")
  func responses() throws {
    let curves = try read(
      "time_s,delay_ns,re,im\n0,0,1,0\n0,10,2,0\n0.5,0,3,1\n0.5,10,4,1\n1,0,5,2\n1,10,6,2\n")
    #expect(curves.times == [0, 0.5, 1] && curves.axis.count == 2)
    guard case .complex(let values) = curves.values else { return }
    #expect(values.map(\.real) == [1, 2, 3, 4, 5, 6])
    #expect(values.map(\.imaginary) == [0, 0, 1, 1, 2, 2])
    // Alone it is the delay.
    #expect(try read("time_ns,re,im\n0,1,0\n1,2,0\n").abscissa == .delay)
  }

  @Test(
    "tables that cannot be made out are refused with their line",
    arguments: [
      ("1,2,3\n4,5,6\n", ":1: the first row must name the columns"),
      ("delay,re,im\n0,1,2\n1,1,1\n", ":1: the column 'delay' has no unit; write, for example"),
      ("delay_ns,s21\n0,1\n1,1\n", ":1: the column 's21' does not tell what it holds"),
      ("re,im\n0,1\n1,1\n", ":1: there must be one column of frequencies or of delays"),
      ("delay_ns,re\n0,1\n1,1\n", ":1: the column 're' is one part of a complex number"),
      ("delay_ns,a_re,b_im\n0,1,1\n1,1,1\n", ":1: the column 'a_re' is one part of a complex"),
      ("delay_ns,re,im\n0,1,2\n1,1\n", ":3: the row has 2 values, but there are 3 columns"),
      ("delay_ns,re,im\n0,1,2\n1,nan,2\n", ":3: 'nan' in column 're' is not a finite number"),
      ("delay_ns,dB\n0,1\n1,1\n3,1\n", ":1: the column 'delay_ns' has unequal steps, first at"),
      ("delay_ns,dB\n1,1\n0,1\n", ":1: the column 'delay_ns' does not ascend"),
      ("delay_ns,dB\n1,1\n", ":1: the column 'delay_ns' has fewer than two values"),
      ("delay_ns,power_W\n0,1\n1,-1\n", ":3: a power is negative or too large"),
      ("delay_ns,a_dB,b_dBm\n0,1,1\n1,1,1\n", ":1: some powers are in watts or dBm and others"),
      ("delay_ns,a_dB,b_re,b_im\n0,1,1,1\n1,1,1,1\n", ":1: some columns are complex numbers"),
      ("time_s,delay_ns,dB\n0,0,1\n0,1,1\n1,0,1\n1,2,1\n", ":4: the rows of this time have other"),
      ("delay_ns,dB\n", "the table has no rows"), ("", "the file has no row of column names"),
    ])
  func refused(text: String, words: String) {
    let said = complaint(text)
    #expect(said.contains(words), "\(said)")
  }
}

@Suite("Touchstone files")
struct TouchstoneTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ text: String, ports: Int = 2) throws -> TouchstoneFile {
    try TouchstoneFile(folder.write(text, to: "file.s2p"), ports: ports)
  }

  @Test("the option line tells unit and notation, and S21 stands second in two ports")
  func notations() throws {
    let files = [
      // The examples' numbers are ours: S21 is j, then -2.
      "! comment\n# MHz S RI R 50\n1000 9 9 0 1 8 8 7 7 ! behind\n2000 9 9 -2 0 8 8 7 7\n",
      "# GHz S DB R 75\n1 9 9 0 90 8 8 7 7\n2 9 9 6.020599913279624 180 8 8 7 7\n",
      // Version 1's own: GHz, magnitude and angle. A row may be broken; noise follows.
      "1 9 9 1 90\n 8 8 7 7\n2 9 9 2 180 8 8 7 7\n0.5 1 0.5 20 0.3\n1.5 1 0.5 20 0.3\n",
      "[Version] 2.0\n# Hz S MA R 50\n[Number of Ports] 2\n[Two-Port Data Order] 12_21\n"
        + "[Network Data]\n1e9 9 9 8 8 1 90 7 7\n2e9 9 9 8 8 2 180 7 7\n[End]\n",
    ]
    for text in files {
      let file = try read(text)
      #expect(file.axis.count == 2)
      #expect(
        isClose(file.axis.first, 1e9, within: 1e-3) && isClose(file.axis.step, 1e9, within: 1e-3))
      let values = file.parameter(to: 2, from: 1)
      #expect((values[0] - Complex(0, 1)).length < 1e-14, "\(text)")
      #expect((values[1] - Complex(-2, 0)).length < 1e-14, "\(text)")
    }
    let one = try read("# GHz S RI R 50\n1 1 2\n2 3 4\n", ports: 1)
    #expect(one.parameter(to: 1, from: 1) == [Complex(1, 2), Complex(3, 4)])
  }

  @Test(
    "what is no sweep is refused with its line",
    arguments: [
      ("# GHz Y RI R 50\n", ":1: the file holds Y parameters; write S parameters"),
      ("# parsec S RI R 50\n", ":1: 'parsec' is no option"),
      ("1 9 9 0 1 8 8 7 7\n2 9 9 0 x 8 8 7 7\n", ":2: 'x' is not a finite number"),
      ("1 9 9 0 1 8 8 7 7\n2 9 9 0 nan 8 8 7 7\n", ":2: 'nan' is not a finite number"),
      ("1 9 9 0 1 8 8 7 7\n1 9 9 0 1 8 8 7 7\n", ":2: the frequency is not above"),
      ("1 9 9 0 1 8 8 7 7\n2 9 9 0 1 8 8 7 7\n1.5 9 9 0 1 8 8 7 7\n", ":3: the frequency is not"),
      // A line that lost its end takes numbers from the next one.
      (
        "1 9 9 0 1 8 8 7 7\n2 9 9 0 1\n3 9 9 0 1 8 8 7 7\n",
        ":3: this line and the one before it have 14 numbers, more than the 9 of a frequency"
      ),
      ("1 9 9 0 1 8 8 7 7 6\n", ":1: the line has 10 numbers, more than the 9 of a frequency"),
      // Five numbers at a lower frequency may be noise, but then all that follow are.
      (
        "1 9 9 0 1 8 8 7 7\n2 9 9 0 1 8 8 7 7\n1.5 9 9 0 1\n3 9 9 0 1 8 8 7 7\n",
        ":4: noise parameters have 5 numbers a line"
      ),
      (
        "1 9 9 0 1 8 8 7 7\n2 9 9 0 1 8 8 7 7\n1 9 9 0 1\n1 9 9 0 1\n",
        ":4: noise parameters have 5 numbers a line and ascending frequencies"
      ),
      ("1 9 9 0 1 8 8 7 7\n2 9 9 0 1 8\n", "the last frequency has 6 numbers instead of 9"),
      ("1 9 9 0 1 8 8 7 7\n", "the column of frequencies has fewer than two values"),
      ("[Number of Ports] 4\n", ":1: the file has 4 ports where its extension tells of 2"),
    ])
  func refused(text: String, words: String) {
    do {
      _ = try read(text)
      Issue.record("'\(text)' is read")
    } catch {
      #expect("\(error)".contains(words), "\(error)")
    }
  }
}
