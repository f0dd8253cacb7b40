// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments

/// Reads the commands of the mmWave SDK's command line (mmWave SDK User Guide 3.x, Texas Instruments).
func readSDKCommands(_ text: String, file: String) throws(InputError) -> CaptureNotes {
  var (chirps, notes) = (DeviceChirps(), CaptureNotes(file: file))
  let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
  for (index, line) in lines.enumerated() {
    let words = line.split { $0 == " " || $0 == "\t" }
    guard let name = words.first, !name.hasPrefix("%"), !name.hasPrefix("#") else { continue }
    let command = DeviceCommand(
      name: String(name), values: words.dropFirst().compactMap { Double($0) }, file: file,
      line: index + 1)
    switch command.name {
    case "profileCfg":
      chirps.profiles[try command.whole(0)] = DeviceChirps.Profile(
        start: try command.value(1), idle: try command.value(2), sampling: try command.value(3),
        ramp: try command.value(4), slope: try command.value(7), samples: try command.whole(9),
        rate: try command.value(10))
    case "chirpCfg":
      let variations = try [command.value(3), command.value(4), command.value(5), command.value(6)]
      chirps.chirps.append(
        DeviceChirps.Chirp(
          numbers: try command.numbers(0), profile: try command.whole(2),
          transmitters: try command.whole(7), differs: variations.contains { $0 != 0 }))
    case "frameCfg":
      chirps.frame = DeviceChirps.Frame(
        numbers: try command.numbers(0), loops: try command.whole(2),
        frames: try command.whole(3), period: try command.value(4))
    case "channelCfg": notes.receivers = try command.whole(0).nonzeroBitCount
    case "adcCfg": notes.isComplex = try command.whole(1) != 0
    // The second number is the format, the third whether Q comes first.
    case "adcbufCfg": notes.isQuadratureFirst = try command.whole(2) == 0 ? false : true
    case "advFrameCfg", "subFrameCfg", "bpmCfg":
      guard command.name != "bpmCfg" || command.values.dropFirst().first ?? 0 != 0 else { continue }
      throw InputError(
        file: file, line: index + 1,
        "'\(command.name)' is not handled; give 'waveform' and 'frames' in the description")
    default: continue
    }
  }
  try chirps.note(in: &notes, words: ("profileCfg", "chirpCfg", "frameCfg"))
  return notes
}
