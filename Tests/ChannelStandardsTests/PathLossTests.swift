// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import RealModule
import TestSupport
import Testing

@Suite("Path loss and sight")
struct PathLossTests {
  private static let cellular = RadioEnvironment.allCases

  private func geometry(
    _ environment: RadioEnvironment, _ distance: Double, _ terminal: Double = 1.5
  ) -> LargeScaleGeometry {
    let base: Double =
      switch environment {
      case .urbanMicro: 10
      case .urbanMacro, .urbanGrid: 25
      case .ruralMacro, .suburbanMacro, .highway: 35
      case .mixedOffice, .openOffice: 3
      case .sparseFactoryLow, .denseFactoryLow: 1.5
      default: 8
      }
    return LargeScaleGeometry(
      horizontalDistance: distance, baseHeight: base, terminalHeight: terminal)
  }

  @Test("an urban link of 100 m at 10 GHz loses what the table gives by hand")
  func byHand() throws {
    let frequency = try CarrierFrequency(hertz: 10e9)
    // d3D = 100 m exactly: 80 m along and 60 m up.
    let geometry = LargeScaleGeometry(
      horizontalDistance: 80, baseHeight: 61.5, terminalHeight: 1.5)
    // 28 + 22 * 2 + 20 * 1, and 13.54 + 39.08 * 2 + 20.
    let macro = Surroundings(.urbanMacro)
    #expect(isClose(macro.pathLoss(.lineOfSight, geometry, frequency), 92, within: 1e-9))
    #expect(isClose(macro.pathLoss(.obstructed, geometry, frequency), 111.7, within: 1e-9))
    // 22.4 + 35.3 * 2 + 21.3.
    let micro = Surroundings(.urbanMicro)
    #expect(isClose(micro.pathLoss(.obstructed, geometry, frequency), 114.3, within: 1e-9))
  }

  @Test("the loss goes on without a step at the breakpoint", arguments: cellular)
  func continuity(environment: RadioEnvironment) throws {
    let surroundings = Surroundings(environment)
    for hertz in [0.7e9, 6e9, 30e9] {
      let frequency = try CarrierFrequency(hertz: hertz)
      var place = geometry(environment, 1)
      let breakpoint =
        surroundings.table == nil
        ? surroundings.openCountryBreakpoint(place, frequency)
        : surroundings.urbanBreakpoint(place, frequency)
      place = geometry(environment, breakpoint - 1e-6)
      let before = surroundings.pathLoss(.lineOfSight, place, frequency)
      place = geometry(environment, breakpoint + 1e-6)
      let beyond = surroundings.pathLoss(.lineOfSight, place, frequency)
      // RMa and SMa step by their d3D beside d_BP: up to 40 lg(769.7 / 769) = 0.02 dB at 0.7 GHz.
      #expect(isClose(before, beyond, within: 0.03), "\(environment) \(hertz)")
    }
  }

  @Test("no link loses less without line of sight than with it", arguments: cellular)
  func order(environment: RadioEnvironment) throws {
    // The table does not hold SMa's loss without line of sight above that with it, and it is
    // below for high terminals.
    let heights: [Double] = environment == .suburbanMacro ? [1, 1.5] : [1, 1.5, 10]
    for hertz in [0.7e9, 6e9, 100e9] {
      let frequency = try CarrierFrequency(hertz: hertz)
      for distance in [10.0, 50, 200, 1000, 5000] {
        for height in heights {
          let place = geometry(environment, distance, height)
          let surroundings = Surroundings(environment)
          let seen = surroundings.pathLoss(.lineOfSight, place, frequency)
          #expect(
            surroundings.pathLoss(.obstructed, place, frequency) >= seen,
            "\(environment) \(distance) \(height)")
        }
      }
    }
  }

  @Test("links into the air lose more without line of sight", arguments: AerialEnvironment.allCases)
  func aerialOrder(environment: AerialEnvironment) throws {
    let frequency = try CarrierFrequency(hertz: 6e9)
    for height in [1.5, 10, 23, 60, 100] {
      for distance in [25.0, 100, 1000, 4000] {
        let place = LargeScaleGeometry(
          horizontalDistance: distance, baseHeight: 25, terminalHeight: height)
        let seen = environment.pathLoss(.lineOfSight, place, frequency)
        #expect(environment.pathLoss(.obstructed, place, frequency) >= seen)
      }
    }
  }

  @Test("probabilities are one beside the base station, fall, and stay between zero and one")
  func probabilities() {
    for environment in RadioEnvironment.allCases {
      for height in [1.5, 15, 22.5] where height < 2 || environment == .urbanMacro {
        var last = 1.0
        for distance in stride(from: 0.0, through: 5000, by: 7) {
          let probability = Surroundings(environment).sightProbability(
            geometry(environment, distance, height))
          #expect(probability >= 0 && probability <= 1)
          // UMa's tall terminals see more at 300 m than nearer.
          if height < 13 { #expect(probability <= last + 1e-12, "\(environment) \(distance)") }
          last = probability
        }
        #expect(Surroundings(environment).sightProbability(geometry(environment, 0, height)) == 1)
      }
    }
  }

  @Test(
    "at the limits between its pieces, the sight in offices and streets has no step or the table's")
  func pieces() {
    func step(_ environment: RadioEnvironment, _ distance: Double) -> Double {
      let near = Surroundings(environment).sightProbability(
        geometry(environment, distance - 1e-9))
      return near
        - Surroundings(environment).sightProbability(geometry(environment, distance + 1e-9))
    }
    for (environment, distance) in [
      (RadioEnvironment.urbanMicro, 18.0), (.urbanMacro, 18), (.ruralMacro, 10),
      (.mixedOffice, 1.2), (.openOffice, 5),
    ] { #expect(abs(step(environment, distance)) < 1e-6) }
    // The table's own roundings.
    #expect(isClose(step(.mixedOffice, 6.5), Double.exp(-5.3 / 4.7) - 0.32, within: 1e-8))
    #expect(isClose(step(.openOffice, 49), Double.exp(-44 / 70.8) - 0.54, within: 1e-8))
  }

  @Test("in a factory, base stations as high as the clutter see as far as low ones")
  func factoryHeights() {
    func seen(_ environment: RadioEnvironment, base: Double, terminal: Double) -> Double {
      Surroundings(environment).sightProbability(
        .init(horizontalDistance: 40, baseHeight: base, terminalHeight: terminal))
    }
    let low = seen(.sparseFactoryLow, base: 1.5, terminal: 1.5)
    #expect(isClose(seen(.sparseFactoryHigh, base: 2, terminal: 1.5), low, within: 1e-12))
    #expect(isClose(seen(.sparseFactoryHigh, base: 1.5, terminal: 1.5), low, within: 1e-12))
    #expect(seen(.sparseFactoryHigh, base: 8, terminal: 1.5) > low)
    #expect(seen(.sparseFactoryHigh, base: 8, terminal: 8) == 1)
  }

  @Test("UMa's environment is at one metre for low terminals, on roofs for tall ones far away")
  func environmentHeights() {
    let low = EnvironmentHeights(horizontalDistance: 500, terminalHeight: 12)
    #expect(low.probabilityOfGround == 1)
    #expect(low.height(0.999, 0.5) == 1)
    let tall = EnvironmentHeights(horizontalDistance: 200, terminalHeight: 22.5)
    // C = 0.95^1.5 * 1.25 * 8 exp(-4/3) = 2.4407.
    #expect(isClose(tall.probabilityOfGround, 1 / (1 + 2.4407), within: 1e-5))
    // 12, 15, 18 and 21 m.
    #expect(tall.roofs == 4)
    #expect(tall.height(0.1, 0.9) == 1)
    #expect(tall.height(0.9, 0) == 12)
    #expect(tall.height(0.9, 0.999) == 21)
  }

  @Test("concrete takes 29 dB at 6 GHz, a building of high loss what leaks through its glass")
  func buildings() throws {
    let frequency = try CarrierFrequency(hertz: 6e9)
    #expect(isClose(WallMaterial.concrete.decibels(frequency), 29, within: 1e-12))
    // 5 - 10 lg(0.7 10^-2.606 + 0.3 10^-2.9) = 31.8 dB, and 5 dB of ten metres inside.
    let loss = PenetrationLoss.highLoss.decibels(frequency, indoorDistance: 10)
    let leak = 0.7 * Double.exp10(-2.606) + 0.3 * Double.exp10(-2.9)
    #expect(isClose(loss, 10 - 10 * Double.log10(leak), within: 1e-9))
  }

  @Test("fadings forget each other over the correlation distance")
  func autocorrelation() {
    #expect(shadowFadingCorrelation(0, correlationDistance: 37) == 1)
    #expect(
      isClose(
        shadowFadingCorrelation(-37, correlationDistance: 37), Double.exp(-1), within: 1e-15))
  }

  @Test("a vehicle hides ends below it more than ends beside it, and none above it")
  func blockage() throws {
    #expect(VehicleBlockage(heights: (5, 2), vehicle: 1.6, distance: 50) == nil)
    let below = try #require(VehicleBlockage(heights: (1.5, 1.6), vehicle: 3, distance: 50))
    #expect(below.mean == 9 && below.deviation == 4.5)
    let beside = try #require(VehicleBlockage(heights: (5, 1.5), vehicle: 1.6, distance: 1000))
    // 15 * 3 - 41 = 4 dB more at a kilometre.
    #expect(isClose(beside.mean, 9, within: 1e-12))
    #expect(beside.deviation == 4)
  }

  @Test("vehicles in one street see each other less the farther they are, in others never")
  func streets() {
    for street in VehicleLinks.allCases {
      var place = LargeScaleGeometry(
        horizontalDistance: 0, baseHeight: 1.6, terminalHeight: 1.6)
      #expect(street.sightProbability(place) == 1)
      var last = 1.0
      for distance in stride(from: 0.0, through: 1500, by: 5) {
        place.horizontalDistance = distance
        let probability = street.sightProbability(place)
        #expect(probability >= 0 && probability <= last)
        last = probability
      }
      #expect(last < 1e-6)
      place.horizontalDistance = 20
      place.sharesStreet = false
      #expect(street.sightProbability(place) == 0)
    }
    // The pieces of the highway's probability meet: 0.5434 beside 0.54.
    let near = VehicleLinks.highway.sightProbability(
      .init(horizontalDistance: 475, baseHeight: 1.6, terminalHeight: 1.6))
    #expect(isClose(near, 0.54, within: 0.004))
  }

  @Test("frequencies outside the standard's range are refused with a sentence")
  func frequencies() throws {
    #expect(throws: ChannelStandardError.frequency(0.4e9)) { try CarrierFrequency(hertz: 0.4e9) }
    #expect(throws: ChannelStandardError.frequency(101e9)) { try CarrierFrequency(hertz: 101e9) }
    #expect(throws: ChannelStandardError.self) { try CarrierFrequency(hertz: .nan) }
    #expect(try CarrierFrequency(hertz: 100e9).isFrequencyRange2)
    #expect("\(ChannelStandardError.frequency(0.4e9))".contains("0.5 GHz to 100 GHz"))
  }
}
