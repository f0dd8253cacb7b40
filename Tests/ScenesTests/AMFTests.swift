// SPDX-License-Identifier: Apache-2.0

import InputDocuments
import Scenes
import Spatial
import TestSupport
import Testing

@Suite("AMF files")
struct AMFTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A square of 2 m by 3 m at a height of 1 m, half of it glass.
  private static let square = """
    <amf unit="millimeter">
    <object id="0"><metadata type="name">Floor</metadata><mesh><vertices>
    <vertex><coordinates><x>0</x><y>0</y><z>1000</z></coordinates></vertex>
    <vertex><coordinates><x>2000</x><y>0</y><z>1000</z></coordinates></vertex>
    <vertex><coordinates><x>2000</x><y> 3e3 </y><z>1000</z></coordinates></vertex>
    <vertex><coordinates><x>0</x><y>3000</y><z>1000</z></coordinates></vertex>
    </vertices>
    <volume materialid="1"><triangle><v1>0</v1><v2>1</v2><v3>2</v3></triangle></volume>
    <volume materialid="2"><triangle><v1>0</v1><v2>2</v2><v3>3</v3></triangle></volume>
    </mesh></object>
    <material id="1"><metadata type="name">glass</metadata></material>
    <material id="2"><metadata type="name">wood</metadata></material>
    </amf>
    """

  @Test("volumes become objects of their material, in metres", arguments: ["a.amf", "a.xml"])
  func volumes(name: String) throws {
    let file = try importMeshes(folder.write(Self.square, to: name))
    #expect(file.meshes.map(\.object) == ["Floor", "Floor"])
    #expect(file.meshes.map(\.material) == ["glass", "wood"])
    #expect(file.warnings == [])
    #expect(
      file.meshes[1].mesh.vertices == [Vector3(0, 0, 1), Vector3(2, 3, 1), Vector3(0, 3, 1)])
    let area = file.meshes.map { mesh in
      let v = mesh.mesh.vertices
      return (v[1] - v[0]).cross(v[2] - v[0]).length / 2
    }
    // 2 m times 3 m, halved; a rounding.
    for half in area { #expect(isClose(half, 3, within: 1e-14)) }
  }

  @Test(
    "what is not right is refused with its line",
    arguments: [
      ("unit=\"millimeter\"", "unit=\"parsec\"", ":1: the unit 'parsec' is not known"),
      ("materialid=\"2\"", "materialid=\"9\"", ":9: no material has the id '9'"),
      ("<v3>3</v3>", "<v3>4</v3>", ":9: 'v3' is '4' and must be a vertex from 0 to 3"),
      ("<v3>3</v3>", "", ":9: 'v3' is '' and must be a vertex"),
      ("<x>0</x>", "<x>nan</x>", ":3: 'nan' is not a finite number"),
      ("<z>1000</z>", "", ":3: the coordinate 'z' is missing"),
      ("</amf>", "<constellation id=\"3\"/></amf>", ":13: 'constellation' is not read"),
    ])
  func refused(old: String, new: String, words: String) throws {
    let path = try folder.write(Self.square.replacing(old, with: new), to: "b.amf")
    do {
      _ = try importMeshes(path)
      Issue.record("'\(new)' is read")
    } catch {
      #expect(error.description.contains(words), "\(error)")
    }
  }

  @Test(
    "NIST's scenes have the objects, triangles and sizes that are told of them",
    arguments: [
      ("LectureRoom_LectureRoom.xml", 12, 888, Vector3(12.083_636, 19.175_453, 3.01)),
      // 30 objects, of which racks have a top of its own material: 56 volumes.
      ("DataCenter_DataCenter.xml", 56, 360, Vector3(18.000_035_8, 18.002_576_9, 2.56)),
      ("ParkingLot_ParkingLot.xml", 50, 1012, Vector3(222.018_2, 212.832, 10)),
    ])
  func nist(name: String, objects: Int, triangles: Int, told: Vector3) throws {
    guard let path = SharedFiles.data("nist_qd_60ghz_materials/\(name)") else {
      print("skipped: RFTWIN_DATA names no folder with nist_qd_60ghz_materials/\(name)")
      return
    }
    let file = try importMeshes(path)
    #expect(file.meshes.count == objects)
    #expect(file.meshes.allSatisfy { $0.material != nil })
    // Those without area are left out with a warning.
    let kept = file.meshes.reduce(0) { $0 + $1.mesh.triangles.count }
    #expect(kept == triangles || kept < triangles && !file.warnings.isEmpty)
    #expect(Double(kept) >= 0.95 * Double(triangles))
    let box = BoundingBox(around: file.meshes.flatMap(\.mesh.vertices))
    // The sizes are those of Python's own XML reader, rounded to a micrometre.
    #expect((box.upper - box.lower - told).length < 2e-6, "\(box.upper - box.lower)")
  }
}
