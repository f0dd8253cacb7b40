// SPDX-License-Identifier: Apache-2.0

/// How many rows the arrays of a record have.
package struct RecordExtent: Hashable, Sendable {
  /// How many frames the whole run has.
  package var frames: Int

  /// How many chirps and power-delay profiles a frame has.
  package var chirps: Int
  package var profiles: Int

  /// How many delay-Doppler maps a frame has that has any, and which frames do: each n-th one.
  package var maps: Int
  package var mapEvery: Int

  package init(
    frames: Int, chirps: Int = 1, profiles: Int = 1, maps: Int = 1, mapEvery: Int = 1
  ) {
    self.frames = frames
    self.chirps = chirps
    self.profiles = profiles
    self.maps = maps
    self.mapEvery = mapEvery
  }

  /// How many maps the frames before one have together.
  package func maps(beforeFrame frame: Int) -> Int {
    maps * framesWithMaps(among: frame, every: mapEvery)
  }

  /// How many maps one frame has.
  package func maps(ofFrame frame: Int) -> Int { frame.isMultiple(of: mapEvery) ? maps : 0 }
}

/// How many of the first frames have maps.
func framesWithMaps(among frames: Int, every period: Int) -> Int {
  (frames + period - 1) / period
}
