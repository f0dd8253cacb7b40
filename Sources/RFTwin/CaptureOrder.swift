// SPDX-License-Identifier: Apache-2.0

internal import CaptureFormats
internal import Channels
internal import ComplexModule
internal import InputDocuments
internal import Quantities
internal import RadarFrames
internal import RealModule
internal import Scenes
internal import Spatial
internal import Spectra

/// Files of a DCA1000, and how their words are taken.
struct DeviceWords {
  /// What words can be.
  struct Order: Hashable {
    var lanes: Int
    var isComplex: Bool

    /// How many words a sample takes.
    var wordsOfSample: Int { isComplex ? 2 : 1 }

    /// "2 lanes", "real samples of 2 lanes".
    var name: String { (isComplex ? "" : "real samples of ") + "\(lanes) lanes" }

    /// The keys that change it to another one.
    func advice(to other: Order) -> String {
      if other.lanes == 1 {
        return "I and Q follow each other, as in SigMF of 'ci16_le'; describe the file so"
      }
      return isComplex ? "set 'lanes: \(other.lanes)'" : "set 'samples: complex'"
    }

    /// What the words may be instead; complex samples of one lane are I and Q in turn.
    ///
    /// Slow beats of real samples that are taken for complex ones show in two lines, as they do in real
    /// samples: of those nothing can be told.
    var others: [Order] {
      (isComplex ? [2, 4, 1].filter { $0 != lanes } : [lanes]).map {
        Order(lanes: $0, isComplex: true)
      }
    }
  }

  var paths: [String]
  var order: Order
  var isQuadratureFirst: Bool
}

/// Tells from where a capture's energy lies whether its samples are taken in the right order.
///
/// A complex sample whose parts belong together turns one way; words of other lanes put images at the
/// mirrored beat frequencies and break receivers apart, so that the same energy spreads over more delays.
/// Of the orders that the words could have, the one with the least spread counts. Exchanged parts do not
/// spread energy but mirror it: what leaks lies just below delay zero, the line of sight as far before the
/// end as it should be behind zero, or echoes grow with delay.
///
/// Chirps of one transmit element are averaged first, for what rests is what every scene has most of.
struct CaptureOrder {
  private let capture: CaptureDescription
  private let spectrum: [Double]

  /// Below this share of the spread another order is believed.
  ///
  /// Of real and simulated captures wrong orders
  /// spread energy over 1.2 to 8 times as many delays, and noise alone differs by 2 %.
  private static let evidence = 0.8

  /// By how much mirrored echoes must be stronger: 10 dB of single ones, and 6 dB of half the delays.
  private static let mirroredPeak = 10.0
  private static let mirroredHalf = 4.0

  /// How much more of the energy of echoes must lie beyond the middle of the delays than before: 20 dB.
  private static let mirroredEnergy = 100.0

  /// Looks at the first frame.
  ///
  /// - Throws: `InputError` when it cannot be read.
  init(_ capture: CaptureDescription) throws(InputError) {
    self.capture = capture
    spectrum = try Self.spectrum(capture.reader, capture)
  }

  /// Sentences about what seems wrong, with the key to change.
  func warnings() throws(InputError) -> [String] {
    guard spectrum.contains(where: { $0 > 0 }), spectrum.count >= 16 else { return [] }
    if let warning = try wordWarning() { return [warning] }
    guard capture.reader.samples.isComplex else { return [] }
    return mirrorWarning.map { [$0] } ?? []
  }

  // MARK: Words

  private func wordWarning() throws(InputError) -> String? {
    guard let words = capture.words else { return nil }
    // Of real samples either half of the spectrum tells all.
    let own = Self.spread(
      capture.reader.samples.isComplex ? spectrum : Array(spectrum.prefix(spectrum.count / 2)))
    var best = (spread: own * Self.evidence, order: DeviceWords.Order?.none)
    for order in words.order.others {
      guard let spread = try spread(order, words), spread < best.spread else { continue }
      best = (spread, order)
    }
    return best.order.map {
      "the words of '\(words.paths[0])' seem to be in another order than that of \(words.order.name),"
        + " which leaves images of echoes and \(Self.text(own)) bins of delay with energy instead of"
        + " \(Self.text(best.spread)): \(words.order.advice(to: $0))"
    }
  }

  /// Over how many bins the energy spreads if the words are in another order; nil where such do not fit the
  /// receivers or the first frame.
  private func spread(
    _ order: DeviceWords.Order, _ words: DeviceWords
  ) throws(InputError) -> Double? {
    let shape = capture.reader.shape
    guard order.lanes != 4 || shape.length(.receive) == 4 else { return nil }
    let samples = try CaptureFile.dca1000(
      words.paths, lanes: order.lanes, isComplex: order.isComplex,
      isQuadratureFirst: words.isQuadratureFirst)
    let inner: [CaptureAxis] = order.lanes == 4 ? [.sample, .receive] : [.receive, .sample]
    // The words of a frame are half as many chirps of complex samples as of real ones.
    let chirps = shape.chirps * words.order.wordsOfSample / order.wordsOfSample
    let lengths: [CaptureAxis: Int] = [
      .frame: 1, .chirp: chirps, .receive: shape.length(.receive),
      .sample: shape.length(.sample),
    ]
    let count = chirps * shape.length(.receive) * shape.length(.sample)
    guard chirps > 0, samples.count >= count,
      let other = try? CaptureShape(
        CaptureAxes([.frame, .chirp] + inner), known: lengths, shape: nil, count: count,
        isColumnMajor: false)
    else { return nil }
    return Self.spread(
      try Self.spectrum(CaptureFrameReader(samples: samples, shape: other), capture))
  }

  /// How many bins hold the energy: e to the power of the entropy of its distribution.
  private static func spread(_ spectrum: [Double]) -> Double {
    let sum = spectrum.reduce(0, +)
    guard sum > 0 else { return .infinity }
    return Double.exp(
      -spectrum.reduce(0) { $0 + ($1 > 0 ? $1 / sum * Double.log($1 / sum) : 0) })
  }

  private static func text(_ bins: Double) -> String { "\(Int(max(1, bins).rounded()))" }

  // MARK: Mirrored delays

  private var mirrorWarning: String? {
    let link = capture.radios.scene.links[0]
    let reason = link.isMonostatic ? mirroredEchoes : mirroredLineOfSight
    guard let reason else { return nil }
    let key =
      if let words = capture.words {
        "'quadrature-first: \(words.isQuadratureFirst ? "off" : "on")'"
      } else {
        "'sense: \(capture.sense == .device ? "record" : "device")'"
      }
    return "\(reason), as where I and Q are exchanged; if so, set \(key) in 'data'"
  }

  private var mirroredEchoes: String? {
    let count = spectrum.count
    let strongest = spectrum.indices.max { spectrum[$0] < spectrum[$1] } ?? 0
    let (before, behind) = (
      spectrum[count - 1] + spectrum[count - 2], spectrum[1] + spectrum[2]
    )
    if strongest >= count - 2, before > Self.mirroredPeak * behind {
      return "the strongest echo, as of leakage, lies just below delay zero"
    }
    // Bins beside zero hold leakage on either side.
    let lower = spectrum[3..<count / 2].sorted()
    let upper = spectrum[count / 2..<count - 2].sorted()
    guard count >= 64 else { return nil }
    if upper[upper.count / 2] > Self.mirroredHalf * lower[lower.count / 2] {
      return "echoes in the upper half of the delays are stronger than in the lower one"
    }
    // Cables may bring all echoes there: those before a network analyser, and those that are told.
    guard !capture.isSweep,
      capture.delayOffset < Double(count) / 4 * capture.waveform.delayCell
    else { return nil }
    // What stands out of most bins, which hold noise, near zero as well.
    let noise = spectrum.sorted()[count / 2]
    func energy(_ bins: Range<Int>) -> Double {
      spectrum[bins].reduce(0) { $0 + max(0, $1 - Self.mirroredPeak * noise) }
    }
    let (near, far) = (energy(0..<count / 2), energy(count / 2..<count))
    guard far > Self.mirroredEnergy * max(near, noise) else { return nil }
    return "nearly all energy of echoes lies in the upper half of the delays"
  }

  private var mirroredLineOfSight: String? {
    guard capture.radios.knowsBothPlaces else { return nil }
    let ends = capture.ends(at: capture.timing.starts[0])
    let delay =
      (ends.receiver.position - ends.transmitter.position).length
      / PhysicalConstants.speedOfLight + capture.delayOffset
    let count = spectrum.count
    let place = delay / capture.waveform.delayCell
    guard place > 3, place < Double(count) - 3, abs(2 * place - Double(count)) > 8 else {
      return nil
    }
    let bin = Int(place.rounded())
    let mirrored = count - bin
    func height(_ bin: Int) -> Double {
      spectrum[max(0, bin - 2)...min(count - 1, bin + 2)].max() ?? 0
    }
    let whole = spectrum.max() ?? 0
    guard height(mirrored) == whole, whole > Self.mirroredPeak * height(bin) else { return nil }
    return "the strongest path lies as far before the end of the delays as the line of sight"
      + " should lie behind zero"
  }

  // MARK: Energy

  /// The energy of what rests in a capture's first frame over delay, bins being as many as samples;
  /// nothing where too little rests.
  private static func spectrum(
    _ reader: CaptureFrameReader, _ capture: CaptureDescription
  ) throws(InputError) -> [Double] {
    let counts = try reader.counts(ofFrame: 0)
    let (samples, channels) = (reader.shape.length(.sample), reader.shape.length(.receive))
    // If real samples are complex ones, two of their chirps are a single one.
    let turns = capture.schedule.cycle * (reader.samples.isComplex ? 1 : 2)
    var means = [Complex<Double>](repeating: .zero, count: turns * channels * samples)
    for index in counts.indices {
      let (row, sample) = index.quotientAndRemainder(dividingBy: samples)
      let (chirp, channel) = row.quotientAndRemainder(dividingBy: channels)
      means[(chirp % turns * channels + channel) * samples + sample] += counts[index]
    }
    // Of noise alone the mean leaves one part in as many as there are chirps; where there is less, what
    // little noise there is beside echoes that turn tells nothing.
    let (whole, left) = (
      counts.reduce(0) { $0 + $1.lengthSquared }, means.reduce(0) { $0 + $1.lengthSquared }
    )
    guard left > 0.5 * whole else { return [] }
    let weights = Window.blackman.weights(samples)
    let transform = FourierTransform(count: samples, direction: .forward)
    var energy = [Double](repeating: 0, count: samples)
    for row in 0..<turns * channels {
      transform.run { input in
        for sample in 0..<samples {
          let value = means[row * samples + sample]
          input[sample] =
            (capture.sense == .device ? value : value.conjugate) * Complex(weights[sample])
        }
      } read: { output in
        for bin in 0..<samples { energy[bin] += output[bin].lengthSquared }
      }
    }
    return energy
  }
}
