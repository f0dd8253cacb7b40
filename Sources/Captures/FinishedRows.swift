// SPDX-License-Identifier: Apache-2.0

/// How many rows of a link's arrays there are, and how many belong to finished frames.
struct FinishedRows {
  let allProfiles: Int
  let allMaps: Int
  let chirps: Int
  let profiles: Int
  let maps: Int

  /// Counts the rows of a link.
  ///
  /// - Parameters:
  ///   - group: The link's group.
  ///   - file: The record.
  ///   - frames: How many frames the record has room for.
  ///   - finished: How many of them are finished.
  /// - Throws: `RecordError` when an axis is missing or is none.
  init(of group: String, in file: HDF5File, frames: Int, finished: Int) throws(RecordError) {
    func length(_ name: String) throws(RecordError) -> Int {
      try file.expect(group + name, shape: [nil])
      return try file.shape(of: group + name)[0]
    }
    let allChirps = try length(RecordLayout.chirpStart)
    allProfiles = try length(RecordLayout.profileTime)
    allMaps = try length(RecordLayout.mapTime)
    guard finished < frames else {
      (chirps, profiles, maps) = (allChirps, allProfiles, allMaps)
      return
    }
    let period: Int32 = try file.number(RecordLayout.mapEvery, of: "/")
    guard period > 0 else { throw file.damaged("/@\(RecordLayout.mapEvery)", "is not above zero") }
    func mapped(_ count: Int) -> Int { framesWithMaps(among: count, every: Int(period)) }
    chirps = allChirps / frames * finished
    profiles = allProfiles / frames * finished
    maps = allMaps / mapped(frames) * mapped(finished)
  }
}
