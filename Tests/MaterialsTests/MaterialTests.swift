// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import Electromagnetics
import InputDocuments
import Materials
import Quantities
import RealModule
import TestSupport
import Testing

@Suite("Materials")
struct MaterialTests {
  private let library: MaterialLibrary

  init() throws { library = try MaterialLibrary.bundled() }

  @Test("concrete at 79 GHz has the values of ITU-R P.2040")
  func concrete() throws {
    let concrete = try #require(library[name: "itu_concrete"])
    let value = concrete.permittivity.value(at: Frequency(gigahertz: 79))
    #expect(value.relativePermittivity == 5.24)
    // 0.0462 * 79^0.7822.
    #expect(isClose(value.conductivity, 1.409_178, relative: 1e-6))
    #expect(value.support == .inBand)
  }

  @Test("between two bands the values are interpolated on logarithmic scales, and say so")
  func interpolation() throws {
    let brick = try #require(library[name: "itu_brick"])
    let value = brick.permittivity.value(at: Frequency(gigahertz: 79))
    #expect(isClose(value.relativePermittivity, 4.069_884_23, relative: 1e-8))
    #expect(isClose(value.conductivity, 0.349_093_036, relative: 1e-8))
    #expect(
      value.support
        == .interpolated(between: Frequency(gigahertz: 40), and: Frequency(gigahertz: 110)))
  }

  @Test("beyond all bands the nearest one is continued, and says so")
  func extrapolation() throws {
    let asphalt = try #require(library[name: "itu_asphalt_concrete"])
    let value = asphalt.permittivity.value(at: Frequency(gigahertz: 79))
    #expect(value.support == .extrapolated(from: Frequency(gigahertz: 40)))
    let ground = try #require(library[name: "itu_wet_ground"])
    #expect(!ground.permittivity.mayExtrapolate)
  }

  @Test("every urban material is known over the whole of 77 to 81 GHz and says where from")
  func urbanBand() throws {
    let names = [
      "asphalt", "paving", "brick", "concrete", "plaster", "window-glass", "car-paint",
      "tyre-rubber", "car-glass", "vegetation", "bare-metal", "wood",
    ]
    for name in names {
      let material = try #require(library[name: name])
      for gigahertz in [77.0, 79, 81] {
        let value = material.permittivity.value(at: Frequency(gigahertz: gigahertz))
        #expect(value.support == .inBand, "\(name)")
        #expect(value.relativePermittivity >= 1 && value.conductivity >= 0)
      }
      #expect(material.permittivityProvenance.confidence != .unstated)
      #expect(material.scatteringProvenance.confidence != .unstated)
      #expect((0...1).contains(material.scattering.coefficient))
    }
  }

  @Test("the urban brick's constant is P.2040 interpolated at 79 GHz")
  func urbanBrick() throws {
    let urban = try #require(library[name: "brick"]).permittivity
      .value(at: Frequency(gigahertz: 79))
    let itu = try #require(library[name: "itu_brick"]).permittivity
      .value(at: Frequency(gigahertz: 79))
    // Written with three digits.
    #expect(isClose(urban.relativePermittivity, itu.relativePermittivity, relative: 1e-3))
    #expect(isClose(urban.conductivity, itu.conductivity, relative: 1e-3))
  }

  @Test("values equal an independent evaluation of the tables at 77, 79 and 81 GHz")
  func golden() throws {
    guard let path = SharedFiles.path("facts/physics/materials_77_79_81GHz.json") else {
      print("skipped: the evaluated materials are not on this machine")
      return
    }
    let file = try #require(try SharedFiles.json(path) as? [String: [String: Any]])
    var compared = 0
    for (name, entry) in file where name != "vacuum" {
      guard let material = library[name: "itu_" + name], material.permittivity.mayExtrapolate
      else { continue }
      for (frequency, values) in entry {
        guard let gigahertz = Double(frequency), let values = values as? [String: Any],
          let permittivity = values["eps_r"] as? Double, let sigma = values["sigma"] as? Double
        else { continue }
        let value = material.permittivity.value(at: Frequency(gigahertz: gigahertz))
        #expect(isClose(value.relativePermittivity, permittivity, relative: 1e-9), "\(name)")
        #expect(isClose(value.conductivity, sigma, relative: 1e-9), "\(name)")
        compared += 1
      }
    }
    #expect(compared >= 30)
  }

  @Test("the tabulated reflectivity equals the coefficients' to a part in 1e4")
  func reflectivityTable() throws {
    for name in ["concrete", "window-glass", "bare-metal"] {
      let surface = RadioSurface(
        try #require(library[name: name]), at: Frequency(gigahertz: 79))
      for step in 0...777 {
        let cosine = Double(step) / 777
        let table = surface.powerReflectivity(cosine)
        let exact = surface.reflection(cosine)
        // Linear interpolation in 2048 steps: curvature / 8 / 2048^2, and
        // curvatures are up to 3000.
        #expect(isClose(table.te, exact.te.lengthSquared, within: 1e-4))
        #expect(isClose(table.tm, exact.tm.lengthSquared, within: 1e-4))
      }
    }
  }

  @Test("specular and scattered power of a surface add up to what it reflects")
  func powerBalance() {
    let scattering = SurfaceScattering(
      coefficient: 0.6, lobe: .lambertian, crossPolarShare: 0)
    let specular = scattering.specularShare
    #expect(isClose(specular * specular + 0.36, 1, within: 1e-15))
  }
}

@Suite("Material files")
struct MaterialFileTests {
  private func complaint(_ text: String) throws -> String {
    let folder = try TemporaryFolder()
    let path = try folder.write(text, to: "library.yaml")
    var library = try MaterialLibrary.bundled()
    do {
      try library.add(file: path)
      return "no complaint"
    } catch {
      return error.description.replacing(path, with: "library.yaml")
    }
  }

  @Test("a material of one's own replaces the bundled one of its name")
  func replacement() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      """
      materials:
        brick:
          permittivity: { relative-permittivity: 3.5, conductivity: 0.2 S/m }
          scattering: { coefficient: 0.4, lobe: { kind: directive, exponent: 2.5 } }
      """, to: "mine.yaml")
    var library = try MaterialLibrary.bundled()
    let before = library.materials.count
    try library.add(file: path)
    let brick = try #require(library[name: "brick"])
    #expect(library.materials.count == before)
    #expect(brick.permittivity.value(at: Frequency(gigahertz: 5)).relativePermittivity == 3.5)
    #expect(brick.scattering.coefficient == 0.4)
  }

  @Test("a roughness takes its factor of the reflected field, in either form")
  func roughness() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      """
      materials:
        plain:
          permittivity: { relative-permittivity: 4 }
        ament:
          permittivity: { relative-permittivity: 4 }
          roughness: 0.2 mm
        boithias:
          permittivity: { relative-permittivity: 4 }
          roughness: { value: 0.2 mm, form: boithias, source: profilometer, confidence: high }
          scattering: { coefficient: 0, lobe: { kind: lambertian } }
      """, to: "rough.yaml")
    var library = try MaterialLibrary.bundled()
    try library.add(file: path)
    func surface(_ name: String) throws -> RadioSurface {
      RadioSurface(try #require(library[name: name]), at: Frequency(gigahertz: 79))
    }
    let cosine = 0.8
    // g = 4 pi sigma_h cos(theta) / lambda; I_0(g^2 / 2) by its power series.
    let g = 4 * .pi * 0.2e-3 * cosine / Frequency(gigahertz: 79).wavelength
    let quarter = g * g * g * g / 16
    let bessel = 1 + quarter + quarter * quarter / 4 + quarter * quarter * quarter / 36
    let exponential = Double.exp(-g * g / 2)
    let plain = try surface("plain").specularCoefficients(cosine)
    for (name, factor) in [("ament", exponential), ("boithias", exponential * bessel)] {
      let rough = try surface(name).specularCoefficients(cosine)
      // The polynomials for the Bessel function are good to 2e-7; the series' next term is 1e-8.
      #expect(isClose(rough.te.length, plain.te.length * factor, relative: 4e-7))
      #expect(isClose(rough.tm.length, plain.tm.length * factor, relative: 4e-7))
      #expect(try surface(name).reflection(cosine) == plain)
    }
    let material = try #require(library[name: "boithias"])
    #expect(material.roughnessProvenance.source == "profilometer")
    #expect(material.roughness == SurfaceRoughness(height: 0.2e-3, form: .boithias))
  }

  @Test(
    "mistakes in a library are named with their line",
    arguments: [
      (
        "materials:\n  a:\n    permittivity: { relative-permittivity: -2 }\n",
        "library.yaml:3: 'materials.a.permittivity': the relative permittivity is -2"
      ),
      (
        "materials:\n  a:\n    permittivity: { relative-permittivity: 4 }\n"
          + "    scattering: { coefficient: 1.5, lobe: { kind: lambertian } }\n",
        "library.yaml:4: 'materials.a.scattering.coefficient' must lie between 0 and 1, not 1.5"
      ),
      (
        "materials:\n  a:\n    permittivity: { relative-permittivity: 4, conductivity: -1 S/m }\n",
        "library.yaml:3: 'materials.a.permittivity.conductivity' must lie between 0 and"
      ),
      (
        "materials:\n  a:\n    permittivity: { relative-permittivity: 4,\n"
          + "      valid: [0 Hz, 80 GHz] }\n",
        "library.yaml:4: 'materials.a.permittivity.valid[0]' must lie between 1 Hz and"
      ),
      (
        "materials:\n  a:\n    permittivity:\n      bands:\n"
          + "        - { from: 1 GHz, to: 2 GHz, a: 4, c: 0, d: 0 }\n",
        "library.yaml:5: 'materials.a.permittivity.bands[0]' lacks the key 'b'"
      ),
      (
        "materials:\n  a:\n    permittivity:\n      bands:\n"
          + "        - { from: 1 GHz, to: 2 GHz, a: 4, b: 0, c: 1, d: 1e5 }\n",
        "library.yaml:5: 'materials.a.permittivity.bands[0]': the conductivity is not finite"
      ),
      (
        "materials:\n  a:\n    permittivity: { like: itu_brik }\n",
        "library.yaml:3: no material is named 'itu_brik'; did you mean 'itu_brick'?"
      ),
      (
        "materials:\n  a:\n    permittivity: { relative-permittivity: 4, conductivity: 3 }\n",
        "library.yaml:3: 'materials.a.permittivity.conductivity' must be a conductivity such as"
      ),
      (
        "materials:\n  a:\n    permitivity: { relative-permittivity: 4 }\n",
        "library.yaml:3: 'materials.a' lacks the key 'permittivity'; should 'permitivity' be"
      ),
      (
        "materials:\n  a:\n    permittivity: { relative-permittivity: 4 }\n    thickness: 0 mm\n",
        "library.yaml:4: 'materials.a.thickness' must be above zero"
      ),
      (
        "materials:\n  a:\n    permittivity: { relative-permittivity: 4 }\n"
          + "    scattering: { coefficient: 0.2, lobe: { kind: lambertian } }\n"
          + "    roughness: 0.2 mm\n",
        "library.yaml:5: 'materials.a.roughness' and a scattering coefficient above zero each take"
      ),
      (
        "materials:\n  a:\n    permittivity: { relative-permittivity: 4 }\n"
          + "    roughness: -0.2 mm\n",
        "library.yaml:4: 'materials.a.roughness' must lie between 0"
      ),
      (
        "materials:\n  a:\n    permittivity: { relative-permittivity: 4 }\n"
          + "    roughness: { value: 0.2 mm, form: boithas }\n",
        "library.yaml:4: 'materials.a.roughness.form'"
      ),
    ])
  func mistakes(text: String, message: String) throws {
    #expect(try complaint(text).hasPrefix(message))
  }
}
