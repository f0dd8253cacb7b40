// SPDX-License-Identifier: Apache-2.0

package import Captures
internal import FMCWSensing
package import InputDocuments
internal import Quantities
package import RadarFrames

/// What the scenario that a record holds says of its chirps and of its receivers' converters.
///
/// Meshes and materials are not read, so a record can be understood without them.
package struct RecordedSensor {
  package let waveform: FMCWWaveform
  package let episode: Episode
  private let impairments: InputMapping?

  /// Reads the parts of the scenario that tell of samples.
  ///
  /// - Parameter record: The record.
  /// - Throws: `InputError` when it holds no scenario of this version of the program.
  package init(_ record: Record) throws(InputError) {
    let file = record.path + ", /scenario"
    guard !record.scenario.isEmpty else {
      throw InputError(
        file: file, "the record holds no scenario, which tells what its samples are")
    }
    let root = try InputNode.parse(record.scenario, file: file)
      .overridden(by: record.overrides.compactMap { Override($0) }).mapping()
    waveform = try readWaveform(
      root.required("waveform"),
      sampleRates: Frequency(hertz: 1e-6)...Frequency.plausible.upperBound)
    episode = try readEpisode(root.required("episode"), waveform: waveform)
    impairments = try root.optional("impairments")?.mapping()
  }

  /// The converter whose codes a radio's samples are.
  ///
  /// - Parameter radio: The receiver's name.
  /// - Returns: Its bits, and its full scale in square roots of watts at the receiver's input; nil
  ///   where it has none.
  /// - Throws: `InputError` with the line of the scenario.
  package func converter(
    ofReceiver radio: String
  ) throws(InputError) -> (bits: Int, amplitude: Double)? {
    // Behind a decimation filter samples are no codes any more.
    guard let entry = try impairments?.optional(radio)?.mapping(), let node = entry.optional("adc"),
      entry.optional("decimation") == nil
    else { return nil }
    let converter = try readConverter(node)
    return (converter.bits, converter.amplitude)
  }
}
