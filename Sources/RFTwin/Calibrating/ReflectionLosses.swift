// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
internal import InputDocuments
internal import Quantities
internal import RealModule

/// The reflection loss of a kind of surface as a campaign publishes it.
struct PublishedLoss: Hashable, Sendable {
  var material: String

  /// In decibels, above zero.
  var mean: Double

  /// The standard deviation of single reflections, in decibels.
  var spread: Double
  var line: Int?
}

/// Reads losses out of a table as NIST's channel realizations have it.
///
/// The file holds a row for each kind of surface (wigig-tools/qd-realization, `materialLibrary*.csv`): its
/// name as `Reflector`, the mean loss `mu_RL`, and `s_RL` and `sigma_RL` of the Rician distribution of
/// single losses, in decibels; other columns are not used.
///
/// - Parameter path: The file.
/// - Returns: The losses.
/// - Throws: `InputError` with the line.
func readPublishedLosses(_ path: String) throws(InputError) -> [PublishedLoss] {
  let lines = try TextFile.text(path).split(omittingEmptySubsequences: false) { $0.isNewline }
  var rows: [(line: Int, cells: [String])] = []
  for (index, content) in lines.enumerated() {
    let cells = content.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0).trimmingSpaces()
    }
    if cells != [""] { rows.append((index + 1, cells)) }
  }
  guard let header = rows.first else { throw InputError(file: path, "the table is empty") }
  func column(_ name: String) throws(InputError) -> Int {
    guard let index = header.cells.firstIndex(of: name) else {
      throw InputError(
        file: path, line: header.line,
        "the table lacks the column '\(name)'; a table of losses has Reflector, s_RL, sigma_RL and"
          + " mu_RL")
    }
    return index
  }
  let columns = (
    name: try column("Reflector"), mean: try column("mu_RL"), s: try column("s_RL"),
    sigma: try column("sigma_RL")
  )
  var losses: [PublishedLoss] = []
  for row in rows.dropFirst() {
    guard row.cells.count == header.cells.count else {
      throw InputError(
        file: path, line: row.line,
        "the row has \(row.cells.count) values, but there are \(header.cells.count) columns")
    }
    func number(_ index: Int, _ name: String) throws(InputError) -> Double {
      guard let value = decimalNumber(row.cells[index]), value >= 0, value < 200 else {
        throw InputError(
          file: path, line: row.line,
          "'\(row.cells[index])' in column '\(name)' is not a number of decibels from 0 to 200")
      }
      return value
    }
    let name = row.cells[columns.name]
    guard !losses.contains(where: { $0.material == name }) else {
      throw InputError(file: path, line: row.line, "'\(name)' has two rows; keep one")
    }
    losses.append(
      PublishedLoss(
        material: name, mean: try number(columns.mean, "mu_RL"),
        spread: ricianDeviation(
          s: try number(columns.s, "s_RL"), sigma: try number(columns.sigma, "sigma_RL")),
        line: row.line))
  }
  return losses
}

/// The standard deviation of a Rician variable |s + sigma (x + j y)|, x and y being normal.
///
/// By the middles of 4000 steps over eight sigma to either side; what lies beyond is below 1e-13.
func ricianDeviation(s: Double, sigma: Double) -> Double {
  guard sigma > 0 else { return 0 }
  let (first, last) = (max(0, s - 8 * sigma), s + 8 * sigma)
  let step = (last - first) / 4000
  var (total, sum, squares) = (0.0, 0.0, 0.0)
  for index in 0..<4000 {
    let x = first + (Double(index) + 0.5) * step
    let distance = (x - s) / sigma
    let density = x * Double.exp(-distance * distance / 2) * scaledBesselI0(x * s / (sigma * sigma))
    total += density
    sum += density * x
    squares += density * x * x
  }
  let mean = sum / total
  return max(0, squares / total - mean * mean).squareRoot()
}
