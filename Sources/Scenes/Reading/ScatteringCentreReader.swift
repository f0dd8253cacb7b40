// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Electromagnetics
internal import Foundation
internal import InputDocuments
internal import Quantities
internal import Spatial

/// Reads the list `scattering-centres` of an actor.
func readScatteringCentres(
  _ node: InputNode, of body: inout ActorBody, into builder: inout SceneBuilder
) throws(InputError) {
  var names: Set<String> = []
  for (index, element) in try node.list().enumerated() {
    let entry = try element.mapping()
    let name = try entry.optional("name")?.name() ?? "centre-\(index + 1)"
    let carrier = try body.node(named: entry.optional("part"), in: &builder)
    let isHidden = try entry.flag("hidden-by-own-body", default: false)
    func add(
      _ name: String, _ position: Vector3, _ law: CentreEchoLaw
    ) throws(InputError) {
      guard names.insert(name).inserted else {
        throw element.error("two scattering centres of '\(body.name)' are named '\(name)'")
      }
      builder.add(
        ScatteringCentre(
          name: "\(body.name)/\(name)", node: carrier.node, position: position, law: law,
          isHiddenByOwnBody: isHidden))
    }
    if let standard = entry.optional("standard") {
      let section = TargetCrossSection.of(try standard.choice(SensingTarget.self))
      let middle =
        try entry.optional("position").map(readPoint) ?? Vector3(0, 0, section.size.z / 2)
      let fluctuates = try entry.flag("fluctuation", default: true)
      for (point, place) in section.points.enumerated() {
        let face = section.pointCount > 1 ? "-\(section.lobes[point].face.rawValue)" : ""
        try add(
          name + face, middle + place,
          .standard(section, point: point, fluctuates: fluctuates))
      }
    } else {
      try add(
        name, readPoint(entry.required("position")),
        .pattern(readCrossSection(entry.required("rcs"))))
    }
    try entry.finish()
  }
}

/// Reads a cross-section: a value with its unit, or the name of a CSV file.
private func readCrossSection(_ node: InputNode) throws(InputError) -> CrossSectionPattern {
  let text = try node.string()
  guard text.lowercased().hasSuffix(".csv") else {
    return .constant(try node.crossSection(in: CrossSection.plausible))
  }
  let path = TextFile.path(text, besideFile: node.file)
  guard FileManager.default.fileExists(atPath: path) else {
    throw node.error("there is no table of cross-sections '\(path)'; check the path")
  }
  return .tabulated(try readCrossSectionTable(path))
}
