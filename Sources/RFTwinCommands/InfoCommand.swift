// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Captures
internal import Foundation
internal import InputDocuments
internal import Kinematics
internal import Materials
internal import Quantities
internal import RFTwin
internal import RadarFrames
internal import Scenes
internal import Spatial

/// Tells what a file holds.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Tell what a record, a scenario, a library of materials or a mesh file holds.")

  @Argument(help: "The file.")
  var file: String

  @OptionGroup var meshOptions: MeshOptions

  @Flag(help: "Of a record, tell only what is seen in its maps.")
  var summary = false

  func run() throws {
    let lines: [String]
    switch try FileKind(of: file) {
    case .record where try DropRecord.isOne(file): lines = try describeDrops()
    case .record:
      let record = try Record(file, allowingUnfinished: true)
      lines = summary ? try seen(in: record) : try contents(of: record) + seen(in: record)
    case .scenario: lines = describe(scenario: try Scenario.load(file))
    case .materials: lines = try describeMaterials()
    case .meshes:
      lines = describe(
        meshes: try importMeshes(file, options: meshOptions.fileOptions()))
    }
    for line in lines { try printResult(line) }
  }

  private func describeDrops() throws -> [String] {
    let record = try DropRecord(file)
    let links = try record.links.map { link in
      DropLinkLevels(
        name: link, couplings: try record.couplings(link),
        backgrounds: try record.backgrounds(link),
        figures: try DropFigure.all.map { ($0, try record.levels($0, link)) })
    }
    guard !summary else { return levelTable(links) }
    return [
      "drops '\(record.name)', written by \(record.generator)",
      "frequency: \(Frequency(hertz: record.frequency))", "seed: \(record.seed)",
      "\(counted(record.drops, "drop")) of "
        + (record.isServing
          ? counted(record.terminals, "terminal") : counted(record.targets, "target")),
    ] + (try pathCounts(record)) + levelTable(links)
  }

  /// A line with how many paths are kept, none where none are.
  private func pathCounts(_ record: DropRecord) throws -> [String] {
    let counts = try record.links.compactMap { link in
      try record.pathCount(link).map { "\($0) of \(link)" }
    }
    return counts.isEmpty ? [] : ["paths: \(counts.joined(separator: ", "))"]
  }

  private func describe(scenario: Scenario) -> [String] {
    let (scene, waveform, episode) = (scenario.scene, scenario.waveform, scenario.episode)
    let reach = PhysicalConstants.speedOfLight * waveform.unambiguousDelay
    let speed = waveform.centreFrequency.wavelength / (4 * waveform.chirpPeriod)
    var lines: [String] = [
      "scenario '\(scenario.name)'",
      "scene: \(counted(scene.objects.count, "object")),"
        + " \(counted(scene.triangleCount, "triangle"))"
        + " in \(counted(scene.facets.count, "facet")),"
        + " \(counted(scene.materials.count, "material")):"
        + " \(scene.materials.map(\.name).joined(separator: ", ").ifEmpty("none"))"
        + (scene.centres.isEmpty
          ? "" : "; \(counted(scene.centres.count, "scattering centre"))"),
      "moving: \(moving(in: scene).joined(separator: ", ").ifEmpty("nothing"))",
      "radios: \(scene.radios.map(\.name).joined(separator: ", "))",
      "links: "
        + scene.links.map { link in
          "\(link.name) (\(scene.radios[link.transmitter].name)"
            + " to \(scene.radios[link.receiver].name))"
        }.joined(separator: ", "),
      "waveform: \(counted(waveform.samples, "sample")) a chirp,"
        + " delay cell \(TimeSpan(si: waveform.delayCell)),"
        + " unambiguous to \(TimeSpan(si: waveform.unambiguousDelay))"
        + " or \(Distance(si: reach / 2)) of range",
      "speeds unambiguous to +-\(Speed(si: speed)) (monostatic)",
    ]
    lines += schedules(of: scene, speed: speed)
    lines.append(
      "episode: \(counted(episode.frameCount, "frame")) of \(counted(episode.chirps, "chirp"))"
        + " every \(TimeSpan(si: episode.framePeriod)),"
        + " \(counted(episode.frameCount * episode.chirps, "chirp")) in all")
    return lines
  }

  /// Lines about radios whose transmit elements share the chirps.
  ///
  /// - Parameters:
  ///   - scene: The scene.
  ///   - speed: The unambiguous speed of a radio that sends from one element, in metres per second.
  /// - Returns: A line for each of them.
  private func schedules(of scene: Scene, speed: Double) -> [String] {
    scene.radios.filter { $0.emission.cycle > 1 }.map { radio in
      let elements = radio.emission.elements.map(String.init).joined(separator: ", ")
      return "'\(radio.name)' sends from elements \(elements) in cycles of"
        + " \(counted(radio.emission.cycle, "chirp")), speeds unambiguous to"
        + " +-\(Speed(si: speed / Double(radio.emission.cycle)))"
    }
  }

  /// The names of surfaces and of scattering centres that move.
  private func moving(in scene: Scene) -> [String] {
    scene.groups.filter { !$0.isAtRest }.map(\.name)
      + scene.centres.filter { !scene.motion.isAtRest($0.node) }.map(\.name)
  }

  private func describeMaterials() throws -> [String] {
    var library = try MaterialLibrary.bundled()
    try library.add(file: file)
    let names = try InputNode.load(file).mapping().required("materials").mapping().named()
      .map(\.name)
    return [
      "a library of \(counted(names.count, "material")): \(names.joined(separator: ", "))",
      "'rftwin materials NAME --library \(file)' shows one of them",
    ]
  }

  private func describe(meshes file: ImportedFile) -> [String] {
    var bounds = BoundingBox.empty
    for mesh in file.meshes {
      bounds.extend(to: BoundingBox(around: mesh.mesh.vertices.map { $0 + mesh.pivot }))
    }
    let triangles = file.meshes.reduce(0) { $0 + $1.mesh.triangles.count }
    let size = bounds.size
    var lines = [
      "\(counted(Set(file.meshes.map(\.object)).count, "object")),"
        + " \(counted(triangles, "triangle")),"
        + " \(Distance(si: size.x)) x \(Distance(si: size.y)) x \(Distance(si: size.z))"
    ]
    lines += file.warnings.map { "warning: \($0)" }
    for mesh in file.meshes.prefix(200) {
      lines.append(
        "  \(mesh.object): \(counted(mesh.mesh.triangles.count, "triangle")), material"
          + " \(mesh.material.map { "'\($0)'" } ?? "not stated")")
    }
    if file.meshes.count > 200 { lines.append("  and \(file.meshes.count - 200) more") }
    return lines + file.animationOutlines.map(describe(animation:))
  }

  private func describe(animation: AnimationOutline) -> String {
    let shown = animation.nodes.prefix(12).joined(separator: ", ").ifEmpty("nothing")
    let more = animation.nodes.count > 12 ? " and \(animation.nodes.count - 12) more" : ""
    return
      "animation '\(animation.name)': \(TimeSpan(si: animation.duration)), moves \(shown)\(more)"
  }
}

extension String {
  fileprivate func ifEmpty(_ other: String) -> String { isEmpty ? other : self }
}
