// SPDX-License-Identifier: Apache-2.0

import InputDocuments
import Materials
import Quantities
import Scenes
import Spatial
import TestSupport
import Testing

@Suite("Mitsuba scenes")
struct MitsubaSceneTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(MeshFixtures.asciiPLY, to: "meshes/panel.ply")
  }

  private func load(_ body: String) throws -> Scene {
    let path = try folder.write(
      "<scene version=\"2.1.0\">\n\(body)\n</scene>\n", to: "scene.xml")
    var builder = SceneBuilder(library: try MaterialLibrary.bundled())
    try builder.addStatic(try importMeshes(path), from: path)
    return builder.finished()
  }

  private let panel = """
    <shape type="ply" id="mesh-front"><string name="filename" value="meshes/panel.ply"/>
    <ref id="m" name="bsdf"/></shape>
    """

  @Test("materials come from the BSDFs, in all the ways scenes write them")
  func materials() throws {
    for (bsdf, name, thickness) in [
      (
        "<bsdf type=\"itu-radio-material\" id=\"m\"><string name=\"type\" value=\"brick\"/>"
          + "<float name=\"thickness\" value=\"0.25\"/></bsdf>", "itu_brick", 0.25
      ),
      (
        "<bsdf type=\"twosided\" id=\"m\"><bsdf type=\"diffuse\"/></bsdf>", "", 0
      ),
      ("<bsdf type=\"diffuse\" id=\"mat-itu_concrete.002\"/>", "itu_concrete", 0.1),
    ] {
      let reference = name.isEmpty ? "m" : (bsdf.contains("mat-") ? "mat-itu_concrete.002" : "m")
      let shape = panel.replacing("id=\"m\"", with: "id=\"\(reference)\"")
      guard !name.isEmpty else {
        // A material without a radio name is an error that says which object needs one.
        let error = #expect(throws: InputError.self) { _ = try load(bsdf + shape) }
        #expect(error?.message.contains("object 'front'") == true)
        continue
      }
      let scene = try load(bsdf + shape)
      #expect(scene.materials.map(\.name) == [name])
      #expect(scene.materials.first?.thickness?.metres == thickness)
      #expect(scene.objects.map(\.name) == ["front"])
    }
  }

  @Test("transforms apply in their order, and a mirroring one keeps the outside outside")
  func transforms() throws {
    let bsdf =
      "<bsdf type=\"itu-radio-material\" id=\"m\">"
      + "<string name=\"type\" value=\"metal\"/></bsdf>"
    let scene = try load(
      bsdf + """
        <shape type="rectangle" id="floor"><transform name="to_world">
        <scale x="2" y="3" z="1"/><rotate z="1" angle="90"/><translate x="10" y="0" z="-1"/>
        </transform><ref id="m" name="bsdf"/></shape>
        """)
    let mesh = try #require(scene.groups.first).mesh
    let bounds = mesh.bounds
    #expect((bounds.lower - Vector3(7, -2, -1)).length < 1e-12)
    #expect((bounds.upper - Vector3(13, 2, -1)).length < 1e-12)
    let mirrored = try load(
      bsdf + """
        <shape type="cube" id="box"><transform name="to_world">\
        <scale x="-1" y="1" z="1"/></transform>
        <ref id="m" name="bsdf"/></shape>
        """)
    let box = try #require(mirrored.groups.first).mesh
    #expect(box.isWatertight)
    #expect(isClose(box.windingNumber(around: .zero), 1, within: 1e-12))
  }

  @Test("a reference to nothing, an unknown shape and a missing mesh are named with their line")
  func mistakes() throws {
    let bsdf =
      "<bsdf type=\"itu-radio-material\" id=\"m\">"
      + "<string name=\"type\" value=\"metal\"/></bsdf>"
    for (body, words) in [
      (panel, "no bsdf has the id 'm'"),
      (
        bsdf + "<shape type=\"sphere\"><ref id=\"m\" name=\"bsdf\"/></shape>",
        "'sphere' are not read"
      ),
      (bsdf + panel.replacing("panel.ply", with: "none.ply"), "no such file"),
      (
        bsdf.replacing("metal", with: "mettal") + panel,
        "no material is named 'itu_mettal'; did you mean 'itu_metal'"
      ),
      ("", "the scene has no shapes"),
    ] {
      let error = #expect(throws: InputError.self) { _ = try load(body) }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }

  @Test("values of a radio material are checked like those of a library, with their line")
  func materialValues() throws {
    for (name, value) in [
      ("relative_permittivity", "-5"), ("conductivity", "-1"), ("thickness", "-0.1"),
      ("scattering_coefficient", "2"), ("xpd_coefficient", "-0.1"), ("thickness", "0x1"),
    ] {
      let other =
        name == "relative_permittivity" ? "" : #"<float name="relative_permittivity" value="4"/>"#
      let bsdf =
        #"<bsdf type="radio-material" id="m">\#(other)"# + "\n"
        + #"<float name="\#(name)" value="\#(value)"/></bsdf>"#
      let error = #expect(throws: InputError.self) { _ = try load(bsdf + panel) }
      #expect(error?.line == 3, "\(error as Any)")
      #expect(error?.message.hasPrefix("'\(name)' must") == true, "\(error as Any)")
    }
  }

  @Test("variables take their defaults, and one without a default is an error with its line")
  func variables() throws {
    let metal =
      #"<bsdf type="itu-radio-material" id="m"><string name="type" value="$kind"/></bsdf>"#
    let shape = panel.replacing("meshes/panel", with: "$folder/panel")
    let defaults =
      #"<default name="folder" value="meshes"/><default name="kind" value="metal"/>"#
    #expect(try load(defaults + metal + shape).materials.map(\.name) == ["itu_metal"])
    let error = #expect(throws: InputError.self) {
      _ = try load(
        defaults.replacing("folder", with: "foldr") + "\n" + metal + shape)
    }
    #expect(error?.line == 3)
    #expect(error?.message.contains("'$folder' is not defined") == true)
    #expect(error?.message.contains("did you mean 'foldr'") == true)
  }

  @Test("an include is refused rather than left out, and a missing mesh names the scene's line")
  func filesElsewhere() throws {
    let include = #expect(throws: InputError.self) {
      _ = try load(#"<include filename="more.xml"/>"# + panel)
    }
    #expect(include?.line == 2)
    #expect(include?.message.contains("copy what is in 'more.xml'") == true)
    let bsdf =
      #"<bsdf type="itu-radio-material" id="m"><string name="type" value="metal"/></bsdf>"#
    let missing = #expect(throws: InputError.self) {
      _ = try load(bsdf + "\n" + panel.replacing("panel.ply", with: "none.ply"))
    }
    #expect(missing?.line == 3)
    #expect(missing?.file.hasSuffix("scene.xml") == true)
  }

  @Test("a bsdf without an id gives its values, or no material")
  func inlineMaterial() throws {
    let stated = panel.replacing(
      #"<ref id="m" name="bsdf"/>"#,
      with: #"<bsdf type="radio-material"><float name="relative_permittivity" value="4"/></bsdf>"#)
    #expect(try load(stated).materials.map(\.name) == ["bsdf-line-3"])
    let bare = panel.replacing(#"<ref id="m" name="bsdf"/>"#, with: #"<bsdf type="diffuse"/>"#)
    let error = #expect(throws: InputError.self) { _ = try load(bare) }
    #expect(error?.message.contains("object 'front' has no material") == true)
  }

  @Test("malformed XML is refused with a reason and its line")
  func malformed() throws {
    for (text, lines, words) in [
      ("<scene>\n<shape>\n</scene>", 3...3, "near the element 'shape' of line 2"),
      // Versions of libxml2 differ in which line a file ends on.
      ("<scene>\n<shape>\n", 2...3, "near the element 'shape' of line 2"),
      ("<scene/>\n<scene/>\n", 2...2, "behind the end of the outermost element"),
      ("<scene/>\nhello\n", 2...2, "behind the end of the outermost element"),
      ("<scene>\n<shape id=\"a\" id=\"b\"/></scene>", 2...2, "an attribute stands twice"),
      ("<scene>&who;</scene>", 1...1, "an entity"),
      (
        String(repeating: "<scene>", count: 100_000)
          + String(repeating: "</scene>", count: 100_000), 1...1, "nested more than 200 deep"
      ),
    ] {
      let path = try folder.write(text, to: "broken.xml")
      let error = #expect(throws: InputError.self) { _ = try importMeshes(path) }
      #expect(error?.message.contains(words) == true, "\(error as Any)")
      #expect(error?.line.map(lines.contains) == true, "\(error as Any)")
    }
  }

  @Test(
    "the scenes of Sionna RT load unmodified",
    arguments: [
      ("box", 1, 6), ("munich", 2367, 0), ("etoile", 0, 0), ("florence", 0, 0),
      ("san_francisco", 0, 0), ("simple_street_canyon_with_cars", 0, 0), ("floor_wall", 2, 2),
    ])
  func sionnaScenes(name: String, objects: Int, facets: Int) throws {
    guard let path = SharedFiles.sionnaScene(name) else {
      print("skipped: RFTWIN_SIONNA_SCENES names no folder with the scene '\(name)'")
      return
    }
    var builder = SceneBuilder(library: try MaterialLibrary.bundled())
    try builder.addStatic(try importMeshes(path), from: path)
    let scene = builder.finished()
    #expect(scene.triangleCount > 0)
    #expect(scene.facets.count <= scene.triangleCount)
    if objects > 0 { #expect(scene.objects.count == objects) }
    if facets > 0 { #expect(scene.facets.count == facets) }
    let merged = scene.facets.reduce(0) { $0 + $1.shape.triangles.count }
    #expect(merged == scene.triangleCount)
  }
}
