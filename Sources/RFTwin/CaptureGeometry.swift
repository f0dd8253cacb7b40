// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Electromagnetics
internal import Kinematics
internal import Quantities
internal import RadarFrames
internal import Scenes
internal import Spatial
internal import Spectra

/// Where the radios of a capture were, as far as it is known.
extension CaptureDescription {
  /// Whether it is told where the elements of the link are.
  var knowsElements: Bool {
    let link = radios.scene.links[0]
    let receivers = radios.scene.radios[link.receiver].receiveElements.count
    let senders = radios.scene.radios[link.transmitter].transmitElements.count
    return radios.hasArray[link.receiver] && receivers == reader.shape.length(.receive)
      && schedule.elements.allSatisfy { $0 < senders }
  }

  /// The elements that send and that receive; where they are not told, as many at one place.
  var elementPairs: ElementPairs {
    let scene = radios.scene
    let (transmitter, receiver) = (
      scene.radios[scene.links[0].transmitter], scene.radios[scene.links[0].receiver]
    )
    guard knowsElements else {
      return ElementPairs(
        transmit: schedule.elements.map { _ in ArrayElement(antenna: transmitter.antenna) },
        receive: (0..<reader.shape.length(.receive)).map { _ in
          ArrayElement(antenna: receiver.antenna)
        }, model: .synthetic)
    }
    return ElementPairs(
      transmit: schedule.elements.map { transmitter.transmitElements[$0] },
      receive: receiver.receiveElements, model: .synthetic)
  }

  /// Both ends of the link at an instant in seconds; a radio whose place is not known is at the
  /// origin.
  func ends(at time: Double) -> LinkEnds {
    let scene = radios.scene
    let states = scene.motion.states(at: time)
    func pose(_ index: Int) -> AntennaPose {
      let radio = scene.radios[index]
      let pose = states[radio.node].worldFromBody
      return AntennaPose(
        antenna: radio.antenna, position: pose.translation, orientation: pose.rotation)
    }
    return LinkEnds(
      transmitter: pose(scene.links[0].transmitter), receiver: pose(scene.links[0].receiver))
  }

  /// What a record's `/scenario` says of the chirps, in the keys of scenarios.
  var scenarioText: String {
    let period = timing.period
    let last = Double(timing.starts.count - 1) * period
    let length = Double(reader.shape.chirps) * waveform.chirpPeriod
    let title = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return """
      # The chirps of a measured capture, whose description is in /capture.
      name: "\(title)"
      waveform:
        kind: fmcw
        start: \(waveform.start.hertz) Hz
        slope: \(waveform.slope.si) Hz/s
        ramp: \(waveform.ramp.seconds) s
        idle: \(waveform.idle.seconds) s
        sample-rate: \(waveform.sampleRate.hertz) Hz
        sampling-start: \(waveform.sampling.seconds) s
        samples: \(waveform.samples)
      episode:
        start: \(timing.starts[0]) s
        duration: \(last + length) s
        frames: { chirps: \(reader.shape.chirps), every: \(period) s }
      processing:
        delay-window: \(processing.delayWindow.rawValue)
        doppler-window: \(processing.dopplerWindow.rawValue)

      """
  }
}
