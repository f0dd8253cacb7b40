// SPDX-License-Identifier: Apache-2.0

package import Calibration
package import Electromagnetics
package import InputDocuments
internal import Quantities

/// What a calibration file asks for.
package struct CalibrationSettings: Sendable {
  /// A record to fit to.
  package struct Capture: Sendable {
    package var record: String

    /// The links that are used; nil for all that the scenario has.
    package var links: [String]?
  }

  package var name: String

  /// The file, as the user named it.
  package var file: String

  /// The scenario file of the twin.
  package var scenario: String
  package var captures: [Capture]

  /// What is fitted of a material.
  package struct MaterialEntry: Sendable {
    /// A material, or what several are called together.
    package var material: String

    /// The materials that share what is fitted.
    package var members: [String]
    package var quantities: [MaterialQuantity]

    /// The kind of its lobe; nil for its own.
    package var lobe: ScatteringLobe.Kind?

    /// Whether all kinds of lobes are tried.
    package var comparesLobes = false
    package var line: Int?
  }

  package var materials: [MaterialEntry]

  /// Objects whose materials are fitted apart.
  package var objects: [ObjectEntry] = []

  /// How many profiles of each link are used, evenly over the record.
  package var windows: Int

  /// Each how manieth window is held out; 0 for none.
  package var holdOut: Int

  /// The width of a cell in seconds; nil for 2 ns or what the delay cell asks for.
  package var cell: Double?

  /// The width of a cell in hertz where cells are told apart by Doppler shift, too; nil for all shifts
  /// together.
  package var dopplerCell: Double?

  /// From where to where delays count, in seconds.
  package var gate: ClosedRange<Double>?

  /// How far below the strongest cell of a link others may lie to count, in dB; nil for all.
  package var dynamicRange: Double?

  /// The standard deviation before the fit of a link's gain in dB; nil where it is known.
  package var gain: Double?

  /// The links whose delays are off by a number, and the radios whose places are.
  package var delays: [String]
  package var positions: [String]

  /// The radios whose orientations are off.
  package var orientations: [String] = []

  /// The radios whose patterns are off, with the standard deviation before the fit in dB.
  package var antennas: [(radio: String, spread: Double)] = []

  /// The links whose channels are off by a gain and a phase each.
  package var channels: [String] = []

  /// What no material explains, in dB.
  package var modelError: Double

  /// Beyond how many standard deviations residuals count less.
  package var robustness: Double

  /// Reads a calibration file.
  ///
  /// - Parameter path: The YAML file; files it names are looked for beside it.
  /// - Returns: What it asks for.
  /// - Throws: `InputError` with file and line.
  package static func load(_ path: String) throws(InputError) -> CalibrationSettings {
    let root = try InputNode.parse(TextFile.text(path), file: path).mapping()
    var captures: [Capture] = []
    for node in try root.required("captures").list() {
      let entry = try node.mapping()
      let links: [String]? = try entry.optional("links").map(readNames)
      captures.append(
        Capture(record: try fileBeside(entry.required("record")), links: links))
      try entry.finish()
    }
    let objects = try root.optional("objects").map(readObjects) ?? []
    let channels = try root.optional("channels").map(readNames) ?? []
    // Objects or channels can be all that is asked for.
    let mayBeAbsent = !objects.isEmpty || !channels.isEmpty
    let node = try mayBeAbsent ? root.optional("materials") : root.required("materials")
    let materials = try node.map(readMaterials) ?? []
    if let node, materials.isEmpty {
      throw node.error("'materials' names nothing to fit; such as 'brick: { fit: [scattering] }'")
    }
    guard !captures.isEmpty else {
      throw try root.required("captures").error("'captures' names no record; give one")
    }
    let gate = try root.optional("gate").map(readGate)
    var settings = CalibrationSettings(
      name: try root.required("name").name(), file: path,
      scenario: try fileBeside(root.required("scenario")), captures: captures, materials: materials,
      windows: try root.integer("windows", in: 1...1000, default: 40),
      holdOut: try root.integer("hold-out", in: 0...100, default: 4),
      cell: try root.optional("cell").map(readSpan), gate: gate,
      gain: try readGain(root.optional("gain")),
      delays: try root.optional("delays").map(readNames) ?? [],
      positions: try root.optional("positions").map(readNames) ?? [],
      modelError: try root.quantity("model-error", default: Decibels(si: 0.3)).si,
      robustness: try root.optional("robustness")?.number() ?? 3)
    settings.objects = objects
    settings.channels = channels
    settings.orientations = try root.optional("orientations").map(readNames) ?? []
    settings.dopplerCell = try root.optional("doppler-cell").map(readShift)
    settings.dynamicRange = try root.optional("dynamic-range").map(readDynamicRange)
    settings.antennas = try root.optional("antennas").map(readAntennas) ?? []
    if let node = root.optional("orientations"), materials.isEmpty, objects.isEmpty {
      throw node.error(
        "'orientations' are fitted along with materials, for both change powers; name some under"
          + " 'materials'")
    }
    try root.finish()
    guard settings.holdOut != 1 else {
      throw (root.optional("hold-out") ?? root.place).error(
        "'hold-out: 1' would hold out every window; give 0 for none, or 2 or more")
    }
    guard settings.robustness > 0, settings.modelError >= 0 else {
      throw root.place.error("'robustness' and 'model-error' must not be negative")
    }
    return settings
  }
}

/// A file that is looked for beside the one that names it.
private func fileBeside(_ node: InputNode) throws(InputError) -> String {
  TextFile.path(try node.string(), besideFile: node.file)
}

/// Reads how far patterns may be off, such as `{ ue: 2 dB }`.
private func readAntennas(
  _ node: InputNode
) throws(InputError) -> [(radio: String, spread: Double)] {
  var antennas: [(radio: String, spread: Double)] = []
  for named in try node.mapping().named() {
    let spread: Decibels = try named.value.quantity()
    guard spread.si > 0 else {
      throw named.value.error(
        "'\(named.value.path)' must be how far the pattern may be off, such as 2 dB, not \(spread)")
    }
    antennas.append((named.name, spread.si))
  }
  return antennas
}

private func readSpan(_ node: InputNode) throws(InputError) -> Double {
  let span: TimeSpan = try node.quantity()
  return span.si
}

private func readShift(_ node: InputNode) throws(InputError) -> Double {
  let shift: Frequency = try node.quantity()
  guard shift.hertz > 0 else {
    throw node.error("'\(node.path)' must be above zero, such as 300 Hz, not \(shift)")
  }
  return shift.hertz
}

private func readNames(_ node: InputNode) throws(InputError) -> [String] {
  var names: [String] = []
  for item in try node.list() { names.append(try item.string()) }
  return names
}

private func readMaterials(
  _ node: InputNode
) throws(InputError) -> [CalibrationSettings.MaterialEntry] {
  var materials: [CalibrationSettings.MaterialEntry] = []
  for named in try node.mapping().named() {
    let entry = try named.value.mapping()
    let members = try entry.optional("of").map(readNames) ?? [named.name]
    guard !members.isEmpty, Set(members).count == members.count else {
      throw (entry.optional("of") ?? entry.place).error(
        "'of' must name each material once, such as [brick, plaster]")
    }
    if let twice = members.first(where: { name in
      materials.contains { $0.members.contains(name) }
    }) {
      throw (entry.optional("of") ?? entry.place).error(
        "'\(twice)' is fitted by itself or with others already; name it once")
    }
    materials.append(try readFitted(entry, named.name, line: named.line, members: members))
  }
  return materials
}

private func readObjects(
  _ node: InputNode
) throws(InputError) -> [CalibrationSettings.ObjectEntry] {
  var objects: [CalibrationSettings.ObjectEntry] = []
  for named in try node.mapping().named() {
    let entry = try named.value.mapping()
    let only: [String]? = try entry.optional("materials").map(readNames)
    guard only?.isEmpty != true else {
      throw entry.place.error(
        "'materials' names none of the materials of '\(named.name)'; leave it out for all")
    }
    objects.append(
      .init(
        pattern: named.name, only: only,
        fitted: try readFitted(entry, named.name, line: named.line, members: [])))
  }
  return objects
}

/// The keys `fit` and `lobe`, the last that are read of an entry.
private func readFitted(
  _ entry: InputMapping, _ name: String, line: Int?, members: [String]
) throws(InputError) -> CalibrationSettings.MaterialEntry {
  let fitted = try entry.required("fit")
  var own = CalibrationSettings.MaterialEntry(
    material: name, members: members, quantities: try readQuantities(fitted), line: line)
  if let lobe = entry.optional("lobe") {
    own.comparesLobes = try lobe.string() == "compare"
    if !own.comparesLobes { own.lobe = try lobe.choice() }
  }
  try entry.finish()
  guard !own.quantities.isEmpty else {
    throw fitted.error("'\(fitted.path)' names nothing to fit, such as [scattering]")
  }
  return own
}

private func readQuantities(_ node: InputNode) throws(InputError) -> [MaterialQuantity] {
  var quantities: [MaterialQuantity] = []
  for item in try node.list() {
    if ["conductivity", "cross-polar-share"].contains(try item.string()) {
      throw item.error(
        "'\(try item.string())' cannot be told from powers of one polarisation: reflection hardly"
          + " depends on conductivity, and K_x needs cross-polar captures; leave it out")
    }
    let quantity: MaterialQuantity = try item.choice()
    guard !quantities.contains(quantity) else {
      throw item.error("'\(node.path)' names '\(quantity.rawValue)' twice")
    }
    quantities.append(quantity)
  }
  return quantities
}

/// `gain: fixed` or the standard deviation of what is known of it.
private func readGain(_ node: InputNode?) throws(InputError) -> Double? {
  guard let node, try node.string() != "fixed" else { return nil }
  let spread: Decibels = try node.quantity()
  guard spread.si > 0 else {
    throw node.error("'gain' must be 'fixed' or how well it is known, such as 3 dB")
  }
  return spread.si
}

private func readDynamicRange(_ node: InputNode) throws(InputError) -> Double {
  let range: Decibels = try node.quantity()
  guard range.si > 0 else {
    throw node.error("'\(node.path)' must be above zero, such as 25 dB, not \(range)")
  }
  return range.si
}

private func readGate(_ node: InputNode) throws(InputError) -> ClosedRange<Double> {
  let values = try node.list()
  guard values.count == 2 else {
    throw node.error("'gate' must be two delays, such as [20 ns, 300 ns]")
  }
  let (first, last): (TimeSpan, TimeSpan) = (
    try values[0].quantity(), try values[1].quantity()
  )
  guard first.seconds >= 0, first < last else {
    throw node.error("'gate' must be two delays that grow, not \(first) and \(last)")
  }
  return first.seconds...last.seconds
}
