// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The same panel in every format, of the material "brick".
///
/// It has the corners (0,0), (2,0), (2,1), (0,1) in x and up, stands at y = 0, and is moved by
/// (10, 20, 30), all in metres with z up.
enum MeshFixtures {
  static let obj = """
    mtllib panel.mtl
    o panel
    v 10 20 30
    v 12 20 30
    v 12 20 31
    v 10 20 31
    usemtl brick
    f 1 2 3 4
    """

  static let mtl = "newmtl brick\nKd 0.7 0.3 0.2\n"

  static let asciiPLY = """
    ply
    format ascii 1.0
    comment made by hand
    element vertex 4
    property float x
    property float y
    property float z
    element face 1
    property list uchar int vertex_indices
    end_header
    10 20 30
    12 20 30
    12 20 31
    10 20 31
    4 0 1 2 3

    """

  /// A binary PLY in the given byte order.
  ///
  /// A property stands between the coordinates, and colours behind them.
  static func binaryPLY(bigEndian: Bool) -> Data {
    var data = Data(
      """
      ply
      format binary_\(bigEndian ? "big" : "little")_endian 1.0
      element vertex 4
      property float x
      property uchar quality
      property double y
      property float z
      element face 2
      property uchar red
      property list uchar ushort vertex_indices
      end_header

      """.utf8)
    func put<Value: FixedWidthInteger>(_ value: Value) {
      withUnsafeBytes(of: bigEndian ? value.bigEndian : value.littleEndian) {
        data.append(contentsOf: $0)
      }
    }
    for (x, z) in [(10, 30), (12, 30), (12, 31), (10, 31)] {
      put(Float(x).bitPattern)
      put(UInt8(10))
      put(Double(20).bitPattern)
      put(Float(z).bitPattern)
    }
    for triangle in [[0, 1, 2], [0, 2, 3]] {
      put(UInt8(200))
      put(UInt8(3))
      for corner in triangle { put(UInt16(corner)) }
    }
    return data
  }

  /// Millimetres, as many CAD programs write.
  static let stl = """
    solid panel
    facet normal 0 -1 0
    outer loop
    vertex 10000 20000 30000
    vertex 12000 20000 30000
    vertex 12000 20000 31000
    endloop
    endfacet
    facet normal 0 -1 0
    outer loop
    vertex 10000 20000 30000
    vertex 12000 20000 31000
    vertex 10000 20000 31000
    endloop
    endfacet
    endsolid panel

    """

  /// The corners of the panel without its place, y up, as little-endian floats, and two triangles.
  private static var gltfBuffer: Data {
    var data = Data()
    for value: Float in [0, 0, 0, 2, 0, 0, 2, 1, 0, 0, 1, 0] {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    for value: UInt16 in [0, 1, 2, 0, 2, 3] {
      withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
    }
    return data
  }

  private static func gltfJSON(buffer: String) -> String {
    // The place (10, 20, 30) with z up is (10, 30, -20) with y up, split between two nodes.
    """
    {"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],
    "nodes":[{"name":"root","translation":[10,0,0],"children":[1]},
    {"name":"panel","translation":[0,30,-20],"mesh":0}],
    "meshes":[{"primitives":[{"attributes":{"POSITION":0},"indices":1,"material":0}]}],
    "materials":[{"name":"brick"}],
    "accessors":[{"bufferView":0,"componentType":5126,"count":4,"type":"VEC3",\
    "min":[0,0,0],"max":[2,1,0]},
    {"bufferView":1,"componentType":5123,"count":6,"type":"SCALAR"}],
    "bufferViews":[{"buffer":0,"byteOffset":0,"byteLength":48},\
    {"buffer":0,"byteOffset":48,"byteLength":12}],
    "buffers":[\(buffer)]}
    """
  }

  static var gltf: String {
    let encoded = gltfBuffer.base64EncodedString()
    return gltfJSON(
      buffer:
        "{\"byteLength\":60,\"uri\":\"data:application/octet-stream;base64,\(encoded)\"}")
  }

  static var glb: Data {
    var json = Data(gltfJSON(buffer: "{\"byteLength\":60}").utf8)
    while !json.count.isMultiple(of: 4) { json.append(0x20) }
    let binary = gltfBuffer
    var data = Data("glTF".utf8)
    func put(_ value: Int) {
      withUnsafeBytes(of: UInt32(value).littleEndian) { data.append(contentsOf: $0) }
    }
    put(2)
    put(12 + 8 + json.count + 8 + binary.count)
    put(json.count)
    data.append(Data("JSON".utf8))
    data.append(json)
    put(binary.count)
    data.append(Data([0x42, 0x49, 0x4E, 0]))
    data.append(binary)
    return data
  }

  /// Centimetres with z up, as the file itself says.
  static let collada = """
    <?xml version="1.0" encoding="utf-8"?>
    <COLLADA xmlns="http://www.collada.org/2005/11/COLLADASchema" version="1.4.1">
      <asset><unit name="centimeter" meter="0.01"/><up_axis>Z_UP</up_axis></asset>
      <library_effects><effect id="e"><profile_COMMON><technique sid="common"><lambert>
        <diffuse><color>1 0 0 1</color></diffuse></lambert></technique></profile_COMMON>\
    </effect></library_effects>
      <library_materials><material id="m" name="brick">\
    <instance_effect url="#e"/></material></library_materials>
      <library_geometries><geometry id="g" name="panel"><mesh>
        <source id="p"><float_array id="pa" count="12">0 0 0 200 0 0 200 0 100 0 0 100</float_array>
          <technique_common><accessor source="#pa" count="4" stride="3">
            <param name="X" type="float"/><param name="Y" type="float"/>\
    <param name="Z" type="float"/>
          </accessor></technique_common></source>
        <vertices id="v"><input semantic="POSITION" source="#p"/></vertices>
        <triangles material="brick" count="2"><input semantic="VERTEX" source="#v" offset="0"/>
          <p>0 1 2 0 2 3</p></triangles>
      </mesh></geometry></library_geometries>
      <library_visual_scenes><visual_scene id="s"><node id="n" name="panel">
        <translate>1000 2000 3000</translate>
        <instance_geometry url="#g"><bind_material><technique_common>
          <instance_material symbol="brick" target="#m"/></technique_common></bind_material>\
    </instance_geometry>
      </node></visual_scene></library_visual_scenes>
      <scene><instance_visual_scene url="#s"/></scene>
    </COLLADA>
    """

  /// Centimetres with y up, as the file itself says.
  static let fbx = """
    ; FBX 7.4.0 project file
    FBXHeaderExtension:  {
    \tFBXHeaderVersion: 1003
    \tFBXVersion: 7400
    }
    GlobalSettings:  {
    \tVersion: 1000
    \tProperties70:  {
    \t\tP: "UpAxis", "int", "Integer", "",1
    \t\tP: "UpAxisSign", "int", "Integer", "",1
    \t\tP: "FrontAxis", "int", "Integer", "",2
    \t\tP: "FrontAxisSign", "int", "Integer", "",1
    \t\tP: "CoordAxis", "int", "Integer", "",0
    \t\tP: "CoordAxisSign", "int", "Integer", "",1
    \t\tP: "UnitScaleFactor", "double", "Number", "",1
    \t}
    }
    Objects:  {
    \tGeometry: 1001, "Geometry::panel", "Mesh" {
    \t\tVertices: *12 {
    \t\t\ta: 0,0,0,200,0,0,200,100,0,0,100,0
    \t\t}
    \t\tPolygonVertexIndex: *4 {
    \t\t\ta: 0,1,2,-4
    \t\t}
    \t\tGeometryVersion: 124
    \t\tLayerElementMaterial: 0 {
    \t\t\tVersion: 101
    \t\t\tName: ""
    \t\t\tMappingInformationType: "AllSame"
    \t\t\tReferenceInformationType: "IndexToDirect"
    \t\t\tMaterials: *1 {
    \t\t\t\ta: 0
    \t\t\t}
    \t\t}
    \t\tLayer: 0 {
    \t\t\tVersion: 100
    \t\t\tLayerElement:  {
    \t\t\t\tType: "LayerElementMaterial"
    \t\t\t\tTypedIndex: 0
    \t\t\t}
    \t\t}
    \t}
    \tModel: 1002, "Model::panel", "Mesh" {
    \t\tVersion: 232
    \t\tProperties70:  {
    \t\t\tP: "Lcl Translation", "Lcl Translation", "", "A",1000,3000,-2000
    \t\t}
    \t\tShading: T
    \t\tCulling: "CullingOff"
    \t}
    \tMaterial: 1003, "Material::brick", "" {
    \t\tVersion: 102
    \t\tShadingModel: "lambert"
    \t\tMultiLayer: 0
    \t}
    }
    Connections:  {
    \tC: "OO",1002,0
    \tC: "OO",1001,1002
    \tC: "OO",1003,1002
    }

    """
}
