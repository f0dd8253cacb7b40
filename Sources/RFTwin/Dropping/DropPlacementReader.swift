// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import InputDocuments
internal import Quantities
internal import Spatial
internal import StatisticalChannel

/// Where something is dropped, by the words of files.
private enum RegionWord: String, CaseIterable {
  case cell
  case cells
  case room
  case sites
  case outerLane = "outer-lane"
  case sidewalk
}

/// Reads regions, some of which a layout has only.
struct DropRegionReader {
  let grid: HexagonalGrid?
  let hall: SIMD2<Double>?
  let layout: SiteLayout

  /// Reads `region`.
  func region(_ node: InputNode) throws(InputError) -> DropRegion {
    guard node.isScalar else { return try rectangle(node) }
    let word: RegionWord = try node.choice()
    switch word {
    case .cell, .cells:
      guard let grid else { throw lacking(node, "cells", "hexagonal") }
      return word == .cell ? .cell(grid) : .cells(grid)
    case .room:
      guard let hall else { throw lacking(node, "a room", "office or hall") }
      return .rectangle(from: .zero, to: hall)
    case .sites: return layout.spannedRectangle
    case .outerLane, .sidewalk:
      guard layout.hasStreets else { throw lacking(node, "streets", "urban-grid") }
      return word == .outerLane ? .outerLane : .sidewalk
    }
  }

  private func lacking(_ node: InputNode, _ what: String, _ kind: String) -> InputError {
    node.error("the layout lacks \(what) for '\(node.path)'; its kind must be \(kind)")
  }

  private func rectangle(_ node: InputNode) throws(InputError) -> DropRegion {
    let entry = try node.mapping()
    let (low, high) = (
      try entry.required("from").numbers(2), try entry.required("to").numbers(2)
    )
    try entry.finish()
    guard low[0] <= high[0], low[1] <= high[1] else {
      throw node.error("'\(node.path)': 'from' lies beyond 'to'; exchange them")
    }
    return .rectangle(from: SIMD2(low[0], low[1]), to: SIMD2(high[0], high[1]))
  }

  /// Reads how places are found: `positions`, or `count`, `region` and `height`.
  func placement(_ entry: InputMapping, height: Double?) throws(InputError) -> Placement {
    if let positions = entry.optional("positions") { return .given(try readPlaces(positions)) }
    let count = try entry.integer("count", in: 1...10_000, default: 1)
    let regionNode = try entry.required("region")
    let region = try region(regionNode)
    let heightNode = entry.optional("height")
    guard let rule = try heightNode.map(readHeightRule) ?? height.map(HeightRule.fixed) else {
      return try .drawn(count: count, region, readHeightRule(entry.required("height")))
    }
    guard try entry.flag("evenly-spaced", default: false) else {
      return .drawn(count: count, region, rule)
    }
    guard case .ring(let half) = region, case .fixed(let height) = rule else {
      throw regionNode.error(
        "places can be evenly spaced along outer-lane and sidewalk only, at one height")
    }
    return .spaced(count: count, along: half, height: height)
  }

  private func readHeightRule(_ node: InputNode) throws(InputError) -> HeightRule {
    guard node.isList else { return .fixed(try readHeight(node)) }
    let bounds = try node.list()
    guard bounds.count == 2 else {
      throw node.error("'\(node.path)' must be a height or two, such as [1.5 m, 300 m]")
    }
    let (low, high) = (try readHeight(bounds[0]), try readHeight(bounds[1]))
    guard low <= high else {
      throw node.error("'\(node.path)': the first height is above the second; exchange them")
    }
    return .uniform(low...high)
  }
}

/// The words for targets: the rows of TR 38.901 clause 7.9.2, and hazards, which have none.
private enum TargetWord: String, CaseIterable {
  case smallUAV = "uav-small"
  case largeUAV = "uav-large"
  case human
  case vehicle
  case guidedVehicle = "agv"
  case hazard

  var kind: TargetKind {
    switch self {
    case .smallUAV, .largeUAV: .aerialVehicle
    case .human: .human
    case .vehicle: .vehicle
    case .guidedVehicle: .guidedVehicle
    case .hazard: .hazard
    }
  }

  /// The row of its mean cross-section; hazards are humans unless the file says otherwise.
  var target: SensingTarget {
    switch self {
    case .smallUAV: .smallUAV
    case .largeUAV: .largeUAV
    case .human, .hazard: .human
    case .vehicle: .vehicle
    case .guidedVehicle: .automatedGuidedVehicle
    }
  }

  /// The row with a point for each side.
  var fivePoints: SensingTarget? {
    switch self {
    case .vehicle: .vehicleFivePoints
    case .guidedVehicle: .automatedGuidedVehicleFivePoints
    case .smallUAV, .largeUAV, .human, .hazard: nil
    }
  }

  /// The height of the scattering point where the file does not say it, in metres.
  var height: Double? {
    let section = TargetCrossSection.of(target)
    return kind == .aerialVehicle ? nil : section.size.z / 2 + section.pointHeight
  }
}

/// The cross-section of targets, with one point or with five.
func readTargetSection(_ entry: InputMapping) throws(InputError) -> TargetCrossSection {
  let word: TargetWord = try entry.required("kind").choice()
  guard let node = entry.optional("points") else { return TargetCrossSection.of(word.target) }
  let count = try node.integer(in: 1...5)
  guard count > 1 else { return TargetCrossSection.of(word.target) }
  guard count == 5, let target = word.fivePoints else {
    throw node.error(
      "'\(node.path)' can be 1, or 5 for targets of kind vehicle and agv (TR 38.901 clause 7.9.2),"
        + " not \(count) for \(word.rawValue)")
  }
  return TargetCrossSection.of(target)
}

/// Reads `targets` of a file of drops.
func readTargets(
  _ node: InputNode, _ regions: DropRegionReader
) throws(InputError) -> SensingDropScenario.Targets {
  let entry = try node.mapping()
  let word: TargetWord = try entry.required("kind").choice()
  _ = try readTargetSection(entry)
  let section =
    try entry.optional("cross-section")?.crossSection(in: CrossSection.plausible).dBsm
    ?? TargetCrossSection.of(word.target).mean
  var targets = SensingDropScenario.Targets(
    kind: word.kind, crossSection: section,
    placement: try regions.placement(entry, height: word.height))
  let lengths = Distance(si: 0)...Distance(si: 1e5)
  let zero = Distance(si: 0)
  let over = entry.optional("site-distance-2d")
  let straight = entry.optional("site-distance")
  if let over, straight != nil {
    throw over.error(
      "'site-distance' and 'site-distance-2d' are two ways to say one thing; keep one")
  }
  if let node = over ?? straight {
    targets.leastSiteDistance = (try node.quantity(in: lengths).metres, over != nil)
  }
  targets.leastTerminalDistance =
    try entry.quantity("terminal-distance", in: lengths, default: zero).metres
  targets.leastSpacing = try entry.quantity("spacing", in: lengths, default: zero).metres
  try entry.finish()
  return targets
}

/// The words for terminals.
private enum TerminalWord: String, CaseIterable {
  case terrestrial, vehicle, aerial, agv, rsu

  var node: SensingNode {
    switch self {
    case .terrestrial: .terrestrialTerminal
    case .vehicle: .vehicleTerminal
    case .aerial: .aerialTerminal
    case .agv: .guidedVehicleTerminal
    case .rsu: .roadsideUnit
    }
  }

  /// The height where the file does not say it, in metres (TR 38.901 Table 7.9.6.1-3).
  var height: Double? {
    switch self {
    case .terrestrial, .agv: 1.5
    case .vehicle: 1.6
    case .rsu: 5
    case .aerial: nil
    }
  }
}

/// Reads `terminals` of a file of drops.
func readTerminals(
  _ node: InputNode, _ regions: DropRegionReader
) throws(InputError) -> SensingDropScenario.Terminals {
  let entry = try node.mapping()
  let word: TerminalWord = try entry.required("kind").choice()
  var terminals = SensingDropScenario.Terminals(
    node: word.node, placement: try regions.placement(entry, height: word.height))
  terminals.leastSiteDistance =
    try entry.quantity(
      "site-distance-2d", in: Distance(si: 0)...Distance(si: 1e5), default: Distance(si: 0)
    ).metres
  try entry.finish()
  return terminals
}
