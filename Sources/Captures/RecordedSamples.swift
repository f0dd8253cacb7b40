// SPDX-License-Identifier: Apache-2.0

package import ComplexModule

/// The IF samples of a link, read a few chirps at a time.
package struct RecordedSamples {
  private let file: HDF5File
  private let array: String

  package let chirps: Int

  /// How many receive channels there are.
  package let channels: Int

  /// How many samples a ramp has.
  package let samples: Int

  /// About how many samples are read at a time: 4 MB of them, or one chirp.
  private static let portion = 1 << 18

  init(of group: String, in file: HDF5File, chirps: Int) throws(RecordError) {
    self.file = file
    self.chirps = chirps
    array = group + RecordLayout.samples
    guard file.has(array) else {
      throw RecordError(
        file: file.path,
        "the record has no '\(array)'; simulate the scenario again with"
          + " 'output: { if-samples: on }'")
    }
    try file.expect(array, shape: [chirps, nil, nil])
    let shape = try file.shape(of: array)
    (channels, samples) = (shape[1], shape[2])
    guard chirps > 0, channels > 0, samples > 0 else {
      throw RecordError(file: file.path, "'\(array)' is empty; simulate the scenario again")
    }
  }

  /// Visits the samples from the first chirp to the last, so that memory does not grow with them.
  ///
  /// - Parameter body: Called with whole chirps, `[chirp][channel][sample]` in square roots of
  ///   watts, and the number of the first one.
  /// - Throws: `RecordError` when they cannot be read or the closure throws it.
  package func forEachPortion(
    _ body: ([Complex<Double>], Int) throws(RecordError) -> Void
  ) throws(RecordError) {
    let step = max(1, Self.portion / (channels * samples))
    for first in stride(from: 0, to: chirps, by: step) {
      let rows = first..<min(first + step, chirps)
      try body(try file.read(array, rows: rows), first)
    }
  }
}

extension RecordedLink {
  /// The IF samples, where they were kept.
  ///
  /// - Returns: The samples, of which none is read yet.
  /// - Throws: `RecordError` when the record has none.
  package func recordedSamples() throws(RecordError) -> RecordedSamples {
    try RecordedSamples(of: group, in: file, chirps: chirpCount)
  }
}
