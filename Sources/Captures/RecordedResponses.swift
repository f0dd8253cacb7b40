// SPDX-License-Identifier: Apache-2.0

package import ComplexModule

/// The impulse responses of a link, read some chirps at a time.
package struct RecordedResponses {
  private let file: HDF5File
  private let array: String

  package let chirps: Int

  /// How many receive channels there are.
  package let channels: Int

  /// How many delay bins there are.
  package let bins: Int

  fileprivate init(of link: RecordedLink) throws(RecordError) {
    file = link.file
    chirps = link.chirpCount
    bins = link.delays.count
    array = link.group + RecordLayout.response
    guard file.has(array) else {
      throw RecordError(
        file: file.path,
        "link '\(link.name)' keeps no impulse responses of single channels; simulate or convert it"
          + " again with 'output: { impulse-response: on }'")
    }
    try file.expect(array, shape: [chirps, nil, bins])
    channels = try file.shape(of: array)[1]
  }

  /// `[chirp][channel][delay]` in square roots of watts.
  package func responses(
    ofChirps rows: Range<Int>
  ) throws(RecordError) -> [Complex<Double>] {
    try file.read(array, rows: rows)
  }
}

extension RecordedLink {
  /// The impulse responses, where they were kept.
  ///
  /// - Returns: The responses, of which none is read yet.
  /// - Throws: `RecordError` when the record has none.
  package func recordedResponses() throws(RecordError) -> RecordedResponses {
    try RecordedResponses(of: self)
  }
}
