// SPDX-License-Identifier: Apache-2.0

internal import RFTwinCommands

@main
struct Main {
  static func main() {
    CommandLineProgram.run()
  }
}
