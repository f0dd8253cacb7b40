// SPDX-License-Identifier: Apache-2.0

/// The tables of what stands out of a link's maps.
extension RecordWriter {
  func prepareDetections(_ kept: Int, in group: String) throws(RecordError) {
    let maps = extent.maps(beforeFrame: extent.frames)
    try file.makeGroup(group + RecordLayout.detections)
    try file.makeGroup(group + RecordLayout.detections + "/label")
    try file.makeGroup(group + RecordLayout.detections + "/targets")
    func make(
      _ name: String, _ storage: HDF5Storage, _ units: String, _ cells: [Int] = [],
      _ axis: String = ""
    ) throws(RecordError) {
      try file.reserve(
        group + name, [maps, kept] + cells, storage, units, "window, detection" + axis)
    }
    try file.reserve(group + RecordLayout.detectionCount, [maps], .int32, "1", "window")
    try make(RecordLayout.detectionDelay, .float64, "s")
    try make(RecordLayout.detectionDoppler, .float64, "Hz")
    try make(RecordLayout.detectionRange, .float64, "m")
    try make(RecordLayout.detectionVelocity, .float64, "m/s")
    try make(RecordLayout.detectionPower, .float64, "W")
    try make(RecordLayout.detectionRatio, .float64, "1")
    try make(RecordLayout.detectionAngles, .float64, "rad", [2], ", (azimuth elevation)")
    try make(RecordLayout.detectionDirection, .float64, "1", [3], ", (x y z)")
    try make(RecordLayout.detectionPosition, .float64, "m", [3], ", (x y z)")
    try make(RecordLayout.labelPath, .uint64, "1")
    try make(RecordLayout.labelObject, .int32, "1")
    try make(RecordLayout.labelMaterial, .int32, "1")
    try make(RecordLayout.labelKind, .int32, "1")
    try make(RecordLayout.labelPower, .float64, "W")
    try make(RecordLayout.labelDelay, .float64, "s")
    try make(RecordLayout.labelDoppler, .float64, "Hz")
    try make(RecordLayout.labelVertex, .float64, "m", [3], ", (x y z)")
    for (name, units) in [
      (RecordLayout.targetPower, "W"), (RecordLayout.targetDelay, "s"),
      (RecordLayout.targetDoppler, "Hz"),
    ] {
      try file.reserve(group + name, [maps, actorCount], .float64, units, "window, actor")
    }
  }

  /// Writes what stands out of one map.
  func write(
    _ map: MapDetections, kept: Int, at window: Int, in group: String
  ) throws(RecordError) {
    let row = PaddedRow(items: map.detections, count: kept)
    try file.write(
      [Int32(clamping: map.count)], to: group + RecordLayout.detectionCount, at: window)
    for (name, value) in Self.numbers {
      let missing = Self.powers.contains(name) ? 0 : Double.nan
      try file.write(row.values(missing, value), to: group + name, at: window)
    }
    try file.write(row.vectors { $0.angles }, to: group + RecordLayout.detectionAngles, at: window)
    try file.write(
      row.vectors { $0.direction }, to: group + RecordLayout.detectionDirection, at: window)
    try file.write(
      row.vectors { $0.position }, to: group + RecordLayout.detectionPosition, at: window)
    try file.write(
      row.vectors { $0.label.vertex }, to: group + RecordLayout.labelVertex, at: window)
    try file.write(
      row.values(UInt64.max) { $0.label.path }, to: group + RecordLayout.labelPath, at: window)
    try file.write(
      row.values(-1) { $0.label.object }, to: group + RecordLayout.labelObject, at: window)
    try file.write(
      row.values(-1) { $0.label.material }, to: group + RecordLayout.labelMaterial, at: window)
    try file.write(row.values(-1) { $0.label.kind }, to: group + RecordLayout.labelKind, at: window)
    try file.write(map.targets.map(\.power), to: group + RecordLayout.targetPower, at: window)
    try file.write(map.targets.map(\.delay), to: group + RecordLayout.targetDelay, at: window)
    try file.write(
      map.targets.map(\.dopplerShift), to: group + RecordLayout.targetDoppler, at: window)
  }

  /// The tables with one number of each detection.
  private static var numbers: [(name: String, value: (RecordedDetection) -> Double)] {
    [
      (RecordLayout.detectionDelay, { $0.delay }),
      (RecordLayout.detectionDoppler, { $0.dopplerShift }),
      (RecordLayout.detectionRange, { $0.range }),
      (RecordLayout.detectionVelocity, { $0.radialVelocity }),
      (RecordLayout.detectionPower, { $0.power }),
      (RecordLayout.detectionRatio, { $0.signalToNoise }),
      (RecordLayout.labelPower, { $0.label.power }),
      (RecordLayout.labelDelay, { $0.label.delay }),
      (RecordLayout.labelDoppler, { $0.label.dopplerShift }),
    ]
  }

  /// Those whose unused entries are zero rather than no number.
  private static var powers: [String] {
    [RecordLayout.detectionPower, RecordLayout.detectionRatio, RecordLayout.labelPower]
  }
}

extension RecordedLink {
  /// Whether detections were looked for.
  package var hasDetections: Bool { file.has(group + RecordLayout.detectionCount) }

  /// How many detections each map had, kept or not.
  package func detectionCounts() throws(RecordError) -> [Int] {
    try file.expect(group + RecordLayout.detectionCount, shape: [nil])
    return (try file.read(group + RecordLayout.detectionCount, rows: mapTimes.indices) as [Int32])
      .map { Int($0) }
  }

  /// The detections kept of a map, strongest first, and what there was to detect of each actor.
  ///
  /// - Parameter window: Which map.
  /// - Returns: What was recorded of it.
  /// - Throws: `RecordError` where detections were not looked for or cannot be read.
  package func detections(window: Int) throws(RecordError) -> MapDetections {
    let count: [Int32] = try row(RecordLayout.detectionCount, window)
    return MapDetections(
      count: Int(count.first ?? 0), detections: try detections(inRow: window),
      targets: try targets(window: window))
  }

  private func targets(window: Int) throws(RecordError) -> [RecordedTarget] {
    let power: [Double] = try row(RecordLayout.targetPower, window)
    let delay: [Double] = try row(RecordLayout.targetDelay, window, count: power.count)
    let shift: [Double] = try row(RecordLayout.targetDoppler, window, count: power.count)
    return power.indices.map {
      RecordedTarget(power: power[$0], delay: delay[$0], dopplerShift: shift[$0])
    }
  }

  private func detections(inRow window: Int) throws(RecordError) -> [RecordedDetection] {
    let delay: [Double] = try row(RecordLayout.detectionDelay, window)
    func numbers(_ name: String, width: Int = 1) throws(RecordError) -> [Double] {
      try row(name, window, width: width, count: delay.count)
    }
    let shift = try numbers(RecordLayout.detectionDoppler)
    let range = try numbers(RecordLayout.detectionRange)
    let velocity = try numbers(RecordLayout.detectionVelocity)
    let power = try numbers(RecordLayout.detectionPower)
    let ratio = try numbers(RecordLayout.detectionRatio)
    let angles = try numbers(RecordLayout.detectionAngles, width: 2)
    let direction = try numbers(RecordLayout.detectionDirection, width: 3)
    let position = try numbers(RecordLayout.detectionPosition, width: 3)
    let labels = try labels(inRow: window, count: delay.count)
    return delay.indices.filter { !delay[$0].isNaN }.map { index in
      let towards = vector(direction, index)
      return RecordedDetection(
        delay: delay[index], dopplerShift: shift[index], range: range[index],
        radialVelocity: velocity[index], power: power[index], signalToNoise: ratio[index],
        angles: towards.map { _ in SIMD2(angles[2 * index], angles[2 * index + 1]) },
        direction: towards, position: vector(position, index), label: labels[index])
    }
  }

  private func labels(
    inRow window: Int, count: Int
  ) throws(RecordError) -> [DetectionLabel] {
    let path: [UInt64] = try row(RecordLayout.labelPath, window, count: count)
    let object: [Int32] = try row(RecordLayout.labelObject, window, count: count)
    let material: [Int32] = try row(RecordLayout.labelMaterial, window, count: count)
    let kind: [Int32] = try row(RecordLayout.labelKind, window, count: count)
    let power: [Double] = try row(RecordLayout.labelPower, window, count: count)
    let delay: [Double] = try row(RecordLayout.labelDelay, window, count: count)
    let shift: [Double] = try row(RecordLayout.labelDoppler, window, count: count)
    let vertex: [Double] = try row(RecordLayout.labelVertex, window, width: 3, count: count)
    return path.indices.map { index in
      DetectionLabel(
        path: path[index], object: object[index], material: material[index], kind: kind[index],
        power: power[index], delay: delay[index], dopplerShift: shift[index],
        vertex: SIMD3(vertex[3 * index..<3 * index + 3]))
    }
  }
}

/// The vector of a position in a row, nil where there is none.
private func vector(_ values: [Double], _ index: Int) -> SIMD3<Double>? {
  let vector = SIMD3(values[3 * index..<3 * index + 3])
  return vector.x.isNaN ? nil : vector
}
