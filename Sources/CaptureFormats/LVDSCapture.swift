// SPDX-License-Identifier: Apache-2.0

package import Captures

/// Raw samples as the DCA1000 capture card of Texas Instruments writes them for devices with two
/// LVDS lanes (xWR16xx, xWR18xx, xWR68xx), and the configuration that belongs to them.
///
/// Chirp by chirp, within a chirp receiver by receiver, samples come in pairs: two in-phase parts,
/// then their two quadrature parts, each a 16-bit whole number, little-endian (SWRA581B, "Mmwave
/// Radar Device ADC Raw Data Capture", Texas Instruments 2018: complex, two lanes, not interleaved).
package struct LVDSCapture {
  private let link: SampledLink
  private let stem: String

  /// How many receivers the devices have.
  static let mostReceivers = 4

  /// How many bits the configuration has for transmitters.
  private static let transmitters = 0..<16

  /// Prepares the files.
  ///
  /// - Parameters:
  ///   - link: What is written.
  ///   - stem: The path of the files without what their names end with.
  /// - Throws: `RecordError` when the format has no room for the link.
  package init(_ link: SampledLink, stem: String) throws(RecordError) {
    self.link = link
    self.stem = stem
    func refusal(_ message: String) -> RecordError {
      RecordError(
        file: link.record,
        "link '\(link.name)' \(message), which the DCA1000 format has no room for; use '--format"
          + " sigmf'")
    }
    guard link.samples.samples.isMultiple(of: 2) else {
      throw refusal(
        "has \(link.samples.samples) samples a chirp, an odd number without a pair for the last one"
      )
    }
    guard link.samples.channels <= Self.mostReceivers else {
      throw refusal("has \(link.samples.channels) receivers, more than \(Self.mostReceivers)")
    }
    guard link.schedule.elements.allSatisfy({ Self.transmitters.contains(Int($0)) }) else {
      throw refusal("sends from elements beyond number \(Self.transmitters.upperBound - 1)")
    }
  }

  /// The samples, and two files that tell the same of them.
  package var paths: [String] { [stem + ".bin", stem + ".cfg", stem + ".mmwave.json"] }

  /// Writes the files.
  ///
  /// - Parameter codes: What whole numbers stand for; nil for full scale at the largest sample.
  /// - Returns: What they stand for, and how many values were clipped.
  /// - Throws: `RecordError`; no file is left behind then that was not there.
  package func write(
    codes: SampleCodes?
  ) throws(RecordError) -> (codes: SampleCodes, clipped: Int) {
    var files: [StreamedFile] = []
    for path in paths { files.append(try StreamedFile(path)) }
    let codes = try link.codes(codes)
    let clipped = try link.forEachPortion(of: codes) { portion throws(RecordError) in
      try files[0].write(Self.lanes(portion))
    }
    let configuration = DeviceConfiguration(link)
    try files[1].write(Array(configuration.commands(codes).utf8))
    try CaptureFormats.write(configuration.document(codes), to: files[2])
    // The samples last: where they are, all of it is.
    try StreamedFile.finish(files.reversed())
    return (codes, clipped)
  }

  /// Codes in the order of the two lanes.
  ///
  /// - Parameter codes: In-phase and quadrature part in turn, of an even number of samples.
  /// - Returns: For every two samples both in-phase and then both quadrature parts.
  static func lanes(_ codes: [Int16]) -> [UInt8] {
    var ordered = codes
    for pair in stride(from: 0, to: codes.count - 3, by: 4) { ordered.swapAt(pair + 1, pair + 2) }
    return .littleEndian(ordered)
  }
}
