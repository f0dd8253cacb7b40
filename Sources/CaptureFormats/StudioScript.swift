// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments

/// Reads the calls of a Lua script of mmWave Studio that tell of chirps (mmWave Studio User Guide,
/// Texas Instruments).
///
/// Arguments are numbers, or names of numbers that the script sets before.
func readStudioScript(_ text: String, file: String) throws(InputError) -> CaptureNotes {
  var (chirps, notes) = (DeviceChirps(), CaptureNotes(file: file))
  var constants: [String: Double] = [:]
  let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
  for (index, line) in lines.enumerated() {
    let code = line.firstRange(of: "--").map { line[..<$0.lowerBound] } ?? line
    if let (name, value) = assignment(code) {
      constants[name] = value
    }
    guard let call = try call(code, constants, file: file, line: index + 1) else { continue }
    switch call.name {
    case "ProfileConfig":
      chirps.profiles[try call.whole(0)] = DeviceChirps.Profile(
        start: try call.value(1), idle: try call.value(2), sampling: try call.value(3),
        ramp: try call.value(4), slope: try call.value(11), samples: try call.whole(13),
        rate: try call.value(14))
    case "ChirpConfig":
      let variations = try [call.value(3), call.value(4), call.value(5), call.value(6)]
      var transmitters = 0
      for bit in 0..<3 where call.values.count > 7 + bit {
        transmitters |= try call.value(7 + bit) != 0 ? 1 << bit : 0
      }
      chirps.chirps.append(
        DeviceChirps.Chirp(
          numbers: try call.numbers(0), profile: try call.whole(2), transmitters: transmitters,
          differs: variations.contains { $0 != 0 }))
    case "FrameConfig":
      chirps.frame = DeviceChirps.Frame(
        numbers: try call.numbers(0), loops: try call.whole(3), frames: try call.whole(2),
        period: try call.value(4))
    case "ChanNAdcConfig":
      var receivers = 0
      for index in 3..<7 { receivers += try call.value(index) != 0 ? 1 : 0 }
      notes.receivers = receivers
      notes.isComplex = try call.whole(8) != 0
      notes.isQuadratureFirst = try call.whole(9) != 0
    case "LVDSLaneConfig":
      var lanes = 0
      for index in 1..<5 { lanes += try call.value(index) != 0 ? 1 : 0 }
      notes.lanes = lanes
    case "AdvanceFrameConfig":
      throw InputError(
        file: file, line: index + 1,
        "'ar1.AdvanceFrameConfig' is not handled; give 'waveform' and 'frames' in the description")
    default: continue
    }
  }
  try chirps.note(
    in: &notes, words: ("ar1.ProfileConfig", "ar1.ChirpConfig", "ar1.FrameConfig"))
  return notes
}

/// "NAME = 62" as a name and a number.
private func assignment(_ code: Substring) -> (String, Double)? {
  let sides = code.split(separator: "=")
  guard sides.count == 2 else { return nil }
  let words = sides[0].split(separator: " ").filter { $0 != "local" }
  guard words.count == 1, let value = Double(sides[1].filter { $0 != " " && $0 != "\t" }) else {
    return nil
  }
  return (String(words[0]), value)
}

/// The calls whose arguments are asked for.
private let callsOfInterest: Set<String> = [
  "ProfileConfig", "ChirpConfig", "FrameConfig", "ChanNAdcConfig", "LVDSLaneConfig",
  "AdvanceFrameConfig",
]

/// "ar1.ChirpConfig(0, 0, ...)" with its arguments.
private func call(
  _ code: Substring, _ constants: [String: Double], file: String, line: Int
) throws(InputError) -> DeviceCommand? {
  guard let start = code.firstRange(of: "ar1."),
    let open = code[start.upperBound...].firstIndex(of: "("),
    let close = code[open...].lastIndex(of: ")")
  else { return nil }
  let name = String(code[start.upperBound..<open].filter { $0 != " " })
  guard callsOfInterest.contains(name) else { return nil }
  var values: [Double] = []
  for word in code[code.index(after: open)..<close].split(separator: ",") {
    let text = String(word.filter { $0 != " " && $0 != "\t" && $0 != "(" && $0 != ")" })
    guard let value = Double(text) ?? constants[text] else {
      throw InputError(
        file: file, line: line,
        "'\(text)' in 'ar1.\(name)' is no number, and no line above sets it to one")
    }
    values.append(value)
  }
  return DeviceCommand(name: name, values: values, file: file, line: line)
}
