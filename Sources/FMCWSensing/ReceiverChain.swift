// SPDX-License-Identifier: Apache-2.0

package import Execution
package import Quantities
package import RadarFrames

/// What happens to ideal IF samples on their way through the radios of one link.
///
/// In this order: leakage, phase noise, thermal noise, filters, I/Q imbalance, conversion,
/// decimation. Each changes
/// nothing, to the last bit, where it is switched off.
package struct ReceiverChain: Sendable {
  private let power: Power
  private let schedule: TransmitSchedule
  private let leakage: Leakage?
  private let phaseNoise: PhaseNoise
  private let thermalNoise: ThermalNoise?
  private let receiver: Impairments
  private let workers: Workers

  /// Prepares a link.
  ///
  /// - Parameters:
  ///   - transmitter: What is not ideal about the transmitter, and its number.
  ///   - receiver: The same of the receiver; one number makes the link monostatic.
  ///   - power: What each transmit element is fed.
  ///   - schedule: Which elements send.
  ///   - thermalNoise: The noise of the receiver's input, if there is any.
  ///   - seed: The run's seed.
  ///   - workers: How many threads to use.
  package init(
    transmitter: (impairments: Impairments, radio: Int),
    receiver: (impairments: Impairments, radio: Int), power: Power, schedule: TransmitSchedule,
    thermalNoise: ThermalNoise?, seed: UInt64, workers: Workers
  ) {
    self.power = power
    self.schedule = schedule
    self.thermalNoise = thermalNoise
    self.receiver = receiver.impairments
    self.workers = workers
    leakage = transmitter.radio == receiver.radio ? receiver.impairments.leakage : nil
    phaseNoise = PhaseNoise(
      transmitter: (transmitter.impairments.phaseNoise, transmitter.radio),
      receiver: (receiver.impairments.phaseNoise, receiver.radio), seed: seed)
  }

  /// Sends a frame through the radios.
  ///
  /// - Parameters:
  ///   - frame: The ideal samples; those that are recorded afterwards.
  ///   - firstChirp: The number of the frame's first chirp in the whole run.
  package func apply(to frame: inout RadarFrame, firstChirp: Int) {
    leakage?.add(to: &frame, power: power, schedule: schedule)
    phaseNoise.apply(to: &frame, firstChirp: firstChirp, workers: workers)
    thermalNoise?.add(to: &frame, firstChirp: firstChirp, workers: workers)
    receiver.filter.apply(to: &frame, workers: workers)
    receiver.imbalance?.apply(to: &frame)
    receiver.converter?.apply(to: &frame)
    receiver.decimation?.apply(to: &frame, workers: workers)
  }
}
