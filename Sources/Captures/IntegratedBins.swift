// SPDX-License-Identifier: Apache-2.0

/// What is told of delay bins that hold the power of all paths whose delays lie in them.
///
/// Power-delay profiles are published so: without phases, each path in one bin, whereas transforms of
/// samples show it in several.
package struct IntegratedBins: Hashable, Sendable {
  /// How many independent fields a bin averages; nil where fading is taken to be averaged out.
  package var looks: Double?

  /// The standard deviation of the delays, in seconds: paths near an edge may lie in the next bin.
  package var delayError: Double

  package init(looks: Double?, delayError: Double) {
    self.looks = looks
    self.delayError = delayError
  }
}

extension HDF5File {
  /// Writes what is told of a link's bins.
  func write(_ bins: IntegratedBins, of group: String) throws(RecordError) {
    try setAttribute(RecordLayout.delayError, of: group, to: bins.delayError, as: .float64)
    if let looks = bins.looks {
      try setAttribute(RecordLayout.binLooks, of: group, to: looks, as: .float64)
    }
  }

  /// Reads what is told of a link's bins; nil where they are those of a transform.
  func integratedBins(of group: String) throws(RecordError) -> IntegratedBins? {
    guard let error: Double = numberAttribute(RecordLayout.delayError, of: group) else {
      return nil
    }
    let looks: Double? = numberAttribute(RecordLayout.binLooks, of: group)
    guard error >= 0, error.isFinite, looks.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw damaged("\(group)@\(RecordLayout.delayError)", "or the looks are not above zero")
    }
    return IntegratedBins(looks: looks, delayError: error)
  }
}
