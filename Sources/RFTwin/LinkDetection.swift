// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import Channels
internal import DelayDoppler
internal import Electromagnetics
internal import Execution
internal import Quantities
internal import RadarFrames
internal import Spatial
internal import Spectra

/// Finds the echoes in the maps of one link, tells where they are, and which paths they are made of.
struct LinkDetection {
  /// What is told of the link's samples and maps.
  struct Setup {
    var waveform: FMCWWaveform
    var processing: ProcessingSettings
    var schedule: TransmitSchedule
    var isMonostatic: Bool

    /// How many detections of a map are kept.
    var kept: Int

    /// Whether the samples are free of noise.
    var isNoiseless: Bool
  }

  private let setup: Setup
  private let cloud: PointCloud

  /// Names the paths that echoes are made of; nil where there are none to name.
  private let labelling: DetectionLabelling?

  /// Makes cubes; nil where directions are not looked for.
  private let cubes: MultiplexedDopplerTransform?

  /// The angles that the array can tell.
  private let seesAzimuth: Bool
  private let seesElevation: Bool

  /// Whether the array cannot tell echoes whose Doppler shift has folded from other directions.
  let isFoldAmbiguous: Bool

  /// The width of a map in hertz.
  private let width: Double

  /// Prepares a link.
  ///
  /// - Parameters:
  ///   - settings: How echoes are found.
  ///   - setup: What is told of the link.
  ///   - pairs: The elements at both ends, with those that send.
  ///   - labelling: Tells which paths an echo is made of; nil where no paths are known.
  ///   - workers: How many threads to use.
  init(
    _ settings: DetectionSettings, _ setup: Setup, pairs: ElementPairs,
    labelling: DetectionLabelling?, workers: Workers
  ) {
    self.setup = setup
    self.labelling = labelling
    let (waveform, processing, schedule) = (setup.waveform, setup.processing, setup.schedule)
    let cubes = MultiplexedDopplerTransform(
      schedule: schedule, cycles: processing.mapChirps / schedule.cycle,
      taper: processing.dopplerWindow, chirpPeriod: waveform.chirpPeriod, workers: workers)
    // Of a link between two places the transmit elements tell departures, not arrivals.
    let senders = setup.isMonostatic ? pairs.transmit.map(\.position) : [.zero]
    let array = ChannelPositions(
      transmit: senders, receive: pairs.receive.map(\.position),
      wavelength: waveform.centreFrequency.wavelength)
    let size = BoundingBox(around: array.positions).size
    // Displaced by less, an element sees hardly any difference.
    let least = 1e-3 * array.wavelength
    seesElevation = size.z > least
    seesAzimuth = size.y > least || size.x > least
    // With sub-bands a shift that has folded shows one element in the band of another.
    let turns =
      setup.isMonostatic && schedule.multiplexing == .timeDivision ? schedule.elements.count : 1
    let finder = DirectionFinder(
      settings, array: array, seesAzimuth: seesAzimuth, seesElevation: seesElevation, turns: turns)
    isFoldAmbiguous = finder?.isFoldAmbiguous ?? false
    width = Double(cubes.dopplerShifts.count) / Double(cubes.window) / waveform.chirpPeriod
    self.cubes = finder == nil ? nil : cubes
    cloud = PointCloud(
      detector: ConstantFalseAlarmRate(
        settings, processing, samples: waveform.samples, chirps: cubes.chirpsOfSpectrum,
        looks: pairs.count),
      finder: finder, weakestShare: setup.isNoiseless ? 1e-8 : DelayDopplerMap.roundingShare)
  }

  /// The echoes of the maps of a frame.
  ///
  /// - Parameters:
  ///   - maps: The maps, in the order of their windows.
  ///   - profiles: What they were made of.
  ///   - dopplerShifts: The Doppler shifts of their rows in hertz.
  ///   - tracks: The paths of the frame; nil where they are not known.
  ///   - ends: Where both ends are at an instant in seconds.
  /// - Returns: Detections and targets of each map.
  func callAsFunction(
    _ maps: [DelayDopplerMap], _ profiles: DelayProfiles, dopplerShifts: [Double],
    tracks: (any PathTracks)?, ends: (Double) -> LinkEnds
  ) -> [MapDetections] {
    maps.enumerated().map { window, map in
      let cube = cubes.flatMap { $0(profiles, from: window * setup.processing.mapHop) }
      let points = cloud.points(
        in: map, delays: profiles.delays, dopplerShifts: dopplerShifts, cube: cube)
      let kept = points.prefix(setup.kept)
      guard let tracks, let truth = labelling?.truth(of: tracks, at: map.time) else {
        let ends = ends(map.time)
        return MapDetections(
          count: points.count, detections: kept.map { record($0, .none, ends) }, targets: [])
      }
      let cells = kept.map { (row: $0.cell.doppler, column: $0.cell.delay) }
      let echoes = kept.map { max(0, $0.cell.power - $0.cell.noise) }
      let labels = truth.labels(of: cells, echoes: echoes)
      let ends = ends(truth.time)
      return MapDetections(
        count: points.count,
        detections: zip(kept, labels).map { record($0, $1, ends) },
        targets: truth.targets())
    }
  }

  private func record(
    _ point: DetectedPoint, _ label: DetectionLabel, _ ends: LinkEnds
  ) -> RecordedDetection {
    let centre = setup.waveform.centreFrequency
    let share: Double = setup.isMonostatic ? 0.5 : 1
    // A beat is displaced by the Doppler shift; see the primer's equation of the map.
    let shift = point.dopplerShift + Double(point.folds) * width
    let delay = point.delay + shift / setup.waveform.slope.si
    let way = delay * PhysicalConstants.speedOfLight
    let world = point.direction.map { ends.receiver.orientation($0) }
    var found = RecordedDetection(
      delay: point.delay, dopplerShift: point.dopplerShift, range: way * share,
      radialVelocity: -shift * centre.wavelength * share, power: point.power,
      signalToNoise: point.signalToNoise, label: label)
    guard let direction = point.direction, let world else { return found }
    let angles = SphericalAngles(of: direction)
    found.angles = SIMD2(
      seesAzimuth ? angles.phi : .nan, seesElevation ? .pi / 2 - angles.theta : .nan)
    found.direction = world
    if let distance = distance(ofWay: way, towards: world, ends) {
      found.position = ends.receiver.position + world * distance
    }
    return found
  }

  /// How far from the receiver a single scatterer is, on an ellipsoid around both ends.
  ///
  /// r = (L^2 - b^2) / (2 (L - u . b)) with the way L, the vector b from the receiver to the
  /// transmitter, and the direction of arrival u: from |r u - b| = L - r.
  ///
  /// Physics primer, eq. 64.
  ///
  /// - Returns: Nil for a way that is not longer than the line of sight.
  private func distance(
    ofWay way: Double, towards direction: Vector3, _ ends: LinkEnds
  ) -> Double? {
    let base = ends.transmitter.position - ends.receiver.position
    guard way > base.length * (1 + 1e-9) else { return nil }
    return (way * way - base.dot(base)) / (2 * (way - direction.dot(base)))
  }
}

extension ConstantFalseAlarmRate {
  /// The detector of a scenario.
  fileprivate init(
    _ settings: DetectionSettings, _ processing: ProcessingSettings, samples: Int, chirps: Int,
    looks: Int
  ) {
    let method: Method =
      switch settings.method {
      case .cellAveraging: .cellAveraging
      case .orderedStatistic: .orderedStatistic(share: settings.rank)
      }
    self.init(
      method: method, falseAlarmRate: settings.falseAlarmRate,
      guards: (settings.guards.x, settings.guards.y),
      training: (settings.training.x, settings.training.y), looks: looks,
      cellsPerSample: (
        max(1, WindowFigures(processing.delayWindow.weights(samples)).binsPerSample),
        max(1, WindowFigures(processing.dopplerWindow.weights(chirps)).binsPerSample)
      ))
  }
}

extension DirectionFinder {
  /// The search of a scenario; nil where none is asked for or the array sees no angle.
  fileprivate init?(
    _ settings: DetectionSettings, array: ChannelPositions, seesAzimuth: Bool, seesElevation: Bool,
    turns: Int
  ) {
    guard let angles = settings.angles, seesAzimuth || seesElevation else { return nil }
    func axis(_ width: Double, _ isSeen: Bool) -> [Double] {
      guard isSeen else { return [0] }
      let steps = max(1, Int((width / settings.angleStep).rounded()))
      return (0...steps).map { width * (Double($0) / Double(steps) - 0.5) }
    }
    let spectrum: AngleSpectrum =
      switch angles {
      case .beamformer: .bartlett
      // Nine snapshots do not fill the space of more channels: a hundredth stands for noise.
      case .capon: .capon(loading: 0.01)
      case .music: .music(sources: settings.sources)
      }
    self.init(
      spectrum: spectrum, array: array,
      grid: Grid(
        azimuths: axis(settings.fieldOfView.x, seesAzimuth),
        elevations: axis(settings.fieldOfView.y, seesElevation)), turns: turns)
  }
}
