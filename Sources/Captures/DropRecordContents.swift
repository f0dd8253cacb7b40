// SPDX-License-Identifier: Apache-2.0

/// Where everything lies in a record of drops.
///
/// The format's documentation lists the same names.
enum DropRecordLayout {
  static let format = "rftwin drops"
  static let version: Int32 = 1

  static let conventions = """
    Lengths in metres, x and y along the ground, z up. Coupling losses and losses of the background \
    are in decibels with the sign that the calibrations of 3GPP draw them with: negative, as gains. \
    Indices begin at zero: of base stations in the order of /sites/position, of terminals and \
    targets in the order of their positions in a drop, of sectors in the order of their azimuths. \
    Coefficients are gains of amplitude between \
    isotropic antennas, phasors are e^(+j omega t), and the phase of the delay is not in them: \
    H(f) = sum of coefficient e^(-j 2 pi f delay).
    """

  static let scenario = "/scenario"
  static let overrides = "/overrides"
  static let sites = "/sites/position"
  static let targets = "/places/target"
  static let terminals = "/places/terminal"
  static let links = "/links"

  static func group(ofLink name: String) -> String { "\(links)/\(name)" }
  static let coupling = "/coupling_loss_db"
  static let transmitter = "/transmitter"
  static let receiver = "/receiver"
  static let background = "/background_loss_db"
  static let sector = "/sector"
  /// Of the sector that serves by all rays.
  static let fullTransmitter = "/full_transmitter"
  static let fullSector = "/full_sector"
  static let order = "order"
  static let serving = "serving_links"
}

/// What is said of a whole record of drops.
package struct DropRecordHeader: Sendable {
  package var name: String
  package var generator: String
  /// The scenario's text, and what replaced values of it.
  package var scenario: String
  package var overrides: [String]
  package var seed: UInt64
  /// The carrier in hertz.
  package var frequency: Double
  package var drops: Int
  package var targets: Int
  package var terminals: Int
  /// Base stations in metres.
  package var sites: [SIMD3<Double>]
  /// Whether the places of targets and terminals are kept.
  package var keepsPlaces: Bool
  package var links: [DropLinkHeader]
  /// Whether links are those of terminals with the sectors that serve them, not by way of targets.
  package var isServing = false
  /// What is told of channels.
  package var figures: [DropFigure] = []
  /// Whether the paths of each pair are kept.
  package var keepsPaths = false

  package init(
    name: String, generator: String, scenario: String, overrides: [String], seed: UInt64,
    frequency: Double, drops: Int, targets: Int, terminals: Int, sites: [SIMD3<Double>],
    keepsPlaces: Bool, links: [DropLinkHeader]
  ) {
    self.name = name
    self.generator = generator
    self.scenario = scenario
    self.overrides = overrides
    self.seed = seed
    self.frequency = frequency
    self.drops = drops
    self.targets = targets
    self.terminals = terminals
    self.sites = sites
    self.keepsPlaces = keepsPlaces
    self.links = links
  }

  /// How many rows a drop has, and of what.
  var rows: (count: Int, axis: String) {
    isServing ? (terminals, "terminal") : (targets, "target")
  }

  /// Whether serving sectors are chosen by all rays, too.
  var isChosenByRays: Bool { isServing && figures.contains(DropFigure(.fullCoupling)) }
}

/// What is said of one kind of link.
package struct DropLinkHeader: Sendable {
  package var name: String
  /// How many pairs of radios a target has, or one for a terminal.
  package var pairs: Int
  /// How many losses of the background a pair has.
  package var backgrounds: Int

  package init(name: String, pairs: Int, backgrounds: Int) {
    self.name = name
    self.pairs = pairs
    self.backgrounds = backgrounds
  }
}

/// The rows of one kind of link over some drops, in the order of drop, target or terminal, and pair.
package struct DropLinkRows: Sendable {
  package var transmitters: [Int32] = []
  package var receivers: [Int32] = []
  /// Sectors of serving links, and the sites and sectors that serve by all rays.
  package var sectors: [Int32] = []
  package var fullTransmitters: [Int32] = []
  package var fullSectors: [Int32] = []
  /// In decibels, negative.
  package var couplings: [Float] = []
  /// In decibels, negative, of each pair so many.
  package var backgrounds: [Float] = []
  /// Of each of the header's figures one value a pair, or one for each point of its background.
  package var figures: [[Float]] = []
  package var paths = DropPathRows()

  package init() {}
}
