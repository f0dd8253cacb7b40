// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import Electromagnetics
package import InputDocuments
internal import LinearAlgebra
internal import Materials
package import Quantities
internal import RealModule

/// Fits materials to published reflection losses of surfaces, where there is no capture.
package struct ReflectionCalibration: Sendable {
  /// What is fitted of a material.
  struct Entry: Sendable {
    var loss: PublishedLoss
    var quantities: [MaterialQuantity]

    /// The material before the fit.
    var prior: AdjustableMaterial
  }

  package let name: String
  let source: String
  let entries: [Entry]
  let geometry: ReflectionGeometry

  /// How well the mean losses are known, in decibels.
  let error: Double

  /// Frequencies at which the fitted materials hold: 5 % about that of the losses.
  package var band: ClosedRange<Frequency> {
    Frequency(hertz: 0.95 * geometry.frequency)...Frequency(hertz: 1.05 * geometry.frequency)
  }

  /// Reads a calibration file that names losses in place of captures.
  ///
  /// - Parameter path: The YAML file; files it names are looked for beside it.
  /// - Returns: What is to be fitted, or nil where the file has no section `reflections`.
  /// - Throws: `InputError` with file and line.
  package static func load(_ path: String) throws(InputError) -> ReflectionCalibration? {
    let root = try InputNode.parse(TextFile.text(path), file: path).mapping()
    guard let node = root.optional("reflections") else { return nil }
    let section = try node.mapping()
    let frequency: Frequency = try section.positive("frequency", in: Frequency.plausible)
    let polarization =
      try section.optional("polarization")?.choice(ReflectionGeometry.Polarization.self) ?? .both
    let incidence = try section.optional("incidence").map(readIncidence) ?? 0...(Double.pi / 3)
    let error = try section.quantity("error", default: Decibels(si: 1))
    guard error.si > 0 else {
      throw (section.optional("error") ?? node).error("'reflections.error' must be above zero")
    }
    let (losses, source) = try readLosses(section.required("losses"))
    try section.finish()
    var library = try MaterialLibrary.bundled()
    for file in try readFiles(root.optional("library")) {
      try library.add(file: TextFile.path(try file.string(), besideFile: file.file))
    }
    var entries: [Entry] = []
    for named in try root.required("materials").mapping().named() {
      guard let loss = losses.first(where: { $0.material == named.name }) else {
        throw InputError(
          file: path, line: named.line,
          "no loss of '\(named.name)' is told; there are"
            + " \(losses.map(\.material).joined(separator: ", "))")
      }
      entries.append(try readEntry(named.value, loss, library, frequency))
    }
    let name = try root.required("name").name()
    try root.finish()
    guard !entries.isEmpty else {
      throw try root.required("materials").error("'materials' names nothing to fit")
    }
    return ReflectionCalibration(
      name: name, source: source, entries: entries,
      geometry: ReflectionGeometry(
        incidence: incidence, polarization: polarization, frequency: frequency.hertz),
      error: error.si)
  }

  /// The standard deviation of a free value before the fit, of a surface that is known by its kind only:
  /// eps_r - 1 is off by a factor of e, and S lies anywhere.
  private static func spread(of quantity: MaterialQuantity) -> Double {
    switch quantity {
    case .permittivity: 1
    case .scattering: 3
    case .roughness, .exponent, .forwardShare, .backwardExponent: quantity.spread
    }
  }

  /// Fits all materials.
  ///
  /// - Returns: What was found, with a sentence for each loss.
  /// - Throws: `CalibrationError` where values become no numbers.
  package func run() throws(CalibrationError) -> CalibrationOutcome {
    let unknowns = entries.enumerated().flatMap { index, entry in
      entry.quantities.map { MaterialUnknown(material: index, quantity: $0) }
    }
    let ofFit = unknowns.map { unknown in
      let entry = entries[unknown.material]
      return Unknown(
        name: "\(entry.prior.name) \(unknown.quantity.rawValue)", unit: unknown.quantity.unit,
        prior: unknown.quantity.free(entry.prior[unknown.quantity] ?? 1),
        spread: Self.spread(of: unknown.quantity),
        kind: .material(unknown))
    }
    func materials(_ values: [Double]) -> [AdjustableMaterial] {
      var materials = entries.map(\.prior)
      for (unknown, value) in zip(unknowns, values) {
        materials[unknown.material][unknown.quantity] = unknown.quantity.value(value)
      }
      return materials
    }
    do {
      let permittivities = entries.map(permittivities)
      let starts = zip(unknowns, ofFit).map { unknown, own in
        permittivities[unknown.material].first.map { unknown.quantity.free($0) } ?? own.prior
      }
      let fit = try fit(ofFit, from: starts) { values in
        linearization(materials(values), unknowns, values)
      }
      let fitted = materials(fit.values)
      var outcome = CalibrationOutcome(
        name: name, scenario: source, materials: fitted, prior: entries.map(\.prior),
        fitted: Array(entries.indices), unknowns: ofFit,
        identifiability: try Identifiability(ofFit, fit), fit: fit, lobes: [], links: [],
        heldOutCostBefore: 0, heldOutCostAfter: 0)
      outcome.notes = entries.indices.map {
        statement(entries[$0], fitted[$0], others: Array(permittivities[$0].dropFirst()))
      }
      return outcome
    } catch {
      throw .numbers(error)
    }
  }

  /// The permittivities that explain a loss as well as any near them, the likeliest first, and others down
  /// to an eighth of its likelihood: waves in a layer interfere, so that several make one loss.
  ///
  /// Empty where a permittivity is not all that is fitted.
  private func permittivities(_ entry: Entry) -> [Double] {
    guard entry.quantities == [.permittivity] else { return [] }
    let quantity = MaterialQuantity.permittivity
    let ends = (quantity.free(1.05), quantity.free(quantity.range.upperBound))
    let grid = (0...800).map { ends.0 + (ends.1 - ends.0) * Double($0) / 800 }
    let prior = quantity.free(entry.prior.permittivity)
    func cost(_ free: Double) -> Double {
      var material = entry.prior
      material.permittivity = quantity.value(free)
      let miss = (geometry.loss(of: material).mean - entry.loss.mean) / error
      let step = (free - prior) / Self.spread(of: quantity)
      return (miss * miss + step * step) / 2
    }
    let costs = grid.map(cost)
    let minima = (1..<800).filter { index in
      let here = costs[index]
      return here <= costs[index - 1] && here < costs[index + 1]
    }
    // Near a half wave the loss grows by more than 'error' from one value to the next.
    let valleys = minima.map { index in
      let free = lowest(from: grid[index - 1], to: grid[index + 1], cost)
      return (free: free, cost: cost(free))
    }.sorted { $0.cost < $1.cost }
    guard let best = valleys.first else { return [] }
    return valleys.filter { $0.cost - best.cost < 2 }.map { quantity.value($0.free) }
  }

  private func linearization(
    _ materials: [AdjustableMaterial], _ unknowns: [MaterialUnknown], _ values: [Double]
  ) -> Linearization {
    var sum = Linearization(unknowns: unknowns.count)
    for (index, entry) in entries.enumerated() {
      let expected = geometry.loss(of: materials[index])
      let slopes = zip(unknowns, values).map { unknown, value in
        unknown.material == index
          ? expected.slope(by: unknown.quantity) * unknown.quantity.slope(value) / error : 0
      }
      sum.add(
        (expected.mean - entry.loss.mean) / error, slopes: slopes, robustness: .infinity)
    }
    return sum
  }

  // MARK: Statements

  /// Between what relative permittivities building materials lie: ceiling board and marble with some
  /// room (ITU-R P.2040-3, table 3).
  private static let solids = 1.45...10.0

  /// What the loss of a surface says of its material.
  private func statement(
    _ entry: Entry, _ fitted: AdjustableMaterial, others: [Double]
  ) -> String {
    let (before, after) = (geometry.loss(of: entry.prior), geometry.loss(of: fitted))
    var text =
      "\(fitted.name): a loss of \(rounded(entry.loss.mean)) dB was published, with a spread of"
      + " \(rounded(entry.loss.spread)) dB; \(rounded(after.mean)) dB are expected now,"
      + " \(rounded(before.mean)) dB were before, and angles alone make a spread of"
      + " \(rounded(after.spread)) dB"
    if entry.loss.spread > 0, after.spread > entry.loss.spread {
      text +=
        ", more than was published, so waves fell in from fewer angles or something else weakens them, such as"
        + " scattering"
    }
    if abs(after.mean - entry.loss.mean) > max(entry.loss.spread, error) {
      text += "; the loss is out of reach of what is fitted"
    } else if abs(after.mean - entry.loss.mean) > 3 * error {
      text += "; the loss is not reached within what 'error' lets expect"
    }
    if !others.isEmpty {
      text +=
        "; waves in its layer interfere, so that other permittivities explain the loss as well and the"
        + " interval holds for the nearest only: "
        + others.map(rounded).joined(separator: ", ")
    }
    if entry.quantities.contains(.permittivity), !Self.solids.contains(fitted.permittivity) {
      text +=
        "; no building material has such a permittivity: what is weak here is the surface's roughness,"
        + " shape or size, or what is strong is metal; begin with 'like: itu_metal' and fit [scattering]"
    }
    if entry.quantities.count > 1 {
      text +=
        "; one loss tells one number, so what is fitted beside another one lies where it was expected"
        + " before"
    } else {
      text += "; conductivity, roughness and scattering that are not fitted are in what is"
    }
    return text
  }
}

// MARK: Reading

private func readIncidence(_ node: InputNode) throws(InputError) -> ClosedRange<Double> {
  let values = try node.list()
  guard values.count == 2 else {
    throw node.error("'\(node.path)' must be two angles from the normal, such as [0 deg, 60 deg]")
  }
  let (first, last): (Angle, Angle) = (try values[0].quantity(), try values[1].quantity())
  guard first.radians >= 0, first.radians <= last.radians, last.radians <= 0.4999 * .pi else {
    throw node.error(
      "'\(node.path)' must be two angles from the normal that do not fall, from 0 deg to 89.9 deg"
    )
  }
  return first.radians...last.radians
}

/// One file or a list of them.
private func readFiles(_ node: InputNode?) throws(InputError) -> [InputNode] {
  guard let node else { return [] }
  return node.isList ? try node.list() : [node]
}

/// The losses, from a table's file or written out, and where they are from.
private func readLosses(
  _ node: InputNode
) throws(InputError) -> (losses: [PublishedLoss], source: String) {
  if node.isScalar {
    let path = TextFile.path(try node.string(), besideFile: node.file)
    return (try readPublishedLosses(path), path)
  }
  var losses: [PublishedLoss] = []
  for item in try node.list() {
    let entry = try item.mapping()
    let mean = try entry.quantity("mean", in: Decibels(si: 0)...Decibels(si: 200))
    let spread = try entry.quantity(
      "spread", in: Decibels(si: 0)...Decibels(si: 200), default: Decibels(si: 0))
    let name = try entry.required("material").name()
    try entry.finish()
    guard !losses.contains(where: { $0.material == name }) else {
      throw item.error("'\(name)' has two losses; keep one")
    }
    losses.append(
      PublishedLoss(material: name, mean: mean.si, spread: spread.si, line: item.line))
  }
  return (losses, node.file)
}

/// `{ like, fit }` of a material whose loss is known.
private func readEntry(
  _ node: InputNode, _ loss: PublishedLoss, _ library: MaterialLibrary, _ frequency: Frequency
) throws(InputError) -> ReflectionCalibration.Entry {
  let entry = try node.mapping()
  let like = try entry.required("like")
  guard var material = library[name: try like.string()] else {
    throw like.error(library.complaint(about: try like.string()))
  }
  let fitted = try entry.required("fit")
  var quantities: [MaterialQuantity] = []
  for item in try fitted.list() {
    let quantity: MaterialQuantity = try item.choice()
    guard [.permittivity, .roughness, .scattering].contains(quantity) else {
      throw item.error(
        "'\(quantity.rawValue)' does not change what a mirror reflects; a loss tells permittivity,"
          + " roughness or scattering")
    }
    guard !quantities.contains(quantity) else {
      throw item.error("'\(fitted.path)' names '\(quantity.rawValue)' twice")
    }
    quantities.append(quantity)
  }
  try entry.finish()
  guard !quantities.isEmpty else {
    throw fitted.error("'\(fitted.path)' names nothing to fit, such as [permittivity]")
  }
  guard !quantities.contains(.roughness) || !quantities.contains(.scattering) else {
    throw fitted.error(
      "'\(fitted.path)' names roughness and scattering: either takes from the reflection; keep one")
  }
  material.name = loss.material
  if quantities.contains(.roughness) {
    material.scattering = .none
    // A phase of half a radian straight on, in between smooth and rough (Rayleigh's criterion).
    material.roughness =
      material.roughness ?? SurfaceRoughness(height: frequency.wavelength / (8 * .pi))
  }
  if quantities.contains(.scattering) {
    material.roughness = nil
    if material.scattering.coefficient == 0 { material.scattering.coefficient = 0.3 }
  }
  let prior = AdjustableMaterial(material, at: frequency)
  if quantities.contains(.permittivity),
    !MaterialQuantity.permittivity.range.contains(prior.permittivity)
  {
    throw like.error(
      "'\(try like.string())' has a relative permittivity of \(shortest(prior.permittivity)), which"
        + " cannot be fitted; metal reflects by its conductivity, so fit [scattering] instead")
  }
  return ReflectionCalibration.Entry(loss: loss, quantities: quantities, prior: prior)
}

/// Where a function with a single valley between two places is lowest, by thirds.
private func lowest(from start: Double, to end: Double, _ cost: (Double) -> Double) -> Double {
  var (left, right) = (start, end)
  for _ in 0..<40 {
    let third = (right - left) / 3
    if cost(left + third) < cost(right - third) { right -= third } else { left += third }
  }
  return (left + right) / 2
}
