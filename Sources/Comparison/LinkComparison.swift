// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Spectra

/// How two links are held against each other.
package struct ComparisonSettings: Hashable, Sendable {
  /// What is taken out of the simulation first.
  package var alignment = AlignmentChoice()

  /// How far above the mean noise an echo is, in dB.
  package var margin = 3.0

  /// How many delay cells a band has in which levels are compared.
  package var bandWidth = 8

  /// The largest difference of delay of components that are taken for the same, in cells.
  package var gate = 3.0

  package init() {}
}

/// All that is found when two links are held against each other.
package struct LinkComparison {
  package let pair: LinkPair
  package let settings: ComparisonSettings

  /// Sentences about what differs between the records and what was left out.
  package internal(set) var notes: [String]

  /// The common offset; nil where there are no echoes.
  package let offset: CommonOffset?

  /// The delays that both have, in seconds, and the mean profiles, in watts; the simulation's without
  /// the offsets that were to be taken out.
  package let delays: [Double]
  package let referenceProfile: [Double]
  package let simulatedProfile: [Double]
  package let referenceNoise: Double
  package let simulatedNoise: Double

  /// How many metres of range a cycle of phase is, or of the way on a bistatic link.
  package let metresPerCycle: Double

  /// What an echo exceeds in both, in watts.
  package let threshold: Double

  /// How many frames were compared, and whether those of the same time belong together.
  package let frames: (reference: Int, simulated: Int)
  package let isPaired: Bool

  package let profileErrors: ProfileErrors
  package let totalPower: FrameStatistic
  package let meanDelay: FrameStatistic
  package let delaySpread: FrameStatistic
  package let kFactor: FrameStatistic
  package let components: ComponentErrors

  /// Nil where maps are not compared.
  package internal(set) var maps: MapErrors?

  /// Nil where maps are not compared, or one of the records has no noise.
  package internal(set) var noise: NoiseErrors?

  /// The maps of the middle window.
  package internal(set) var shownMaps: ShownMaps?

  /// Nil where no record tells what its paths touch.
  package let classes: [ClassErrors]?

  /// Compares the profiles of a pair of links; `compareMaps` adds what maps tell.
  init(
    _ pair: LinkPair, _ profiles: ProfilePair, _ axes: CommonAxes, offset: CommonOffset?,
    settings: ComparisonSettings, classes: ObjectClasses?, notes: [String]
  ) {
    self.pair = pair
    self.settings = settings
    self.notes = notes
    self.offset = offset
    delays = axes.delays
    metresPerCycle = axes.metresPerCycle
    (referenceProfile, simulatedProfile) = (profiles.reference.mean, profiles.simulated.mean)
    (referenceNoise, simulatedNoise) = (profiles.reference.noise, profiles.simulated.noise)
    frames = (profiles.reference.powers.count, profiles.simulated.powers.count)
    isPaired = profiles.isPaired
    let threshold = profiles.threshold(margin: settings.margin)
    self.threshold = threshold
    let figures = axes.figures
    // Looks of other cells would make a difference of biases where there is none.
    let isEcho = zip(referenceProfile, simulatedProfile).map { min($0, $1) > threshold }
    func speckled(_ frames: FrameProfiles) -> SpeckledProfile {
      SpeckledProfile(frames, axes, threshold: threshold, isEcho: isEcho, figures: figures)
    }
    let speckled = (speckled(profiles.reference), speckled(profiles.simulated))
    let finders = (reference: speckled.0.finder, simulated: speckled.1.finder)
    // Neighbouring cells share looks.
    let samples = max(1, Double(settings.bandWidth) / figures.binsPerSample)
    let errors = ProfileErrors(
      profiles, delays: axes.delays,
      comparison: BandComparison(
        width: settings.bandWidth, threshold: threshold, referenceNoise: referenceNoise,
        simulatedNoise: simulatedNoise,
        referenceSpeckle: Speckle(looks: finders.reference.speckle.looks * samples),
        simulatedSpeckle: Speckle(looks: finders.simulated.speckle.looks * samples)))
    profileErrors = errors
    func moments(_ powers: [Double], noise: Double) -> ProfileMoments? {
      ProfileMoments(
        powers, delays: axes.delays, noise: noise, threshold: threshold,
        noiseBandwidth: figures.noiseBandwidth)
    }
    let speckles = (
      SpeckleUncertainty(speckled.0, purpose: 7) {
        moments($0, noise: profiles.reference.noise)
      },
      SpeckleUncertainty(speckled.1, purpose: 8) {
        moments($0, noise: profiles.simulated.noise)
      }
    )
    let first = profiles.reference.powers.map { moments($0, noise: profiles.reference.noise) }
    let second = profiles.simulated.powers.map { moments($0, noise: profiles.simulated.noise) }
    func statistic(
      _ purpose: UInt64, _ deviation: KeyPath<SpeckleUncertainty, Double>,
      _ value: (ProfileMoments) -> Double?
    ) -> FrameStatistic {
      let (a, b) = (speckles.0[keyPath: deviation], speckles.1[keyPath: deviation])
      return FrameStatistic(
        first.map { $0.flatMap(value) }, second.map { $0.flatMap(value) },
        isPaired: profiles.isPaired, speckle: (a * a + b * b).squareRoot(), purpose: purpose)
    }
    totalPower = statistic(3, \.total) { decibels($0.total * 1e3) }
    meanDelay = statistic(4, \.meanDelay) { $0.meanDelay }
    delaySpread = statistic(5, \.delaySpread) { $0.delaySpread }
    kFactor = statistic(6, \.kFactor) { $0.kFactor.map(decibels) }
    components = ComponentErrors(
      profiles, delays: axes.delays, finders: finders, gate: settings.gate * axes.cell,
      sample: axes.cell * figures.binsPerSample)
    self.classes = classes.map { $0.errors(errors.bands, width: settings.bandWidth) }
  }
}

extension CommonAxes {
  /// The figures of the taper; those of so many samples hardly depend on their number.
  var figures: WindowFigures {
    // Dolph and Chebyshev's weights take the square of their number to compute.
    WindowFigures((window ?? .hann).weights(min(max(delays.count, 16), 1024)))
  }
}
