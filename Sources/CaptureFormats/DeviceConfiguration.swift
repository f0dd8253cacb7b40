// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import Quantities
internal import RadarFrames

/// A link in the words of the configuration files for radar devices of Texas Instruments.
///
/// Both files hold the chirp as it is, also where no device could send it.
struct DeviceConfiguration {
  private let link: SampledLink

  init(_ link: SampledLink) { self.link = link }

  /// The chirps of a loop: each with the transmitters that are on, bit k for element k.
  private var transmitMasks: [Int] {
    let bits = link.schedule.elements.map { 1 << Int($0) }
    guard link.schedule.multiplexing == "ddm" else { return bits }
    return [Int](repeating: bits.reduce(0, |), count: Int(link.schedule.cycle))
  }

  private var receiveMask: Int { (1 << link.samples.channels) - 1 }
  private var transmitMask: Int { transmitMasks.reduce(0, |) }
  private var loops: Int { link.frames.chirps / transmitMasks.count }

  // In the units of the files.
  private var startGigahertz: Double { decimal(link.waveform.start.hertz / 1e9) }
  private var slopeMegahertzPerMicrosecond: Double { decimal(link.waveform.slope.si / 1e12) }
  private var idleMicroseconds: Double { decimal(link.waveform.idle.seconds * 1e6) }
  private var samplingMicroseconds: Double { decimal(link.waveform.sampling.seconds * 1e6) }
  private var rampMicroseconds: Double { decimal(link.waveform.ramp.seconds * 1e6) }
  private var kilosamples: Double { decimal(link.waveform.sampleRate.hertz / 1e3) }
  private var periodMilliseconds: Double { decimal(link.frames.period * 1e3) }

  // MARK: Commands

  /// The commands of the mmWave SDK's command line that describe the capture.
  func commands(_ codes: SampleCodes) -> String {
    let profile = [
      0, startGigahertz, idleMicroseconds, samplingMicroseconds, rampMicroseconds, 0, 0,
      slopeMegahertzPerMicrosecond, 0, Double(link.samples.samples), kilosamples, 0, 0, 0,
    ].map(decimalText)
    let lines =
      [
        "% \(link.generator): link '\(link.name)' of '\(singleLine(link.title))'",
        "% complex 16-bit samples of two lanes, not interleaved; code k is (k + 0.5) *"
          + " \(codes.step) W^0.5",
        "dfeDataOutputMode 1",
        "channelCfg \(receiveMask) \(transmitMask) 0",
        "adcCfg 2 1",
        "adcbufCfg -1 0 0 1 1",
        "profileCfg " + profile.joined(separator: " "),
      ]
      + transmitMasks.enumerated().map { "chirpCfg \($0) \($0) 0 0 0 0 0 \($1)" }
      + [
        "frameCfg 0 \(transmitMasks.count - 1) \(loops) \(link.frames.count)"
          + " \(decimalText(periodMilliseconds)) 1 0",
        "lvdsStreamCfg -1 0 1 0",
      ]
    return lines.map { $0 + "\n" }.joined()
  }

  private func singleLine(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }

  // MARK: Document

  /// The configuration as mmWave Studio keeps it, with a section of our own.
  func document(_ codes: SampleCodes) -> JSONValue {
    .object([
      "configGenerator": .object(["createdBy": .text(link.generator), "isConfigIntermediate": 1]),
      "mmWaveDevices": .list([
        .object([
          "mmWaveDeviceId": 0, "rfConfig": radio,
          "rawDataCaptureConfig": .object([
            "rlDevDataFmtCfg_t": .object([
              "rxChannelEn": mask(receiveMask), "adcBits": 2, "adcFmt": 1, "iqSwapSel": 0,
              "chInterleave": 1,
            ]),
            "rlDevLaneEnable_t": .object(["laneEn": mask(3)]),
          ]),
        ])
      ]),
      "rftwin": link.description(codes),
    ])
  }

  private var radio: JSONValue {
    .object([
      "waveformType": "legacyFrameChirp",
      "MIMOScheme": .text(link.schedule.multiplexing.uppercased()),
      "rlChanCfg_t": .object([
        "rxChannelEn": mask(receiveMask), "txChannelEn": mask(transmitMask), "cascading": 0,
      ]),
      "rlAdcOutCfg_t": .object([
        "fmt": .object(["b2AdcBits": 2, "b2AdcOutFmt": 1, "b8FullScaleReducFctr": 0])
      ]),
      "rlProfiles": .list([.object(["rlProfileCfg_t": profile])]),
      "rlChirps": .list(transmitMasks.enumerated().map { chirp(number: $0, transmitting: $1) }),
      "rlFrameCfg_t": .object([
        "chirpStartIdx": 0, "chirpEndIdx": .integer(transmitMasks.count - 1),
        "numLoops": .integer(loops), "numFrames": .integer(link.frames.count),
        "framePeriodicity_msec": .number(periodMilliseconds), "numDummyChirpsAtEnd": 0,
        "triggerSelect": 1, "frameTriggerDelay": 0, "isConfigured": 1,
      ]),
    ])
  }

  private var profile: JSONValue {
    .object([
      "profileId": 0, "startFreqConst_GHz": .number(startGigahertz),
      "idleTimeConst_usec": .number(idleMicroseconds),
      "adcStartTimeConst_usec": .number(samplingMicroseconds),
      "rampEndTime_usec": .number(rampMicroseconds), "txStartTime_usec": 0,
      "freqSlopeConst_MHz_usec": .number(slopeMegahertzPerMicrosecond),
      "numAdcSamples": .integer(link.samples.samples), "digOutSampleRate": .number(kilosamples),
    ])
  }

  private func chirp(number: Int, transmitting transmitters: Int) -> JSONValue {
    .object([
      "rlChirpCfg_t": .object([
        "chirpStartIdx": .integer(number), "chirpEndIdx": .integer(number), "profileId": 0,
        "startFreqVar_MHz": 0, "freqSlopeVar_KHz_usec": 0, "idleTimeVar_usec": 0,
        "adcStartTimeVar_usec": 0, "txEnable": mask(transmitters),
      ])
    ])
  }

  private func mask(_ bits: Int) -> JSONValue {
    .text("0x" + String(bits, radix: 16, uppercase: true))
  }
}
