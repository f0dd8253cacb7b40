// SPDX-License-Identifier: Apache-2.0

/// The paths of one radio that go both ways round.
///
/// A path over different mirrors before and after its scatterer or scattering centre, or over mirrors in
/// another order than backwards, has a reverse of the same delay and amplitude: in phase both carry four times the power.
struct ReversePaths {
  private var diffuse: Set<SIMD3<Int32>> = []
  private var specular: Set<[Int32]> = []
  private var centres: Set<CentreMirrors> = []

  /// A scattering centre and the mirrors of the ways from either end to it.
  private struct CentreMirrors: Hashable {
    var centre: Int32
    var incoming: [Int32]
    var outgoing: [Int32]
  }

  /// The numbers of mirrors that both ends have in common.
  private var transmitterNumbers: [Int32] = []
  private var receiverNumbers: [Int32] = []

  init(_ tracks: [TracedTracks.Track], _ paths: DiffusePaths) {
    guard !tracks.isEmpty else { return }
    var numbers: [[Int32]: Int32] = [:]
    func number(_ facets: [Int32]) -> Int32 {
      let number = numbers[facets] ?? Int32(numbers.count)
      numbers[facets] = number
      return number
    }
    transmitterNumbers = paths.transmitterMirrors.map(number)
    receiverNumbers = paths.receiverMirrors.map(number)
    for track in tracks {
      switch track {
      case .diffuse(let path): diffuse.insert(key(of: path))
      case .specular(let path): specular.insert(path.facets)
      case .centre(let echo): centres.insert(key(of: echo))
      case .echo, .diffracted: break
      }
    }
  }

  private func key(of path: DiffusePath) -> SIMD3<Int32> {
    SIMD3(
      path.scatterer, transmitterNumbers[Int(path.transmitterImage)],
      receiverNumbers[Int(path.receiverImage)])
  }

  private func key(of echo: CentreEcho) -> CentreMirrors {
    CentreMirrors(
      centre: echo.centre, incoming: echo.incoming.facets, outgoing: echo.outgoing.facets)
  }

  /// By how much more power a path stands for: 4 where its reverse is left to it, 0 for that one.
  func multiplicity(of track: TracedTracks.Track) -> Double {
    switch track {
    case .diffuse(let path):
      guard !diffuse.isEmpty else { return 1 }
      let key = key(of: path)
      guard key.y != key.z, diffuse.contains(SIMD3(key.x, key.z, key.y)) else { return 1 }
      return key.y < key.z ? 4 : 0
    case .specular(let path):
      let reverse = Array(path.facets.reversed())
      guard reverse != path.facets, specular.contains(reverse) else { return 1 }
      return path.facets.lexicographicallyPrecedes(reverse) ? 4 : 0
    case .centre(let echo):
      let key = key(of: echo)
      let reverse = CentreMirrors(
        centre: key.centre, incoming: key.outgoing, outgoing: key.incoming)
      guard key != reverse, centres.contains(reverse) else { return 1 }
      return key.incoming.lexicographicallyPrecedes(key.outgoing) ? 4 : 0
    case .echo, .diffracted: return 1
    }
  }
}
