// SPDX-License-Identifier: Apache-2.0

internal import CaptureFormats
internal import InputDocuments

/// The data of a capture, of which no sample is read yet.
struct CaptureData {
  /// Which way beats turn: exp(+j 2 pi f_b t) as devices record it, or as records have it.
  enum Sense: String, CaseIterable {
    case device, record
  }

  enum Format: String, CaseIterable {
    case npy, npz, dca1000, sigmf
  }

  private enum SampleKind: String, CaseIterable {
    case complex, real
  }

  var samples: any SampleArray
  var axes: CaptureAxes
  var sense: Sense
  var scale: CaptureScale

  /// How many receivers are told.
  var receivers: Int?

  /// What files beside the samples tell.
  var notes: CaptureNotes?

  /// The section `data`, for messages.
  var node: InputNode

  /// Reads `data` and opens what it names.
  ///
  /// - Parameters:
  ///   - node: The section.
  ///   - configuration: What a device was set to.
  /// - Throws: `InputError` with file and line.
  init(_ node: InputNode, configuration: CaptureNotes?) throws(InputError) {
    self.node = node
    let entry = try node.mapping()
    let fileNode = try entry.required("file")
    var paths: [String] = []
    for item in fileNode.isList ? try fileNode.list() : [fileNode] {
      paths.append(TextFile.path(try item.string(), besideFile: node.file))
    }
    guard let first = paths.first else { throw fileNode.error("'\(fileNode.path)' names no file") }
    let formatNode = entry.optional("format")
    let format: Format
    if let formatNode {
      format = try formatNode.choice()
    } else {
      format = try Self.format(of: first, at: fileNode)
    }
    guard paths.count == 1 || format == .dca1000 else {
      throw fileNode.error("several files make one capture only with 'format: dca1000'")
    }
    receivers = try entry.optional("receivers")?.integer(in: 1...4096) ?? configuration?.receivers
    notes = configuration
    let axesNode = entry.optional("axes")
    func onlyDevice(_ key: String) throws(InputError) -> InputNode? {
      let value = entry.optional(key)
      if let value, format != .dca1000 {
        throw value.error("'\(value.path)' goes with 'format: dca1000'; the file says it itself")
      }
      return value
    }
    let lanesNode = try onlyDevice("lanes")
    let kindNode = try onlyDevice("samples")
    let orderNode = try onlyDevice("quadrature-first")
    var scaleOfFile: CaptureScale?
    switch format {
    case .npy, .npz:
      let array = try CaptureFile.numPy(
        first, variable: try entry.optional("variable")?.string())
      guard let axesNode else {
        throw node.error(
          "'\(node.path)' lacks 'axes', what the dimensions"
            + " \(CaptureShape.text(array.shape ?? [])) count, such as [frame, chirp, receive,"
            + " sample]")
      }
      axes = try CaptureAxes(axesNode)
      samples = array
      if let shape = array.shape, shape.count == axes.dimensions.count + 1,
        let pairs = QuadraturePairs(array)
      {
        samples = pairs
      }
    case .dca1000:
      let lanes = try lanesNode?.integer(in: 2...4) ?? configuration?.lanes ?? 2
      guard lanes == 2 || lanes == 4 else {
        throw (lanesNode ?? node).error(
          "\(lanes) lanes are not handled; devices send over 2 (xWR16xx, xWR18xx, xWR68xx) or 4"
            + " (xWR12xx, xWR14xx)")
      }
      var kind: SampleKind?
      if let kindNode { kind = try kindNode.choice() }
      samples = try CaptureFile.dca1000(
        paths, lanes: lanes,
        isComplex: kind.map { $0 == .complex } ?? configuration?.isComplex ?? true,
        isQuadratureFirst: try orderNode?.flag() ?? configuration?.isQuadratureFirst ?? false)
      let inner: [CaptureAxis] = lanes == 4 ? [.sample, .receive] : [.receive, .sample]
      axes = try axesNode.map(CaptureAxes.init) ?? CaptureAxes([.frame, .loop, .transmit] + inner)
      guard lanes == 2 || receivers ?? 4 == 4 else {
        throw node.error(
          "four lanes carry four receivers, not \(receivers ?? 0); give the file's 'axes' and"
            + " 'receivers: 4', or 'lanes: 2'")
      }
      if lanes == 4 { receivers = 4 }
      scaleOfFile = Self.scale(configuration)
    case .sigmf:
      let file = try CaptureFile.sigMF(first)
      samples = file.samples
      receivers = file.channels
      notes = configuration ?? file.notes
      axes =
        try axesNode.map(CaptureAxes.init)
        ?? CaptureAxes([.frame, .loop, .transmit, .sample, .receive])
      scaleOfFile = Self.scale(file.notes)
      // What this program has exported as floats is in W^0.5 already.
      if scaleOfFile == nil, file.notes.waveform != nil {
        scaleOfFile = CaptureScale(step: 1, offset: 0, isKnown: true)
      }
    }
    sense = .device
    if let node = entry.optional("sense") { sense = try node.choice() }
    guard let scaleNode = entry.optional("scale") else {
      guard let scaleOfFile else {
        throw node.error(
          "'\(node.path)' lacks 'scale', what a count stands for; without knowing, write 'scale:"
            + " unknown'")
      }
      scale = scaleOfFile
      try entry.finish()
      return
    }
    scale = try readScale(scaleNode)
    try entry.finish()
  }

  private static func scale(_ notes: CaptureNotes?) -> CaptureScale? {
    guard let notes, let step = notes.step else { return nil }
    return CaptureScale(step: step, offset: notes.offset, isKnown: true)
  }

  /// The format that a file's name tells.
  private static func format(of path: String, at node: InputNode) throws(InputError) -> Format {
    let name = path.lowercased()
    if name.hasSuffix(".npy") { return .npy }
    if name.hasSuffix(".npz") { return .npz }
    if name.hasSuffix(".bin") { return .dca1000 }
    if [".sigmf-meta", ".sigmf-data", ".sigmf"].contains(where: name.hasSuffix) { return .sigmf }
    throw node.error(
      "the name of '\(path)' does not tell its format; add 'format', one of"
        + " \(Format.allCases.map(\.rawValue).joined(separator: ", "))")
  }
}
