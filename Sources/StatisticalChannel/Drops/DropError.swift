// SPDX-License-Identifier: Apache-2.0

/// Why radios and targets cannot be dropped.
package enum DropError: Error, Equatable, CustomStringConvertible {
  /// No place far enough from the others was found.
  case noRoom(what: String, metres: Double)
  /// A given place that lies nearer to others than is asked for.
  case tooNear(what: String, number: Int, metres: Double)
  /// A mode that pairs different radios where there is one.
  case noPairs(mode: String)
  /// A mode that needs terminals where there are none.
  case noTerminals(mode: String)
  /// Something lies below the ground; its height in metres.
  case belowGround(what: String, height: Double)
  /// Reference points, which are never seen, in surroundings where all is seen.
  case noHiddenRays(surroundings: String)
  /// More radios or drops than random numbers are numbered for.
  case tooMany(what: String, limit: Int)

  package var description: String {
    switch self {
    case .noRoom(let what, let metres):
      return "no place \(metres) m from the others was found for \(what); ask for a smaller"
        + " distance ('site-distance', 'terminal-distance', 'spacing') or a larger 'region'"
    case .tooNear(let what, let number, let metres):
      return
        "place \(number) in 'positions' of \(what) is nearer than the \(metres) m that are asked"
        + " for; move it, or ask for less"
    case .noPairs(let mode):
      return "\(mode) pairs two radios, and there is one; give another, or leave the mode out"
    case .noTerminals(let mode):
      return "\(mode) needs terminals, and the scenario has none; give 'terminals'"
    case .belowGround(let what, let height):
      return "\(what) is at \(height) m, below the ground; lift it to zero or more"
    case .noHiddenRays(let surroundings):
      return
        "the standards have no clusters without line of sight in \(surroundings), and the reference"
        + " points of a monostatic background are never in sight; switch 'background' off"
    case .tooMany(let what, let limit):
      return "there are more than \(limit) \(what); ask for fewer"
    }
  }
}
