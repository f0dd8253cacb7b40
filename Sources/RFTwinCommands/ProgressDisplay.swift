// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Shows how far a run has come: a bar with the time left on a terminal, plain lines elsewhere.
struct ProgressDisplay {
  /// What is counted.
  private let unit: String

  private let isTerminal = isatty(2) == 1
  private let start = Date()
  private var shownTenths = -1

  /// Shows progress of so many of a unit.
  init(unit: String = "frame") { self.unit = unit }

  /// Shows progress.
  ///
  /// - Parameters:
  ///   - finished: How many frames are done.
  ///   - total: How many there are.
  ///   - given: How many of the finished ones took none of this run's time.
  mutating func show(finished: Int, of total: Int, given: Int = 0) {
    let share = total > 0 ? Double(finished) / Double(total) : 1
    let elapsed = Date().timeIntervalSince(start)
    let left =
      finished > given ? elapsed * Double(total - finished) / Double(finished - given) : nil
    if isTerminal {
      let filled = Int(share * 30)
      let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
      let rest = left.map { ", \(duration($0)) left" } ?? ""
      display("\r[\(bar)] \(unit) \(finished)/\(total)\(rest)\u{1B}[K")
    } else {
      let tenths = Int(share * 10)
      guard tenths > shownTenths else { return }
      shownTenths = tenths
      let rest = left.map { ", about \(duration($0)) left" } ?? ""
      complain("\(unit) \(finished) of \(total)\(rest)")
    }
  }

  /// Ends the bar's line.
  func end() {
    if isTerminal { display("\r\u{1B}[K") }
  }

  /// "75 s" as "1 min 15 s".
  private func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
  }
}
