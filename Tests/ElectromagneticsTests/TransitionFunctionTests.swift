// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import Electromagnetics
import RealModule
import TestSupport
import Testing

@Suite("Transition function")
struct TransitionFunctionTests {
  @Test("F has its values from Faddeeva's function in other software")
  func table() {
    // SciPy's wofz, which is good to 1e-13.
    let table: [(Double, Double, Double)] = [
      (0.0001, 0.012_531_901_329_687_388, 0.012_334_394_625_157_856),
      (0.01, 0.124_205_185_773_763_65, 0.106_578_973_791_882_78),
      (0.3, 0.571_713_238_300_747_6, 0.272_991_546_563_424_4),
      (1, 0.809_525_481_747_408_7, 0.232_199_390_055_264_47),
      (3, 0.947_242_258_741_070_3, 0.132_578_261_830_626_13),
      (10, 0.993_041_127_011_626_5, 0.048_351_495_561_652_41),
      (100, 0.999_925_065_463_363_1, 0.004_998_127_942_624_886),
    ]
    for (x, real, imaginary) in table {
      #expect((transitionFunction(x) - Complex(real, imaginary)).length < 1e-12, "x = \(x)")
    }
  }

  @Test("F solves its differential equation everywhere, also where the evaluation changes")
  func differentialEquation() {
    // From the definition dF/dx = (1/(2x) + j) F - j.
    for x in [0.02, 0.4, 1, 2.5, 2.999, 3, 3.001, 3.7, 8, 40, 900] {
      let step = 1e-3 * min(x, 1)
      func value(_ steps: Double) -> Complex<Double> { transitionFunction(x + steps * step) }
      let slope =
        (value(-2) - value(2) + Complex(8) * (value(1) - value(-1))) / Complex(12 * step)
      let expected = Complex(1 / (2 * x), 1) * value(0) - Complex(0, 1)
      // Differences of fourth order err by some 1e-12 of the slope, which is up to 1 / (2x), and
      // roundings of 1e-16 over the step add 1e-13.
      #expect((slope - expected).length < 2e-11 / min(x, 1), "x = \(x)")
    }
  }

  @Test("F is sqrt(pi x) e^(j pi/4) near a boundary and 1 + j/(2x) - 3/(4 x^2) far from it")
  func limits() {
    let small = 1e-14
    let near = Complex(length: (.pi * small).squareRoot(), phase: .pi / 4)
    // The next term is -2j x.
    #expect((transitionFunction(small) - near).length < 3e-14)
    let far = Complex(1 - 0.75e-6, 0.5e-3)
    // The next term is 15/8 x^-3.
    #expect((transitionFunction(1000) - far).length < 2e-9)
    #expect(transitionFunction(0) == .zero)
  }
}
