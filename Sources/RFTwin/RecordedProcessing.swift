// SPDX-License-Identifier: Apache-2.0

package import Captures
internal import InputDocuments
package import Spectra

/// The tapers that a record's profiles and maps were made with, as the text that it holds says.
///
/// Only `processing` is read: meshes, materials and what else the text names need not be there.
package struct RecordedProcessing: Hashable, Sendable {
  package let delayWindow: Window
  package let dopplerWindow: Window

  /// Gives nil where the record holds no text, or one that is not understood.
  ///
  /// - Parameter record: The record.
  package init?(_ record: Record) {
    guard !record.scenario.isEmpty,
      let root = try? InputNode.parse(record.scenario, file: record.path)
        .overridden(by: record.overrides.compactMap { Override($0) }).mapping()
    else { return nil }
    var (delay, doppler) = (
      ProcessingSettings(mapChirps: 1, mapHop: 1, profileChirps: 1).delayWindow,
      ProcessingSettings(mapChirps: 1, mapHop: 1, profileChirps: 1).dopplerWindow
    )
    do throws(InputError) {
      if let processing = try root.optional("processing")?.mapping() {
        if let node = processing.optional("delay-window") { delay = try node.choice() }
        if let node = processing.optional("doppler-window") { doppler = try node.choice() }
      }
    } catch {
      return nil
    }
    (delayWindow, dopplerWindow) = (delay, doppler)
  }
}
