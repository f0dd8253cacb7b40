// SPDX-License-Identifier: Apache-2.0

internal import Figures
internal import Foundation
internal import ValidationCases

/// Runs all validation cases and writes what they found into a folder, as a page with pictures.
///
/// The folder is the first argument. Tables of others, in Markdown, that belong on the page are read
/// from files given as further arguments; those that do not exist are left out.
@main
struct ValidationProgram {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let folder = URL(fileURLWithPath: arguments.first ?? "Validation")
    var rows: [String] = []
    var pictures: [String] = []
    var failures = 0
    for validationCase in ValidationCase.all {
      let comparison = try validationCase.compare()
      let passes = comparison.deviation <= validationCase.tolerance
      failures += passes ? 0 : 1
      let row = Self.row(validationCase, comparison.deviation, passes)
      print(row)
      rows.append(row)
      guard let curves = comparison.curves else { continue }
      try ComparisonFigure(
        title: validationCase.name, abscissa: curves.abscissa, ordinate: curves.ordinate,
        isLogarithmic: curves.isLogarithmic, points: curves.points
      ).draw(to: folder.appendingPathComponent("\(curves.file).png").path)
      pictures.append("![\(validationCase.name)](\(curves.file).png)")
    }
    let others = arguments.dropFirst().compactMap {
      try? String(contentsOfFile: $0, encoding: .utf8)
    }
    let page = ([Self.heading + rows.joined(separator: "\n")] + pictures + others)
      .joined(separator: "\n\n")
    try Data((page + "\n").utf8).write(
      to: folder.appendingPathComponent("README.md"), options: .atomic)
    print("\(rows.count - failures) passed, \(failures) failed")
    if failures > 0 { exit(1) }
  }

  private static let heading = """
    # Validation

    Made by `make validate`. Each row compares the engine with something that is known to be right; the
    same cases are tests of `make test`.

    | case | oracle | largest deviation | tolerance | why not less | |
    |---|---|---|---|---|---|

    """

  private static func row(
    _ validationCase: ValidationCase, _ deviation: Double, _ passes: Bool
  ) -> String {
    let figure = String(format: "%.2g", deviation)
    let tolerance = String(format: "%.2g", validationCase.tolerance)
    return "| \(validationCase.name) | \(validationCase.oracle) | \(figure) \(validationCase.unit)"
      + " | \(tolerance) \(validationCase.unit) | \(validationCase.reason)"
      + " | \(passes ? "passes" : "**fails**") |"
  }
}
