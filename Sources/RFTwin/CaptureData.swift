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
    case npy, npz, mat, hdf5, dca1000, sigmf, csv, touchstone
  }

  private enum SampleKind: String, CaseIterable {
    case complex, real
  }

  var samples: any SampleArray
  var axes: CaptureAxes

  /// Nil where it is not told.
  var sense: Sense?
  var scale: CaptureScale

  /// How many receivers are told.
  var receivers: Int?

  /// What files beside the samples tell.
  var notes: CaptureNotes?

  /// The file of named arrays that the samples are from.
  var arrays: ArrayFile?

  /// The frequencies of sweeps and when they were taken in seconds, as far as the file tells.
  var frequencies: EvenAxis?
  var times: [Double] = []

  /// Where the samples are words of a DCA1000, how these are taken.
  var words: DeviceWords?

  /// How many bytes of a DCA1000 are left behind the last whole group of words.
  var looseBytes = 0

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
    guard paths.count == 1 || format == .dca1000 || format == .touchstone else {
      throw fileNode.error(
        "several files make one capture only with 'format: dca1000' or 'touchstone'")
    }
    let receiversNode = entry.optional("receivers")
    receivers = try receiversNode?.integer(in: 1...4096) ?? configuration?.receivers
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
    case .npy, .npz, .mat, .hdf5:
      let variable = entry.optional("variable")
      if format == .mat || format == .hdf5 {
        let file = try ArrayFile(first)
        guard let variable else {
          throw node.error(
            "'\(node.path)' lacks 'variable', which of the arrays in '\(first)' holds the samples")
        }
        arrays = file
        samples = HeldSamples(try file.array(variable.string()))
      } else {
        samples = try CaptureFile.numPy(first, variable: try variable?.string())
      }
      guard let axesNode else {
        throw node.error(
          "'\(node.path)' lacks 'axes', what the dimensions"
            + " \(CaptureShape.text(samples.shape ?? [])) count, such as [frame, chirp, receive,"
            + " sample]")
      }
      axes = try CaptureAxes(axesNode)
      if let shape = samples.shape, shape.count == axes.dimensions.count + 1,
        let pairs = QuadraturePairs(samples)
      {
        samples = pairs
      }
    case .csv, .touchstone:
      let name = try entry.optional("variable")?.string()
      let sweeps =
        format == .csv
        ? try SweepFile.csv(first, curve: name)
        : try SweepFile.touchstone(paths, parameter: name)
      samples = sweeps.samples
      frequencies = sweeps.axis
      times = sweeps.times
      axes =
        try axesNode.map(CaptureAxes.init)
        ?? CaptureAxes(format == .csv ? [.frame, .chirp, .sample] : [.chirp, .sample])
      if axes.dimensions.first == [.chirp], let start = times.first {
        var told = notes ?? CaptureNotes(file: first)
        told.start = told.start ?? start
        notes = told
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
      let isComplex = kind.map { $0 == .complex } ?? configuration?.isComplex ?? true
      let isQuadratureFirst =
        try orderNode?.flag() ?? configuration?.isQuadratureFirst ?? false
      let words = try CaptureFile.dca1000(
        paths, lanes: lanes, isComplex: isComplex, isQuadratureFirst: isQuadratureFirst)
      samples = words
      looseBytes = words.looseBytes
      self.words = DeviceWords(
        paths: paths, order: DeviceWords.Order(lanes: lanes, isComplex: isComplex),
        isQuadratureFirst: isQuadratureFirst)
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
      if let receiversNode, receivers != file.channels {
        throw receiversNode.error(
          "'\(receiversNode.path)': '\(first)' tells itself that \(file.channels) receive; leave it out"
        )
      }
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
    if name.hasSuffix(".mat") { return .mat }
    if name.hasSuffix(".h5") || name.hasSuffix(".hdf5") { return .hdf5 }
    if name.hasSuffix(".csv") { return .csv }
    if name.hasSuffix(".s1p") || name.hasSuffix(".s2p") { return .touchstone }
    if name.hasSuffix(".bin") { return .dca1000 }
    if [".sigmf-meta", ".sigmf-data", ".sigmf"].contains(where: name.hasSuffix) { return .sigmf }
    throw node.error(
      "the name of '\(path)' does not tell its format; add 'format', one of"
        + " \(Format.allCases.map(\.rawValue).joined(separator: ", "))")
  }
}
