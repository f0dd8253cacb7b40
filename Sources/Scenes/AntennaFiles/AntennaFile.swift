// SPDX-License-Identifier: Apache-2.0

package import Electromagnetics
internal import Foundation
package import InputDocuments
package import Quantities

/// An antenna pattern that was measured or computed elsewhere, read from a file.
package struct AntennaFile: Sendable {
  /// The formats, by the extension of the file's name.
  enum Format: String, CaseIterable {
    case farField = "ffd"
    case planet = "msi"
    case planetToo = "pln"
    case table = "csv"
  }

  /// What a user may say about a file.
  package struct Options: Sendable {
    /// The largest gain; nil takes what the file says.
    package var gain: Decibels?

    /// The incident power that fields in volts belong to.
    package var power: Power?

    /// Which axis of the file's frame is the antenna's boresight.
    package var boresight: TabulatedField.Boresight

    package init(
      gain: Decibels? = nil, power: Power? = nil, boresight: TabulatedField.Boresight = .x
    ) {
      self.gain = gain
      self.power = power
      self.boresight = boresight
    }
  }

  /// The largest file that is read, in bytes: far fields over the sphere in steps of a degree at
  /// ten frequencies.
  package static let largest = 64 << 20

  /// The file, as the user named it.
  package var file: String

  package var pattern: AntennaPattern

  /// The polarisation that the file names; nil for a table of both.
  package var polarization: Polarization?

  /// A polarisation that the file names and that is not modelled, such as a slanted one.
  package var otherPolarization: String?

  /// The frequency that the pattern belongs to, if the file names it.
  package var frequency: Frequency?

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file; its extension tells the format.
  ///   - options: What the user says about it.
  ///   - frequency: The frequency in use: of several in the file the nearest is taken.
  /// - Throws: `InputError` with file and line.
  package init(
    _ path: String, options: Options = .init(), frequency: Frequency
  ) throws(InputError) {
    let written = (path as NSString).pathExtension
    guard let format = Format(rawValue: written.lowercased()) else {
      throw InputError(
        file: path,
        "'.\(written)' is no format of antenna patterns; use .ffd (HFSS), .msi or .pln (Planet) or"
          + " .csv")
    }
    guard try TextFile.size(path) > 0 else { throw InputError(file: path, "the file is empty") }
    switch format {
    case .farField:
      self = try readFarField(
        TextFile.text(path, limit: Self.largest), file: path, options: options,
        frequency: frequency)
    case .planet, .planetToo:
      // Comments of vendors are in any encoding; what is read of the file is ASCII.
      let data = try TextFile.data(path, limit: Self.largest)
      self = try readPlanetCuts(
        String(decoding: data, as: UTF8.self), file: path, options: options)
    case .table:
      self = try readFieldTable(
        TextFile.text(path, limit: Self.largest), file: path, options: options)
    }
  }

  init(
    file: String, pattern: AntennaPattern, polarization: Polarization? = nil,
    frequency: Frequency? = nil
  ) {
    self.file = file
    self.pattern = pattern
    self.polarization = polarization
    self.frequency = frequency
  }

  /// Whether the file holds the direction of the field in every direction.
  package var hasBothPolarizations: Bool {
    if case .tabulated = pattern { true } else { false }
  }

  /// Sentences about what is allowed but hardly meant.
  ///
  /// - Parameters:
  ///   - used: The frequency in use; a pattern of quite another one is not scaled to it.
  ///   - polarization: The polarisation that the user gave, if any.
  /// - Returns: The sentences, mostly none.
  package func warnings(at used: Frequency, polarization: Polarization?) -> [String] {
    var sentences: [String] = []
    if let frequency, abs(frequency.hertz / used.hertz - 1) > 0.1 {
      sentences.append("\(file): the pattern belongs to \(frequency), but is used at \(used)")
    }
    if let otherPolarization, polarization == nil {
      sentences.append(
        "\(file): the polarisation '\(otherPolarization)' is not modelled; vertical is taken instead"
      )
    }
    return sentences
  }
}
