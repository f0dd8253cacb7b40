// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Committed scenes")
struct CommittedFileTests {
  private let folder = "\(SharedFiles.project)/Scenes"

  @Test("every committed mesh is, byte for byte, what the generator makes; 'make scenes' writes it")
  func bytes() throws {
    for (path, file) in try GLBFile.all() {
      let committed = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)"))
      // Compared as a whole: a list of a million differing bytes helps nobody.
      #expect(committed.elementsEqual(file.bytes) == true, "\(path)")
    }
  }

  @Test("no mesh is committed that the generator does not make")
  func nothingElse() throws {
    let committed = try FileManager.default.subpathsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".glb") }
    #expect(committed.sorted() == (try GLBFile.all().map(\.path).sorted()))
    #expect(committed.contains("umi-courtyard/courtyard.glb"))
  }
}
