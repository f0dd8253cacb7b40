// SPDX-License-Identifier: Apache-2.0

import CaptureFormats
import ComplexModule
import Foundation
import InputDocuments
import TestSupport
import Testing

/// The path of a committed file that SciPy or h5py has made.
private func fixture(_ name: String) -> String {
  SharedFiles.project + "/Tests/Fixtures/" + name
}

/// The message of the error that reading an array ends with.
private func complaint(_ path: String, _ name: String) -> String {
  do {
    _ = try ArrayFile(path).array(name)
    return "no error"
  } catch {
    return error.description
  }
}

@Suite("Files of arrays")
struct ArrayFileTests {
  private let s21: [Complex<Double>] = [
    Complex(1, 2), Complex(3, -4), Complex(5, 0.5), Complex(0, -6), Complex(0.25, 0), Complex(7, 8),
  ]

  @Test(
    "MATLAB's arrays have the axes of MATLAB's size, whichever version kept them",
    arguments: ["matlab-v5.mat", "matlab-v7.3.mat"])
  func matlab(name: String) throws {
    let file = try ArrayFile(fixture(name))
    let sweep = try file.array("sweep.S21")
    #expect(sweep.shape == [3, 2])
    #expect(sweep.complexValues == s21)
    let frequency = try file.array("sweep.frequency")
    #expect(frequency.shape == [1, 3])
    #expect(try frequency.realValues() == [3.5e9, 3.502e9, 3.504e9])
    #expect(throws: InputError.self) { try sweep.realValues() }
  }

  @Test("integers and single precision of three axes come out in row-major order")
  func kinds() throws {
    let file = try ArrayFile(fixture("matlab-v5.mat"))
    let cube = try file.array("cube")
    #expect(cube.shape == [2, 3, 4])
    #expect(try cube.realValues() == (0..<24).map(Double.init))
    #expect(try file.array("sweep.states").realValues() == [0, 1, 2, 3, 4, 5])
    #expect(try file.array("single").realValues() == [1.5])
  }

  @Test("HDF5 compounds of any number type are complex, and big-endian floats are numbers")
  func hdf5() throws {
    let file = try ArrayFile(fixture("arrays.h5"))
    let codes = try file.array("iq/codes")
    #expect(codes.shape == [3])
    #expect(codes.complexValues == [Complex(1, 4), Complex(-2, 5), Complex(3, -6)])
    #expect(try file.array("/single").complexValues == [Complex(1.5, -2)])
    let real = try file.array("real")
    #expect(real.shape == [2, 3])
    #expect(try real.realValues() == [0, 1, 2, 3, 4, 5])
  }

  @Test(
    "what is not there or no array of numbers is refused in words",
    arguments: [
      ("matlab-v5.mat", "sweep.S12", "there is no variable 'sweep.S12'; the file has 'sweep.S21',"),
      ("matlab-v5.mat", "S21", "there is no variable 'S21'; the file has 'sweep.S21',"),
      ("matlab-v5.mat", "cube.x", "'cube' is no structure and has no fields"),
      ("matlab-v5.mat", "sweep", "'sweep' holds structures where numbers are needed"),
      ("matlab-v5.mat", "sweep.name", "'sweep.name' holds text where numbers are needed"),
      ("matlab-v5.mat", "names", "'names' holds cells where numbers are needed"),
      ("matlab-v5.mat", "none", "'none' is empty"),
      ("matlab-v5.mat", "", "there is no variable ''"),
      ("matlab-v5-runs.mat", "runs.x", "'runs' is an array of 2 structures; save one of them"),
      ("matlab-v7.3.mat", "S21", "there is no variable 'S21'; the file has 'none', 'sweep.S21',"),
      ("matlab-v7.3.mat", "text", "'text' holds text where numbers are needed"),
      ("matlab-v7.3.mat", "none", "'none' is empty"),
      ("matlab-v7.3.mat", "sweep", "there is no array '/sweep'"),
      ("arrays.h5", "iq/s21", "there is no array 'iq/s21'; the file has 'iq/codes',"),
      ("arrays.h5", "text", "'/text' holds neither numbers nor pairs of numbers named r and i"),
      ("arrays.h5", "nan", "'nan' (2 x 2) has no finite number at [1, 0], counted from 0"),
      ("make_arrays.py", "x", "this is not an HDF5 file"),
    ])
  func refused(file: String, array: String, words: String) {
    let said = complaint(fixture(file), array)
    #expect(said.contains(words), "\(said)")
    #expect(said.hasPrefix(fixture(file) + ": "))
  }

  @Test("a MATLAB file cut at any byte is refused, and one with any byte changed never crashes")
  func damaged() throws {
    let folder = try TemporaryFolder()
    let whole = try Data(contentsOf: URL(fileURLWithPath: fixture("matlab-v5.mat")))
    let reader = try ArrayFile(fixture("matlab-v5.mat"))
    let intact = try reader.array("sweep.S21").complexValues
    // The file of 128 bytes is a whole one without variables.
    for count in 0..<whole.count {
      let path = try folder.write(whole.prefix(count), to: "cut.mat")
      let said = complaint(path, "single")
      #expect(said != "no error", "\(count) bytes")
    }
    var accepted = 0
    for place in 128..<whole.count {
      var bytes = whole
      bytes[place] ^= 0x10
      let path = try folder.write(bytes, to: "changed.mat")
      if let array = try? ArrayFile(path).array("sweep.S21") {
        accepted += array.complexValues == intact ? 0 : 1
      }
    }
    // The checksum of a compressed variable tells.
    #expect(accepted == 0)
    #expect(complaint(folder.file("none.mat"), "x").contains("there is no such file"))
    let old = try folder.write(Data(repeating: 0x20, count: 400), to: "old.mat")
    #expect(complaint(old, "x").contains("write it with 'save -v7' or 'save -v7.3'"))
  }

  @Test("an array with its axes in another order is the transpose")
  func transposed() {
    let array = NumericArray(
      name: "a", file: "f", shape: [2, 3, 4], values: .real((0..<24).map(Double.init)))
    let turned = array.transposed([2, 0, 1])
    #expect(turned.shape == [4, 2, 3])
    guard case .real(let values) = turned.values else { return }
    for (i, j, k) in [(0, 0, 0), (3, 1, 2), (2, 0, 1), (1, 1, 0)] {
      // Element [i, j, k] of the result is element [j, k, i] of the first.
      #expect(values[(i * 2 + j) * 3 + k] == Double((j * 3 + k) * 4 + i))
    }
  }
}
