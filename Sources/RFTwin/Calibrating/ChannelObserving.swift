// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import Captures
internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import InputDocuments
internal import PathTracing
internal import Quantities
internal import RadarFrames
internal import RealModule
internal import Scenes
internal import Spatial
internal import Spectra

/// What one reflector shows of the channels in one capture.
struct ChannelSighting {
  var observation: ChannelObservation
  var reflector: ChannelEstimate.Reflector

  /// By how many degrees phases come apart across the array for a degree of direction.
  var turnPerDegree: Double
}

/// Looks in the frames of a link for echoes that rest and stand alone in their delay bins.
///
/// A frame is averaged over the chirps of each transmit element behind a Hann taper, which leaves what
/// rests: movers at the same delay are 31 dB down from two cells of Doppler shift on.
struct ChannelObserving {
  private let settings: CalibrationSettings
  private let scenario: Scenario
  private let link: RecordedLink
  private let index: Int
  private let responses: RecordedResponses
  private let pairs: ElementPairs
  private let pulse: PulseResponse

  private let chirpsOfFrame: Int
  private var cycle: Int { pairs.transmit.count }

  /// One direction must have this share of what the twin lets expect of a bin.
  private static let dominance = 0.9

  /// How far an echo must be above the noise, in power, and how far below the strongest one it may be.
  private static let leastSignal = 100.0
  private static let range = 1e-3

  /// Echoes so many bins apart count as two; a measured one may lie so many bins beside the twin's.
  private static let distance = 4
  private static let reach = 2

  /// At most so many reflectors of a capture are taken.
  private static let most = 16

  /// By how many turns what rests may turn in a frame and from a transmit element to the same again.
  private static let turnsOfFrame = 0.1
  private static let turnsOfCycle = 1e-3

  init(
    _ settings: CalibrationSettings, _ scenario: Scenario, _ link: RecordedLink, _ index: Int,
    _ record: Record
  ) throws(CalibrationError) {
    let own = scenario.scene.links[index]
    let (transmitter, receiver) = (
      scenario.scene.radios[own.transmitter], scenario.scene.radios[own.receiver]
    )
    self.settings = settings
    self.scenario = scenario
    self.link = link
    self.index = index
    pairs = ElementPairs(
      transmit: transmitter.activeTransmitElements, receive: receiver.receiveElements,
      model: scenario.propagation.arrays)
    pulse = PulseResponse(scenario.processing.delayWindow, samples: scenario.waveform.samples)
    chirpsOfFrame = record.finishedFrames > 0 ? link.chirpCount / record.finishedFrames : 0
    do {
      responses = try link.recordedResponses()
      try Self.check(link, record, pairs, responses, settings)
    } catch {
      throw .record(error)
    }
  }

  private static func check(
    _ link: RecordedLink, _ record: Record, _ pairs: ElementPairs,
    _ responses: RecordedResponses, _ settings: CalibrationSettings
  ) throws(RecordError) {
    guard link.schedule.multiplexing != "ddm" else {
      throw RecordError(
        file: record.path,
        "the transmit elements of link '\(link.name)' send at once (ddm), which mixes their channels"
          + " in every chirp; capture the reflector with 'multiplexing: tdm'")
    }
    let senders = link.schedule.elements.count
    guard senders == pairs.transmit.count, responses.channels == pairs.receive.count else {
      throw RecordError(
        file: record.path,
        "link '\(link.name)' has channels of \(senders) transmit and \(responses.channels) receive"
          + " elements, the scenario \(pairs.transmit.count) and \(pairs.receive.count); give its"
          + " radios the capture's 'array'")
    }
    guard pairs.count > 1 else {
      throw RecordError(
        file: record.path,
        "link '\(link.name)' has a single channel, which nothing can be relative to; leave it out of"
          + " 'channels'")
    }
  }

  // MARK: Windows

  /// A bin of a capture with the same reflector in it, and what was measured there.
  private struct Group {
    var bin: Int
    var expected: ExpectedChannels
    var turnPerDegree: Double
    var windows: [[Complex<Double>]] = []

    /// The bin in which it shows, once it was seen.
    var shown: Int?
  }

  /// The reflectors of the capture.
  func sightings(_ tracer: PathTracer) throws(CalibrationError) -> [ChannelSighting] {
    var groups: [Group] = []
    for frame in frames {
      let (expected, measured): ([Group], [[Complex<Double>]])
      do {
        expected = reflectors(
          try tracer.tracks(link: index, over: link.pathTimes[frame]...link.pathTimes[frame]),
          at: link.pathTimes[frame])
        guard !expected.isEmpty, let means = try means(ofFrame: frame) else { continue }
        measured = means
      } catch let error as PathTracingError {
        throw .tracing(error)
      } catch let error as RecordError {
        throw .record(error)
      } catch {
        throw .input(InputError(file: settings.file, "\(error)"))
      }
      for reflector in expected { add(reflector, measured, to: &groups) }
    }
    return groups.compactMap(sighting)
  }

  private func add(
    _ reflector: Group, _ measured: [[Complex<Double>]], to groups: inout [Group]
  ) {
    var known = groups.firstIndex {
      $0.bin == reflector.bin && $0.expected.isAlike(reflector.expected)
    }
    if known == nil {
      groups.append(reflector)
      known = groups.count - 1
    }
    guard let known else { return }
    let shown = groups[known].shown ?? strongestBin(near: reflector.bin, measured)
    groups[known].shown = shown
    groups[known].windows.append(measured.map { $0[shown] })
  }

  /// The bin near another one in which all channels together have most power.
  private func strongestBin(near bin: Int, _ measured: [[Complex<Double>]]) -> Int {
    let near = max(0, bin - Self.reach)...min(responses.bins - 1, bin + Self.reach)
    func power(_ bin: Int) -> Double { measured.reduce(0) { $0 + $1[bin].lengthSquared } }
    return near.max { power($0) < power($1) } ?? bin
  }

  private func sighting(_ group: Group) -> ChannelSighting? {
    let noise = link.noisePerDelayBin * noiseShare
    guard
      let observation = ChannelObservation(
        windows: group.windows, expected: group.expected, noise: noise),
      observation.signalToNoise > Self.leastSignal, let shown = group.shown
    else { return nil }
    return ChannelSighting(
      observation: observation,
      reflector: ChannelEstimate.Reflector(
        delay: link.delays[shown], otherShare: 1 - group.expected.dominance,
        signalToNoise: noise > 0 ? 10 * Double.log10(observation.signalToNoise) : nil),
      turnPerDegree: group.turnPerDegree)
  }

  /// The frames that are looked at, evenly over those within the scenario's episode.
  private var frames: [Int] {
    let episode = scenario.episode
    let span = episode.start...(episode.start + episode.duration)
    let all = link.pathTimes.indices.filter { span.contains(link.pathTimes[$0]) }
    return evenly(settings.windows, of: all.count).map { all[$0] }
  }

  /// The chirps of each transmit element in a frame, and what each counts for.
  private var weights: [Double] {
    let count = chirpsOfFrame / max(1, cycle)
    let weights = (count < 4 ? Window.rectangular : .hann).weights(count)
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// The noise of such a mean in that of a chirp.
  private var noiseShare: Double { weights.reduce(0) { $0 + $1 * $1 } }

  /// The means of a frame, `[channel][delay]`; nil where a recorder lost some of it.
  private func means(ofFrame frame: Int) throws(RecordError) -> [[Complex<Double>]]? {
    let first = frame * chirpsOfFrame
    let values = try responses.responses(ofChirps: first..<first + chirpsOfFrame)
    let (receivers, bins, weights) = (responses.channels, responses.bins, weights)
    var means = [[Complex<Double>]](
      repeating: [Complex<Double>](repeating: .zero, count: bins), count: pairs.count)
    for chirp in 0..<weights.count * cycle {
      let (loop, turn) = chirp.quotientAndRemainder(dividingBy: cycle)
      let weight = Complex(weights[loop])
      for receiver in 0..<receivers {
        let start = (chirp * receivers + receiver) * bins
        for bin in 0..<bins {
          means[turn * receivers + receiver][bin] += values[start + bin] * weight
        }
      }
    }
    let isWhole = means.allSatisfy { channel in
      channel.allSatisfy(\.isFinite) && channel.contains { $0 != .zero }
    }
    return isWhole ? means : nil
  }

  // MARK: The twin

  /// The echoes of the twin at an instant that rest and stand alone, the strongest first.
  private func reflectors(_ tracks: any PathTracks, at time: Double) -> [Group] {
    let waveform = scenario.waveform
    let centre = waveform.centreFrequency
    let all = Array(0..<tracks.count)
    let states = tracks.states(of: all, at: time)
    let single = ElementPairs(
      transmit: Array(pairs.transmit.prefix(1)), receive: Array(pairs.receive.prefix(1)))
    let powers = tracks.amplitudes(of: all, at: time, over: single, frequency: centre).map {
      $0.first?.lengthSquared ?? 0
    }
    let strongest = powers.max() ?? 0
    let places = states.map { $0.delay / waveform.delayCell }
    let cycleLength = Double(cycle) * waveform.chirpPeriod
    let frameLength = Double(chirpsOfFrame) * waveform.chirpPeriod
    func rests(_ track: Int) -> Bool {
      let shift = abs(states[track].delayRate) * centre.hertz
      return shift * frameLength < Self.turnsOfFrame && shift * cycleLength < Self.turnsOfCycle
    }
    var found: [Group] = []
    let candidates = all.filter { rests($0) && powers[$0] > Self.range * strongest }
      .sorted { (powers[$0], $1) > (powers[$1], $0) }
    for track in candidates where found.count < Self.most {
      let bin = Int(places[track].rounded())
      guard bin < responses.bins, isWithinGate(link.delays[bin]),
        found.allSatisfy({ abs($0.bin - bin) >= Self.distance })
      else { continue }
      // What moves by more than a cell of Doppler shift is averaged out.
      let near = all.filter {
        abs(places[$0] - Double(bin)) < Double(PulseResponse.reach)
          && abs(states[$0].delayRate) * centre.hertz * frameLength < 2
      }
      let rows = tracks.amplitudes(of: near, at: time, over: pairs, frequency: centre)
      let shown = zip(near, rows).map { number, row in
        row.map { $0 * Complex(pulse(places[number] - Double(bin)).value) }
      }
      guard let expected = ExpectedChannels(paths: shown), expected.dominance > Self.dominance
      else { continue }
      found.append(
        Group(
          bin: bin, expected: expected,
          turnPerDegree: turnPerDegree(states[track], tracks.ends(at: time))))
    }
    return found
  }

  private func isWithinGate(_ delay: Double) -> Bool { settings.gate?.contains(delay) ?? true }

  /// By how many degrees phases come apart across the array when the reflector lies a degree beside its
  /// direction, around the receiver's vertical axis.
  private func turnPerDegree(_ state: PathState, _ ends: LinkEnds) -> Double {
    func slopes(_ elements: [ArrayElement], _ pose: AntennaPose, _ direction: Vector3) -> [Double] {
      let own = pose.orientation.inverse(direction)
      let turned = Vector3(-own.y, own.x, 0)
      return elements.map {
        2 * .pi * turned.dot($0.position) / scenario.waveform.centreFrequency.wavelength
      }
    }
    let arriving = slopes(pairs.receive, ends.receiver, state.arrival)
    // Between two places the directions of departure and of arrival are wrong by themselves.
    let leaving =
      link.isMonostatic ? slopes(pairs.transmit, ends.transmitter, state.departure) : [0]
    let all = leaving.flatMap { sent in arriving.map { sent + $0 } }
    return (all.max() ?? 0) - (all.min() ?? 0)
  }
}
