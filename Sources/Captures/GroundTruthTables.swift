// SPDX-License-Identifier: Apache-2.0

/// The tables that tell where paths lead and what belongs to which actor.
extension RecordWriter {
  func writeActors(_ header: RecordHeader) throws(RecordError) {
    try file.write(strings: header.actors, to: RecordLayout.actorNames)
    let name = RecordLayout.actorOfObject
    try file.write(
      header.actorsOfObjects, shape: [header.actorsOfObjects.count], to: name, as: .int32)
    try describe(name, units: "1", dimensions: "object")
  }

  func prepareGeometry(_ link: LinkHeader, in group: String) throws(RecordError) {
    let kept = link.keptPaths
    try makeGrowing(group + RecordLayout.pathRange, row: [kept], .float64, "m", "frame, path")
    try makeGrowing(
      group + RecordLayout.pathVelocity, row: [kept], .float64, "m/s", "frame, path")
    for name in [RecordLayout.pathDeparture, RecordLayout.pathArrival] {
      try makeGrowing(group + name, row: [kept, 3], .float64, "1", "frame, path, (x y z)")
    }
    for name in [RecordLayout.pathDepartureAngles, RecordLayout.pathArrivalAngles] {
      try makeGrowing(
        group + name, row: [kept, 2], .float64, "rad", "frame, path, (azimuth elevation)")
    }
  }

  func appendGeometry(
    of paths: [RecordedPath], _ link: LinkHeader, in group: String
  ) throws(RecordError) {
    func rows(_ width: Int, _ value: (RecordedGeometry) -> [Double]) -> [Double] {
      (0..<link.keptPaths).flatMap {
        $0 < paths.count ? value(paths[$0].geometry) : [Double](repeating: .nan, count: width)
      }
    }
    try file.append(rows(1) { [$0.range] }, to: group + RecordLayout.pathRange)
    try file.append(rows(1) { [$0.radialVelocity] }, to: group + RecordLayout.pathVelocity)
    try file.append(rows(3) { list($0.departure) }, to: group + RecordLayout.pathDeparture)
    try file.append(rows(3) { list($0.arrival) }, to: group + RecordLayout.pathArrival)
    try file.append(
      rows(2) { list($0.departureAngles) }, to: group + RecordLayout.pathDepartureAngles)
    try file.append(
      rows(2) { list($0.arrivalAngles) }, to: group + RecordLayout.pathArrivalAngles)
  }
}

/// The components of a vector.
func list<Vector: SIMD>(_ vector: Vector) -> [Vector.Scalar] {
  vector.indices.map { vector[$0] }
}
