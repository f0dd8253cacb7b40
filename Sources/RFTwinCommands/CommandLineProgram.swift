// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Captures
internal import Figures
internal import Foundation
internal import InputDocuments
internal import RFTwin

/// The program as it is called from a shell.
package enum CommandLineProgram {
  /// Runs the command on the command line and exits.
  ///
  /// The status is 0 on success, 64 for a mistake on the command line and 65 for bad input data.
  package static func run() -> Never {
    let interruption = Interruption()
    let failure: any Error
    do {
      var command = try RootCommand.parseAsRoot()
      try command.run()
      exit(0)
    } catch {
      failure = error
    }
    UnfinishedFiles.removeAll()
    withExtendedLifetime(interruption) {}
    guard isInputError(failure) else { RootCommand.exit(withError: failure) }
    complain("rftwin: \(failure)")
    Farewell.bid()
    exit(65)
  }
}

/// Whether an error is about the user's data rather than about the command line.
private func isInputError(_ error: any Error) -> Bool {
  error is InputError || error is RecordError || error is SimulationError
    || error is CalibrationError
    || error is FigureError || error is DataError
}

/// The root command.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rftwin",
    abstract: "Ray-traced RF digital twins for integrated sensing and communication.",
    version: "rftwin \(Simulation.version)",
    subcommands: [
      SimulateCommand.self, DropCommand.self, PathsCommand.self, PlotCommand.self, InfoCommand.self,
      ConvertCommand.self, CompareCommand.self, CalibrateCommand.self, ExportCommand.self,
      MaterialsCommand.self,
    ])
}

/// A mistake in data that a command found itself.
struct DataError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
