// SPDX-License-Identifier: Apache-2.0

import CaptureFormats
import Captures
import ComplexModule
import Foundation
import TestSupport
import Testing

@Suite("Exports that cannot be")
struct RefusedExportTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("record.h5")
  }

  /// What an export says that must not succeed; it must leave nothing behind.
  private func complaint(_ export: () throws -> Void) throws -> String {
    do {
      try export()
      return "no complaint"
    } catch let error as RecordError {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names == ["record.h5"])
      return error.message
    }
  }

  private func complaint(
    _ record: SampleRecord, codes: SampleCodes? = nil,
    _ value: (Int, Int, Int) -> Complex<Double> = { _, _, _ in .zero }
  ) throws -> String {
    try record.write(to: path, value)
    return try complaint {
      _ = try LVDSCapture(record.link(of: path), stem: folder.file("link")).write(codes: codes)
    }
  }

  @Test("records without samples, and with others than their scenario says, are refused")
  func samples() throws {
    var record = SampleRecord()
    record.keepsSamples = false
    #expect(try complaint(record).contains("if-samples: on"))
    record = SampleRecord()
    try record.write(to: path)
    record.samples = 16
    #expect(try complaint { _ = try record.link(of: path) }.contains("other chirps"))
    record = SampleRecord()
    record.chirps = 12
    #expect(try complaint { _ = try record.link(of: path) }.contains("other chirps"))
    // As many chirps, but other frames.
    record.chirps = 6
    record.period = 0.06
    #expect(try complaint { _ = try record.link(of: path) }.contains("other chirps"))
  }

  @Test("a link that two lanes or four receivers have no room for is refused")
  func room() throws {
    var record = SampleRecord()
    record.samples = 7
    #expect(try complaint(record).contains("7 samples a chirp, an odd number"))
    record = SampleRecord()
    record.channels = 5
    #expect(try complaint(record).contains("5 receivers, more than 4"))
    record = SampleRecord()
    record.schedule = LinkSchedule(multiplexing: "none", elements: [16], cycle: 1)
    #expect(try complaint(record).contains("beyond number 15"))
  }

  @Test("samples that are no numbers, or that no converter made, are not turned into codes")
  func strangeValues() throws {
    let record = SampleRecord()
    let infinite = try complaint(record) { _, _, sample in
      Complex(sample == 3 ? .infinity : 0, 0)
    }
    #expect(infinite.contains("not finite"))
    // In the second frame, so that whole chirps are written by then; as codes in SigMF too.
    try record.write(to: path) { chirp, _, sample in
      Complex(chirp > record.chirps && sample == 3 ? .nan : 0, 0)
    }
    for codes in [nil, SampleCodes(.chosenFullScale, bits: 16, amplitude: 1)] {
      let described = try complaint {
        _ = try SigMFCapture(record.link(of: path), stem: folder.file("link"))
          .write(.codes(codes))
      }
      #expect(described.contains("not finite"))
    }
    let codes = SampleCodes(.converter, bits: 12, amplitude: 1)
    // A tenth of a step beside the middle of one.
    let beside = try complaint(record, codes: codes) { _, _, _ in Complex(0.6 / 2048, 0.5 / 2048) }
    #expect(beside.contains("do not come from the ADC"))
  }

  @Test("files that are there are replaced only where that is wanted, folders never")
  func targets() throws {
    try folder.write("mine", to: "link.bin")
    let target = folder.file("link.bin")
    func message(overwriting: Bool, _ path: String) -> String {
      do {
        try checkTargets([folder.file("new"), path], overwriting: overwriting)
        return "no complaint"
      } catch {
        return error.message
      }
    }
    #expect(message(overwriting: false, target).contains("'--overwrite'"))
    #expect(message(overwriting: true, target) == "no complaint")
    #expect(message(overwriting: true, folder.path).contains("a folder has the file's name"))
  }
}
