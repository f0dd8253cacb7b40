// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Quantities
internal import Spatial

// Why a reader of our own: Assimp 5.2.5 (Debian 12) takes a binary PLY's first data
// byte for a line end when it is 0x0A, reads everything behind it shifted by one byte, and then
// crashes on the nonsense.

/// Reads a PLY file, text or binary.
///
/// - Returns: The triangles with coordinates as in the file; faces with more corners are
///   cut into triangles.
/// - Throws: `InputError` when the file is not PLY, ends early, or has no vertices or faces.
func readPLY(_ path: String) throws(InputError) -> TriangleMesh {
  let bytes = [UInt8](try TextFile.data(path))
  let header = try PLYHeader(bytes, file: path)
  var source = PLYValues(header: header, bytes: bytes, file: path)
  var mesh = TriangleMesh()
  for element in header.elements {
    switch element.name {
    case "vertex": mesh.vertices = try readVertices(element, from: &source, file: path)
    case "face": mesh.triangles = try readFaces(element, of: mesh, from: &source, file: path)
    default:
      for _ in 0..<element.count {
        for property in element.properties { _ = try source.values(of: property) }
      }
    }
  }
  return mesh
}

private func readVertices(
  _ element: PLYHeader.Element, from source: inout PLYValues, file: String
) throws(InputError) -> [Vector3] {
  let positions = ["x", "y", "z"].map { axis in
    element.properties.firstIndex { $0.name == axis && $0.countType == nil }
  }
  guard let x = positions[0], let y = positions[1], let z = positions[2] else {
    throw InputError(file: file, "the vertices of this PLY file lack x, y or z")
  }
  var vertices: [Vector3] = []
  vertices.reserveCapacity(min(element.count, source.remaining))
  for _ in 0..<element.count {
    var row: [Double] = []
    for property in element.properties { row.append(try source.values(of: property).first ?? 0) }
    vertices.append(Vector3(row[x], row[y], row[z]))
  }
  return vertices
}

private func readFaces(
  _ element: PLYHeader.Element, of mesh: TriangleMesh, from source: inout PLYValues, file: String
) throws(InputError) -> [SIMD3<Int32>] {
  guard
    let list = element.properties.firstIndex(where: {
      $0.countType != nil && ($0.name == "vertex_indices" || $0.name == "vertex_index")
    })
  else { throw InputError(file: file, "the faces of this PLY file have no list of vertices") }
  var triangles: [SIMD3<Int32>] = []
  for face in 0..<element.count {
    var corners: [Int] = []
    for (index, property) in element.properties.enumerated() {
      let values = try source.values(of: property)
      if index == list { corners = values.map { Int(exactly: $0) ?? -1 } }
    }
    guard corners.allSatisfy({ mesh.vertices.indices.contains($0) }) else {
      throw InputError(
        file: file,
        "face \(face) uses a vertex that is not there (the file has"
          + " \(mesh.vertices.count) vertices); repair the mesh")
    }
    for triangle in triangulated(corners.map { mesh.vertices[$0] }) {
      triangles.append(
        SIMD3(
          Int32(corners[triangle.x]), Int32(corners[triangle.y]), Int32(corners[triangle.z])))
    }
  }
  return triangles
}

/// The kinds of number a PLY file may hold.
enum PLYType: Hashable {
  case int8, uint8, int16, uint16, int32, uint32, float32, float64

  init?(_ name: Substring) {
    switch name {
    case "char", "int8": self = .int8
    case "uchar", "uint8": self = .uint8
    case "short", "int16": self = .int16
    case "ushort", "uint16": self = .uint16
    case "int", "int32": self = .int32
    case "uint", "uint32": self = .uint32
    case "float", "float32": self = .float32
    case "double", "float64": self = .float64
    default: return nil
    }
  }
}

/// What a PLY file says about itself.
struct PLYHeader {
  enum Encoding { case text, littleEndian, bigEndian }

  struct Property {
    var name: String
    var type: PLYType
    /// The type of a list's length, or nil for a single value.
    var countType: PLYType?
  }

  struct Element {
    var name: String
    var count: Int
    var properties: [Property]
  }

  private(set) var encoding = Encoding.text
  private(set) var elements: [Element] = []

  /// Where the data starts, in bytes.
  private(set) var end = 0

  /// How many lines the header has.
  private(set) var lines = 0

  init(_ bytes: [UInt8], file: String) throws(InputError) {
    let (carriageReturn, lineFeed) = (UInt8(13), UInt8(10))
    guard bytes.starts(with: Array("ply".utf8)), bytes.count > 4 else {
      throw InputError(file: file, "this is not a PLY file: it does not start with 'ply'")
    }
    // The first line shows how lines end, so that not one byte of the data is taken for a line end.
    let terminator: [UInt8] =
      bytes[3] == carriageReturn
      ? (bytes[4] == lineFeed ? [carriageReturn, lineFeed] : [carriageReturn]) : [lineFeed]
    var start = 0
    while true {
      guard let stop = bytes[start...].firstIndex(of: terminator[0]), stop - start < 4096 else {
        throw InputError(file: file, "the header of this PLY file has no end")
      }
      let line = String(decoding: bytes[start..<stop], as: UTF8.self).trimmingSpaces()
      start = min(stop + terminator.count, bytes.count)
      lines += 1
      if line == "end_header" { break }
      try add(line, file: file)
    }
    end = start
  }

  private mutating func add(_ line: String, file: String) throws(InputError) {
    let words = line.split(whereSeparator: \.isWhitespace)
    func wrong() -> InputError {
      InputError(file: file, line: lines, "'\(line)' makes no sense in the header of a PLY file")
    }
    switch words.first {
    case "ply", "comment", "obj_info", nil:
      break
    case "format":
      switch words.dropFirst().first {
      case "ascii": encoding = .text
      case "binary_little_endian": encoding = .littleEndian
      case "binary_big_endian": encoding = .bigEndian
      default: throw wrong()
      }
    case "element":
      guard words.count == 3, let count = Int(words[2]), count >= 0 else { throw wrong() }
      elements.append(Element(name: String(words[1]), count: count, properties: []))
    case "property":
      guard !elements.isEmpty, let property = Self.property(words) else { throw wrong() }
      elements[elements.count - 1].properties.append(property)
    default:
      throw wrong()
    }
  }

  private static func property(_ words: [Substring]) -> Property? {
    if words.count == 5, words[1] == "list", let count = PLYType(words[2]),
      let type = PLYType(words[3])
    {
      return Property(name: String(words[4]), type: type, countType: count)
    }
    guard words.count == 3, let type = PLYType(words[1]) else { return nil }
    return Property(name: String(words[2]), type: type, countType: nil)
  }
}

/// The numbers behind the header, one property after the other.
struct PLYValues {
  private let file: String
  private let isText: Bool
  private var reader: ByteReader
  private let words: [Substring]
  private var nextWord = 0

  init(header: PLYHeader, bytes: [UInt8], file: String) {
    self.file = file
    isText = header.encoding == .text
    reader = ByteReader(bytes, from: header.end, bigEndian: header.encoding == .bigEndian)
    words =
      isText
      ? String(decoding: bytes[header.end...], as: UTF8.self).split(whereSeparator: \.isWhitespace)
      : []
  }

  /// An upper bound of how many values are left.
  var remaining: Int { isText ? words.count - nextWord : reader.remaining }

  /// The values of a property of the current element: one, or those of a list.
  mutating func values(of property: PLYHeader.Property) throws(InputError) -> [Double] {
    guard let countType = property.countType else { return [try value(property.type)] }
    let count = try value(countType)
    guard count >= 0, count <= Double(remaining) else { throw endsEarly() }
    var values: [Double] = []
    for _ in 0..<Int(count) { values.append(try value(property.type)) }
    return values
  }

  /// The next value as a number.
  mutating func value(_ type: PLYType) throws(InputError) -> Double {
    if isText { return try nextNumber() }
    do {
      return try binaryValue(type)
    } catch {
      throw endsEarly()
    }
  }

  private mutating func nextNumber() throws(InputError) -> Double {
    guard nextWord < words.count else { throw endsEarly() }
    guard let value = Double(words[nextWord]) else {
      throw InputError(file: file, "'\(words[nextWord])' in this PLY file is not a number")
    }
    nextWord += 1
    return value
  }

  private mutating func binaryValue(_ type: PLYType) throws(ByteReader.Exhausted) -> Double {
    switch type {
    case .int8: Double(try reader.number() as Int8)
    case .uint8: Double(try reader.number() as UInt8)
    case .int16: Double(try reader.number() as Int16)
    case .uint16: Double(try reader.number() as UInt16)
    case .int32: Double(try reader.number() as Int32)
    case .uint32: Double(try reader.number() as UInt32)
    case .float32: Double(try reader.number() as Float)
    case .float64: try reader.number()
    }
  }

  private func endsEarly() -> InputError {
    InputError(file: file, "this PLY file ends before all its vertices and faces are there")
  }
}
