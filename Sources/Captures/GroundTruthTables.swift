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
    try reserve(
      group + RecordLayout.pathRange, [extent.frames, kept], .float64, "m", "frame, path")
    try reserve(
      group + RecordLayout.pathVelocity, [extent.frames, kept], .float64, "m/s", "frame, path")
    for name in [RecordLayout.pathDeparture, RecordLayout.pathArrival] {
      try reserve(group + name, [extent.frames, kept, 3], .float64, "1", "frame, path, (x y z)")
    }
    for name in [RecordLayout.pathDepartureAngles, RecordLayout.pathArrivalAngles] {
      try reserve(
        group + name, [extent.frames, kept, 2], .float64, "rad", "frame, path, (azimuth elevation)")
    }
  }

  func writeGeometry(
    of paths: [RecordedPath], _ link: LinkHeader, in group: String
  ) throws(RecordError) {
    func rows(_ width: Int, _ value: (RecordedGeometry) -> [Double]) -> [Double] {
      (0..<link.keptPaths).flatMap {
        $0 < paths.count ? value(paths[$0].geometry) : [Double](repeating: .nan, count: width)
      }
    }
    try file.write(
      rows(1) { [$0.range] }, to: group + RecordLayout.pathRange, at: progress.frames)
    try file.write(
      rows(1) { [$0.radialVelocity] }, to: group + RecordLayout.pathVelocity, at: progress.frames)
    try file.write(
      rows(3) { list($0.departure) }, to: group + RecordLayout.pathDeparture, at: progress.frames)
    try file.write(
      rows(3) { list($0.arrival) }, to: group + RecordLayout.pathArrival, at: progress.frames)
    try file.write(
      rows(2) { list($0.departureAngles) }, to: group + RecordLayout.pathDepartureAngles,
      at: progress.frames)
    try file.write(
      rows(2) { list($0.arrivalAngles) }, to: group + RecordLayout.pathArrivalAngles,
      at: progress.frames)
  }
}

/// The components of a vector.
func list<Vector: SIMD>(_ vector: Vector) -> [Vector.Scalar] {
  vector.indices.map { vector[$0] }
}
