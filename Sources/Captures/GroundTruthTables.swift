// SPDX-License-Identifier: Apache-2.0

/// The tables that tell where paths lead and what belongs to which actor.
extension RecordWriter {
  func writeActors(_ header: RecordHeader) throws(RecordError) {
    try file.write(strings: header.actors, to: RecordLayout.actorNames)
    let name = RecordLayout.actorOfObject
    try file.write(
      header.actorsOfObjects, shape: [header.actorsOfObjects.count], to: name, as: .int32)
    try file.describe(name, units: "1", dimensions: "object")
  }

  func prepareGeometry(_ link: LinkHeader, in group: String) throws(RecordError) {
    let kept = link.keptPaths
    try file.reserve(
      group + RecordLayout.pathRange, [extent.frames, kept], .float64, "m", "frame, path")
    try file.reserve(
      group + RecordLayout.pathVelocity, [extent.frames, kept], .float64, "m/s", "frame, path")
    for name in [RecordLayout.pathDeparture, RecordLayout.pathArrival] {
      try file.reserve(
        group + name, [extent.frames, kept, 3], .float64, "1", "frame, path, (x y z)")
    }
    for name in [RecordLayout.pathDepartureAngles, RecordLayout.pathArrivalAngles] {
      try file.reserve(
        group + name, [extent.frames, kept, 2], .float64, "rad", "frame, path, (azimuth elevation)")
    }
  }

  func writeGeometry(
    of paths: [RecordedPath], _ link: LinkHeader, in group: String
  ) throws(RecordError) {
    let row = PaddedRow(items: paths.map(\.geometry), count: link.keptPaths)
    for (name, values) in [
      (RecordLayout.pathRange, row.values(.nan) { $0.range }),
      (RecordLayout.pathVelocity, row.values(.nan) { $0.radialVelocity }),
      (RecordLayout.pathDeparture, row.vectors { $0.departure }),
      (RecordLayout.pathArrival, row.vectors { $0.arrival }),
      (RecordLayout.pathDepartureAngles, row.vectors { $0.departureAngles }),
      (RecordLayout.pathArrivalAngles, row.vectors { $0.arrivalAngles }),
    ] {
      try file.write(values, to: group + name, at: progress.frames)
    }
  }
}
