// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
package import Channels
package import PathTracing
package import StatisticalChannel

/// Where the paths of a run come from.
package enum EpisodeChannel {
  case traced(PathTracer)
  case statistical(StatisticalEpisode)

  /// The paths of a link over an interval in seconds.
  package func tracks(
    link: Int, over interval: ClosedRange<Double>
  ) throws(SimulationError) -> any PathTracks {
    switch self {
    case .traced(let tracer):
      do {
        return try tracer.tracks(link: link, over: interval)
      } catch {
        throw .tracing(error)
      }
    case .statistical(let episode):
      do {
        return try episode.tracks(link: link, over: interval)
      } catch {
        throw .statistical(error)
      }
    }
  }

  /// Whether what was found in earlier frames guides the search in later ones.
  var remembersFrames: Bool {
    if case .traced = self { true } else { false }
  }

  /// How many scatterers there are; statistical channels have none.
  var scattererCount: Int {
    if case .traced(let tracer) = self { tracer.scattererCount } else { 0 }
  }

  /// The error of a link's diffuse power; nil without diffuse paths.
  func diffuseError(link: Int) -> DiffuseError? {
    if case .traced(let tracer) = self { tracer.diffuseError(link: link) } else { nil }
  }
}
