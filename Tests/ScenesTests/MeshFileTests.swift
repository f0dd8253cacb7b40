// SPDX-License-Identifier: Apache-2.0

import Foundation
import InputDocuments
import Quantities
import Scenes
import Spatial
import TestSupport
import Testing

@Suite("Mesh files")
struct MeshFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func expectPanel(
    _ file: ImportedFile, material: String?, location: SourceLocation = #_sourceLocation
  ) throws {
    let mesh = try #require(file.meshes.first, sourceLocation: location)
    #expect(file.meshes.count == 1, sourceLocation: location)
    #expect(mesh.material == material, sourceLocation: location)
    let world = mesh.mesh.vertices.map { $0 + mesh.pivot }
    for corner in [
      Vector3(10, 20, 30), Vector3(12, 20, 30), Vector3(12, 20, 31), Vector3(10, 20, 31),
    ] {
      // Single precision at 30 m.
      #expect(
        world.contains { ($0 - corner).length < 1e-5 }, "\(corner) is missing from \(world)",
        sourceLocation: location)
    }
    #expect(mesh.mesh.triangles.count == 2, sourceLocation: location)
    let area = mesh.mesh.triangles.indices.reduce(Vector3.zero) {
      $0 + mesh.mesh.vectorArea($1)
    }
    // Counter-clockwise seen from -y in every one of the files.
    #expect((area - Vector3(0, -2, 0)).length < 1e-5, sourceLocation: location)
  }

  @Test("OBJ with MTL")
  func obj() throws {
    try folder.write(MeshFixtures.mtl, to: "panel.mtl")
    let path = try folder.write(MeshFixtures.obj, to: "panel.obj")
    try expectPanel(importMeshes(path), material: "brick")
  }

  @Test("PLY as text")
  func asciiPLY() throws {
    let path = try folder.write(MeshFixtures.asciiPLY, to: "panel.ply")
    try expectPanel(importMeshes(path), material: nil)
  }

  @Test("PLY as text with line ends of other systems", arguments: ["\r\n", "\r"])
  func lineEnds(lineEnd: String) throws {
    let text = MeshFixtures.asciiPLY.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: lineEnd)
    try expectPanel(importMeshes(folder.write(text, to: "panel.ply")), material: nil)
  }

  @Test(
    "PLY as bytes of both orders, with properties that are of no use", arguments: [false, true])
  func binaryPLY(bigEndian: Bool) throws {
    let path = try folder.write(MeshFixtures.binaryPLY(bigEndian: bigEndian), to: "panel.ply")
    try expectPanel(importMeshes(path), material: nil)
  }

  @Test("STL in millimetres, which must be said")
  func stl() throws {
    let path = try folder.write(MeshFixtures.stl, to: "panel.stl")
    try expectPanel(
      importMeshes(path, options: .init(unit: Distance(si: 1e-3))), material: nil)
    #expect(throws: InputError.self) { _ = try importMeshes(path) }
  }

  @Test("glTF with nodes on nodes, y up")
  func gltf() throws {
    try expectPanel(
      importMeshes(folder.write(MeshFixtures.gltf, to: "panel.gltf")), material: "brick")
  }

  @Test("binary glTF; a node's own place becomes the pivot")
  func glb() throws {
    let file = try importMeshes(folder.write(MeshFixtures.glb, to: "panel.glb"))
    try expectPanel(file, material: "brick")
    let mesh = try #require(file.meshes.first)
    #expect(mesh.object == "panel")
    #expect((mesh.pivot - Vector3(10, 20, 30)).length < 1e-5)
  }

  @Test("COLLADA in centimetres with z up, as the file says")
  func collada() throws {
    try expectPanel(
      importMeshes(folder.write(MeshFixtures.collada, to: "panel.dae")), material: "brick")
  }

  @Test("FBX in centimetres with y up, as the file says")
  func fbx() throws {
    try expectPanel(
      importMeshes(folder.write(MeshFixtures.fbx, to: "panel.fbx")), material: "brick")
  }

  @Test("units and the axis that points up can be said for any format")
  func options() throws {
    let text = MeshFixtures.asciiPLY
      .replacingOccurrences(of: "10 20 30", with: "1000 3000 -2000")
      .replacingOccurrences(of: "12 20 30", with: "1200 3000 -2000")
      .replacingOccurrences(of: "12 20 31", with: "1200 3100 -2000")
      .replacingOccurrences(of: "10 20 31", with: "1000 3100 -2000")
    let path = try folder.write(text, to: "panel.ply")
    try expectPanel(
      importMeshes(path, options: .init(up: .y, unit: Distance(si: 0.01))), material: nil)
  }

  @Test("binary PLY files whose data start with a line feed load with correct vertices")
  func lineFeedTrap() throws {
    // The smallest such file: the first coordinate is a float whose lowest byte is 0x0A.
    var data = Data(
      """
      ply
      format binary_little_endian 1.0
      element vertex 3
      property float x
      property float y
      property float z
      element face 1
      property list uchar int vertex_indices
      end_header

      """.utf8)
    let first = Float(bitPattern: 0x4120_000A)
    for value in [first, 0, 0, 1, 0, 0, 0, 1, 0] {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    data.append(3)
    for index: Int32 in [0, 1, 2] {
      withUnsafeBytes(of: index.littleEndian) { data.append(contentsOf: $0) }
    }
    let file = try importMeshes(folder.write(data, to: "trap.ply"))
    #expect(file.meshes.first?.mesh.vertices.first?.x == Double(first))
  }

  @Test("the three files that Assimp 5.2.5 crashes on load with correct vertices")
  func assimpCrashers() throws {
    let names = ["element_148", "element_476", "element_946"].map {
      "data/ply-assimp-5.2.5/\($0)-itu_metal.ply"
    }
    let paths = names.compactMap { SharedFiles.path($0) }
    guard paths.count == names.count else {
      print("skipped: the files that crash Assimp are not on this machine")
      return
    }
    for path in paths {
      let file = try importMeshes(path)
      let mesh = try #require(file.meshes.first?.mesh)
      // They are pieces of buildings: flat, a few metres, within a kilometre.
      #expect(mesh.bounds.size.length < 200)
      #expect(mesh.vertices.allSatisfy { $0.length < 2000 })
      let data = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
      let start = try #require(
        data.indices.first { data[$0...].starts(with: Array("end_header\n".utf8)) })
      #expect(data[start + 11] == 0x0A)
      let bits = data[(start + 11)..<(start + 15)].reversed().reduce(UInt32(0)) {
        $0 << 8 | UInt32($1)
      }
      #expect(mesh.vertices.contains { $0.x == Double(Float(bitPattern: bits)) })
    }
  }
}

@Suite("Broken mesh files")
struct BrokenMeshTests {
  private func complaint(_ text: String, name: String) throws -> String {
    let folder = try TemporaryFolder()
    let path = try folder.write(text, to: name)
    do {
      _ = try importMeshes(path)
      return "no complaint"
    } catch {
      return error.description.replacingOccurrences(of: path, with: name)
    }
  }

  @Test(
    "each is refused with a sentence that names the file",
    arguments: [
      ("", "empty.obj", "empty.obj: the file is empty"),
      ("garbage", "x.obj", "x.obj: "),
      ("garbage", "x.glb", "x.glb: the mesh cannot be imported"),
      ("ply\nformat ascii 1.0\n", "x.ply", "x.ply: the header of this PLY file has no end"),
      ("not a ply", "x.ply", "x.ply: this is not a PLY file"),
      ("<scene><shape", "x.xml", "x.xml:1: this is not well-formed XML"),
      ("v 0 0 0\n", "noext", "noext: the file's name has no extension"),
      ("data", "x.unknown", "x.unknown: the mesh cannot be imported"),
    ])
  func refused(text: String, name: String, message: String) throws {
    let said = try complaint(text, name: name)
    #expect(said.hasPrefix(message), "\(said)")
  }

  private func ply(_ vertices: [String], _ faces: [String]) -> String {
    """
    ply
    format ascii 1.0
    element vertex \(vertices.count)
    property float x
    property float y
    property float z
    element face \(faces.count)
    property list uchar int vertex_indices
    end_header
    \((vertices + faces).joined(separator: "\n"))

    """
  }

  @Test("vertices that are not numbers, indices out of range and missing faces are refused")
  func content() throws {
    let corners = ["0 0 0", "1 0 0", "0 1 0"]
    #expect(
      try complaint(ply(["nan 0 0", "1 0 0", "0 1 0"], ["3 0 1 2"]), name: "x.ply")
        .contains("vertex 0 of object 'x' is not a finite point"))
    #expect(
      try complaint(ply(corners, ["3 0 1 7"]), name: "x.ply").contains("face 0 uses a vertex"))
    #expect(
      try complaint(ply(corners, ["3 0 1 -1"]), name: "x.ply").contains("face 0 uses a vertex"))
    #expect(
      try complaint(ply(corners, []), name: "x.ply").contains("no usable surface"))
    #expect(
      try complaint(ply(corners, ["3 0 1"]), name: "x.ply").contains("ends before"))
    #expect(
      try complaint(ply(["0 0 0", "1 0 0", "2 0 0"], ["3 0 1 2"]), name: "x.ply")
        .contains("all 1 triangles are without area"))
  }

  @Test("triangles without area or standing twice are left out, counted and reported")
  func useless() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      ply(
        ["0 0 0", "1 0 0", "0 1 0", "2 0 0", "0 0 0"],
        ["3 0 1 2", "3 0 1 3", "3 0 0 2", "3 2 4 1"]),
      to: "x.ply")
    let file = try importMeshes(path)
    #expect(file.meshes.first?.mesh.triangles.count == 1)
    #expect(file.warnings.contains { $0.contains("2 triangles without area") })
    #expect(file.warnings.contains { $0.contains("1 triangle that stood twice") })
  }

  @Test("a file that makes the importer crash costs an error, not the program")
  func crash() throws {
    // Assimp 5.2.5 itself crashes on the trap files when they come with an extension we hand to it;
    // a damaged glb with buffer views beyond its buffer must at least be refused.
    var data = MeshFixtures.glb
    data.removeLast(40)
    let folder = try TemporaryFolder()
    let path = try folder.write(data, to: "cut.glb")
    #expect(throws: InputError.self) { _ = try importMeshes(path) }
  }

  @Test("a mesh that is not there is called missing")
  func missing() {
    let error = #expect(throws: InputError.self) { _ = try importMeshes("/nowhere/x.glb") }
    #expect(error?.message.contains("no such file") == true)
  }

  @Test("a mesh beyond 10000 km is refused, whatever its unit")
  func farAway() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("o a\nv 2e7 0 0\nv 2e7 1 0\nv 2e7 0 1\nf 1 2 3\n", to: "far.obj")
    let error = #expect(throws: InputError.self) { _ = try importMeshes(path) }
    #expect(error?.message.contains("'a' reaches 20000 km from the origin") == true)
    let near = MeshFileOptions(unit: Distance(si: 0.1))
    #expect(throws: Never.self) { _ = try importMeshes(path, options: near) }
  }
}
