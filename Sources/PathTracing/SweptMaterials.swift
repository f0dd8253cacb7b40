// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Materials
package import Quantities
package import Scenes

/// The materials of a scene that vary so fast over a band that they are not followed.
///
/// - Parameters:
///   - scene: The scene.
///   - centre: The frequency at which their values are held.
///   - band: The band.
///   - transmission: Whether waves may pass through walls.
/// - Returns: Their names.
package func unresolvedMaterials(
  of scene: Scene, centre: Frequency, band: ClosedRange<Frequency>, transmission: Bool
) -> [String] {
  let band = band.lowerBound.hertz...band.upperBound.hertz
  return scene.materials.filter { material in
    MaterialVariation(material, over: band, transmission: transmission)
      .isUnresolved(around: centre)
  }.map(\.name)
}

/// A scene whose materials vary over a band, and the frequencies that it is sampled at.
///
/// It belongs to one thread.
final class SweptMaterials {
  /// Whether each material of the scene varies over the band and is sampled.
  ///
  /// Those that vary too fast for it stay as in the middle of the band.
  let varies: [Bool]

  private let model: TracingModel
  private let band: ClosedRange<Double>
  private let variations: [MaterialVariation]
  private var samplings: [Int: Sampling] = [:]

  /// Sampled frequencies and the scene at each of them.
  struct Sampling {
    var samples: FrequencySamples
    var models: [TracingModel]
  }

  /// The most interactions with varying materials that the samples of a path account for.
  ///
  /// More of them are 40 dB down for glass; those paths are followed less closely.
  private static let mostInteractions = 5

  /// - Parameters:
  ///   - model: The scene in the middle of the band.
  ///   - band: The band.
  ///   - centre: The frequency of the model.
  ///   - transmission: Whether waves may pass through walls.
  init(
    _ model: TracingModel, over band: ClosedRange<Frequency>, centre: Frequency,
    transmission: Bool
  ) {
    self.model = model
    let band = band.lowerBound.hertz...band.upperBound.hertz
    self.band = band
    let all = model.scene.materials.map {
      MaterialVariation($0, over: band, transmission: transmission)
    }
    let varies = all.map { !$0.isConstant(at: centre) && !$0.isUnresolved(around: centre) }
    variations = zip(all, varies).filter(\.1).map(\.0)
    self.varies = varies
  }

  /// The smallest set of samples that follows paths with some interactions.
  ///
  /// - Parameter interactions: The most interactions with varying materials on any path.
  /// - Returns: At least two samples, for what diffraction makes of the wavelength.
  func sampling(interactions: Int) -> Sampling {
    let interactions = min(interactions, Self.mostInteractions)
    if let known = samplings[interactions] { return known }
    let counts = variations.map { variation in
      interactions == 0
        ? 2 : variation.sampleCount(interactions: interactions) ?? MaterialVariation.mostSamples
    }
    let samples = FrequencySamples(count: counts.max() ?? 2, over: band)
    let sampling = Sampling(
      samples: samples,
      models: samples.frequencies.map {
        TracingModel(model, at: Frequency(hertz: $0), varies: varies)
      })
    samplings[interactions] = sampling
    return sampling
  }
}

/// Which tracks of a link vary over the band otherwise than with the wavelength.
struct VariationCensus {
  /// The law of each track.
  private(set) var laws: [FrequencyLaw]

  /// The most interactions with varying materials on any track.
  private(set) var mostInteractions = 0

  var isSampled: Bool { laws.contains(.sampled) }

  /// Direct, reflected and scattered fields and those over centres of constant cross-section hold
  /// lambda / (4 pi) and coefficients; the echo of a piece has no wavelength, see `FacetEcho`; a
  /// diffracted one has a further lambda^(1/2), less near a shadow boundary (Kouyoumjian and Pathak
  /// 1974), which is sampled.
  init(
    of tracks: [TracedTracks.Track], sweep: SweptMaterials?, model: TracingModel,
    scatterers: [Scatterer], echoes: FacetEchoes, diffuse: DiffusePaths
  ) {
    guard let sweep else {
      laws = Array(repeating: .wavelength, count: tracks.count)
      return
    }
    func varying(_ facets: [Int32]) -> Int {
      facets.reduce(0) {
        $0 + (sweep.varies[Int(model.scene.facets[Int($1)].material)] ? 1 : 0)
      }
    }
    let before = diffuse.transmitterMirrors.map(varying)
    let after = diffuse.receiverMirrors.map(varying)
    laws = []
    laws.reserveCapacity(tracks.count)
    for track in tracks {
      var (interactions, otherwise) = (0, FrequencyLaw.wavelength)
      switch track {
      case .specular(let path): interactions = varying(path.touched)
      case .diffuse(let path):
        interactions =
          before[Int(path.transmitterImage)] + after[Int(path.receiverImage)]
          + (sweep.varies[Int(scatterers[Int(path.scatterer)].material)] ? 1 : 0)
      case .echo(let index):
        otherwise = .constant
        interactions = varying([echoes.pieces[Int(index)].facet])
      case .centre(let echo): interactions = varying(echo.mirrors)
      case .diffracted(let path):
        otherwise = .sampled
        let wedge = model.wedges[Int(path.wedge)]
        interactions = min(1, varying([wedge.zeroFacet, wedge.nFacet]))
      }
      laws.append(interactions > 0 ? .sampled : otherwise)
      mostInteractions = max(mostInteractions, interactions)
    }
  }
}
