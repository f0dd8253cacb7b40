// SPDX-License-Identifier: Apache-2.0

package import Captures

/// Why a figure cannot be drawn.
package enum FigureError: Error, CustomStringConvertible {
  /// gnuplot is not on the machine.
  case noGnuplot

  /// gnuplot failed; its own words.
  case gnuplot(String)

  /// A file cannot be written, and why.
  case writing(String, reason: String)

  /// The record cannot be read.
  case record(RecordError)

  package var description: String {
    switch self {
    case .noGnuplot:
      "gnuplot is needed for figures and is not installed; install the package 'gnuplot-nox'"
    case .gnuplot(let words): "gnuplot failed: \(words)"
    case .writing(let path, let reason): "\(path): the figure cannot be written: \(reason)"
    case .record(let error): error.description
    }
  }
}
