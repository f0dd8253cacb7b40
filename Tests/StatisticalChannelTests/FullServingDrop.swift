// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Electromagnetics
import Execution
import Randomness
import RealModule
import Spatial
import StatisticalChannel

private let degree = Double.pi / 180

/// A panel of four by four elements half a wavelength apart that are one port.
///
/// TR 38.901 Table 7.8-2, configuration 1.
struct CalibrationPanel {
  /// The zenith angle of the beam in radians.
  let tilt: Double
  let boresights = [30, 150, 270].map { $0 * Double.pi / 180 }

  /// The power gain of a sector towards a unit direction.
  func gain(sector: Int, towards direction: Vector3) -> Double {
    let (cosine, sine) = (Double.cos(boresights[sector]), Double.sin(boresights[sector]))
    let local = Vector3(
      cosine * direction.x + sine * direction.y, cosine * direction.y - sine * direction.x,
      direction.z)
    let element = AntennaPattern.tr38901.amplitude(local)
    return element * element * Self.row(local.z - Double.cos(tilt)) * Self.row(local.y)
  }

  /// Four elements half a wavelength apart: |sum|^2 / 4.
  private static func row(_ cosine: Double) -> Double {
    let half = Double.pi / 2 * cosine
    guard abs(Double.sin(half)) > 1e-9 else { return 4 }
    let sum = Double.sin(4 * half) / Double.sin(half)
    return sum * sum / 4
  }
}

/// What the full calibration tells of a terminal's serving link.
struct ServingFigures: Sendable {
  /// In negative decibels.
  var coupling: Double
  /// In nanoseconds.
  var delay: Double
  /// In degrees.
  var departureAzimuth: Double
  var departureZenith: Double
  var arrivalAzimuth: Double
  var arrivalZenith: Double
}

/// Drops of the full calibration: TR 38.901 clause 7.8.2.
struct FullServingDrop: Sendable {
  let environment: RadioEnvironment
  let frequency: CarrierFrequency
  let layout: SiteLayout
  let panel: CalibrationPanel
  let surroundings: Surroundings
  /// What shadow fading has to do with spreads.
  let fading: Fading

  /// How shadow fading goes with a link's spreads, of which it takes a part in choosing the serving
  /// sector.
  enum Fading {
    /// As the standard's note has it: positive fading is more power.
    case gain
    /// The other sign.
    case loss
    /// Not at all.
    case apart
  }

  init(_ environment: RadioEnvironment, gigahertz: Double, fading: Fading) throws {
    self.environment = environment
    self.fading = fading
    frequency = try CarrierFrequency(hertz: gigahertz * 1e9)
    surroundings = Surroundings(environment)
    if environment == .openOffice {
      layout = .office(height: 3)
      panel = CalibrationPanel(tilt: 110 * degree)
    } else {
      layout = SiteLayout(
        HexagonalGrid(interSiteDistance: 200, rings: 2), height: 10, wrapsAround: true)
      panel = CalibrationPanel(tilt: 102 * degree)
    }
  }

  /// A terminal's place and what is around it.
  private struct Terminal {
    var place: Vector3
    var isIndoor = false
    var indoorDistance = 0.0
    var penetration = 0.0
  }

  /// The models of all states of sight.
  struct Models: Sendable {
    let large: [SightState: LargeScaleModel]

    init(_ drop: FullServingDrop) throws {
      var large: [SightState: LargeScaleModel] = [:]
      let states: [SightState] =
        drop.environment == .openOffice
        ? [.lineOfSight, .obstructed] : [.lineOfSight, .obstructed, .outdoorToIndoor]
      for state in states {
        guard drop.environment != .openOffice else {
          large[state] = try LargeScaleModel(
            EarlierOffice.parameters(state, gigahertz: drop.frequency.gigahertz))
          continue
        }
        var parameters = try FastFadingParameters(
          drop.environment, state, frequency: drop.frequency.hertz, release: .release16)
        if state == .outdoorToIndoor {
          // TR 38.900 V14, with which the companies calibrated.
          parameters.clusterArrivalAzimuth = 20 * degree
          parameters.clusterArrivalZenith = 6 * degree
        }
        large[state] = try LargeScaleModel(parameters)
      }
      self.large = large
    }
  }

  func figures(_ numbers: Range<Int>, workers: Workers) throws -> [ServingFigures] {
    let models = try Models(self)
    return workers.map(numbers.count, chunk: 4) { index in
      figures(UInt64(numbers.lowerBound + index), models)
    }
  }

  private func figures(_ number: UInt64, _ models: Models) -> ServingFigures {
    var stream = BulkRandomStream(seed: 78, stage: .servingLinks, index: number)
    let terminal = terminal(&stream)
    var best = (power: 0.0, link: ClusteredLink?.none)
    for site in layout.sites {
      guard let (link, loss) = link(site, terminal, models, &stream) else { continue }
      for sector in panel.boresights.indices {
        let gain = link.allRays.reduce(0) { sum, ray in
          sum + ray.power * panel.gain(sector: sector, towards: ray.departure.unit)
        }
        let power = gain * Double.exp10(-loss / 10)
        if power > best.power { best = (power, link) }
      }
    }
    guard let link = best.link else { preconditionFailure("no site") }
    return ServingFigures(
      // Half of the power of a slanted element arrives at each of two crossed ones.
      coupling: 10 * Double.log10(best.power / 2), delay: link.delaySpread * 1e9,
      departureAzimuth: link.angularSpread { $0.departure.angles.phi } / degree,
      departureZenith: link.angularSpread { $0.departure.angles.theta } / degree,
      arrivalAzimuth: link.angularSpread { $0.arrival.angles.phi } / degree,
      arrivalZenith: link.angularSpread { $0.arrival.angles.theta } / degree)
  }

  private func terminal(_ stream: inout BulkRandomStream) -> Terminal {
    guard environment != .openOffice else {
      return Terminal(place: Vector3(120 * stream.uniform(), 50 * stream.uniform(), 1))
    }
    let grid = HexagonalGrid(interSiteDistance: 200, rings: 2)
    var point = SIMD2<Double>()
    repeat {
      // Every cell is like the middle one where the layout wraps around.
      point = (SIMD2(stream.uniform(), stream.uniform()) * 2 - 1) * grid.cellRadius
    } while !grid.cellContains(point) || (point * point).sum() < 100
    var terminal = Terminal(place: Vector3(point.x, point.y, 1.5))
    guard stream.uniform() < 0.8 else { return terminal }
    terminal.isIndoor = true
    let floors = 4 + (stream.uniform() * 5).rounded(.down)
    terminal.place.z = 3 * (stream.uniform() * floors).rounded(.down) + 1.5
    terminal.indoorDistance = 25 * min(stream.uniform(), stream.uniform())
    let wall: PenetrationLoss = stream.uniform() < 0.5 ? .lowLoss : .highLoss
    terminal.penetration =
      wall.decibels(frequency, indoorDistance: terminal.indoorDistance, release: .release16)
      + wall.deviation * NormalLayers.shared.number(from: &stream)
    return terminal
  }

  private func link(
    _ site: Vector3, _ terminal: Terminal, _ models: Models, _ stream: inout BulkRandomStream
  ) -> (ClusteredLink, loss: Double)? {
    let way = layout.displacement(from: site, to: terminal.place)
    let ground = (way * way).sum().squareRoot()
    let geometry = LargeScaleGeometry(
      horizontalDistance: ground, baseHeight: site.z, terminalHeight: terminal.place.z,
      indoorDistance: terminal.indoorDistance)
    let outdoor: SightState =
      stream.uniform() < surroundings.sightProbability(geometry) ? .lineOfSight : .obstructed
    let state: SightState = terminal.isIndoor ? .outdoorToIndoor : outdoor
    guard let large = models.large[state] else { return nil }
    let departure =
      environment == .openOffice
      ? EarlierOffice.departure(state, gigahertz: frequency.gigahertz)
      : ZenithDeparture(
        environment, outdoor,
        LinkGeometry(
          groundDistance: ground, baseHeight: site.z, terminalHeight: terminal.place.z),
        large.parameters, frequency: frequency.hertz)
    let values = large.draw(departure: departure, from: &stream)
    let own = NormalLayers.shared.number(from: &stream)
    let gain: Double
    switch fading {
    case .gain: gain = values.shadowFading
    case .loss: gain = -values.shadowFading
    case .apart: gain = own
    }
    let loss =
      surroundings.pathLoss(outdoor, geometry, frequency) + terminal.penetration
      - gain * surroundings.shadowFadingDeviation(state, geometry, frequency)
    var clusters = ClusterModel(large.parameters)
    clusters.isIndoorTerminal = terminal.isIndoor
    let link = clusters.draw(
      values, base: site, terminal: site + Vector3(way.x, way.y, terminal.place.z - site.z),
      departure: departure, from: &stream)
    return (link, loss)
  }
}
