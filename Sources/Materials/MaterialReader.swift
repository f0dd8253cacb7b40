// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
internal import InputDocuments
internal import Quantities

/// Reads one material of a library file.
func readMaterial(
  _ name: String, _ node: InputNode, library: MaterialLibrary
) throws(InputError) -> Material {
  let entry = try node.mapping()
  let (permittivity, permittivityProvenance) = try readPermittivity(
    entry.required("permittivity"), library: library)
  var material = Material(
    name: name, permittivity: permittivity, permittivityProvenance: permittivityProvenance)
  if let thickness = entry.optional("thickness") {
    (material.thickness, material.thicknessProvenance) = try readThickness(thickness)
  }
  if let scattering = entry.optional("scattering") {
    (material.scattering, material.scatteringProvenance) = try readScattering(scattering)
  }
  if let roughness = entry.optional("roughness") {
    (material.roughness, material.roughnessProvenance) = try readRoughness(roughness)
    guard material.scattering.coefficient == 0 else {
      throw roughness.error(
        "'\(roughness.path)' and a scattering coefficient above zero each take the scattered power"
          + " from the specular reflection, and both together would take it twice; leave one out")
    }
  }
  try entry.finish()
  return material
}

private func readProvenance(_ entry: InputMapping) throws(InputError) -> Provenance {
  var provenance = Provenance.unstated
  if let source = entry.optional("source") { provenance.source = try source.string() }
  if let confidence = entry.optional("confidence") {
    provenance.confidence = try confidence.choice()
  }
  return provenance
}

private func readPermittivity(
  _ node: InputNode, library: MaterialLibrary
) throws(InputError) -> (Permittivity, Provenance) {
  let entry = try node.mapping()
  let provenance = try readProvenance(entry)
  var permittivity: Permittivity
  if let like = entry.optional("like") {
    let name = try like.string()
    guard let model = library[name: name] else { throw like.error(library.complaint(about: name)) }
    permittivity = model.permittivity
  } else if let bands = entry.optional("bands") {
    var read: [Permittivity.Band] = []
    for band in try bands.list() { read.append(try readBand(band)) }
    guard !read.isEmpty else { throw bands.error("'\(bands.path)' must hold at least one band") }
    permittivity = Permittivity(bands: read)
  } else {
    permittivity = Permittivity(bands: [try readConstant(entry)])
  }
  if let extrapolate = entry.optional("extrapolate") {
    let word = try extrapolate.string()
    guard word == "never" else {
      throw extrapolate.error("'\(extrapolate.path)' can only be 'never', not '\(word)'")
    }
    permittivity.mayExtrapolate = false
  }
  try entry.finish()
  return (permittivity, provenance)
}

/// Where the edges of a band may lie.
private let edges = Frequency(hertz: 1)...Frequency(hertz: 1e15)

private func readBand(_ node: InputNode) throws(InputError) -> Permittivity.Band {
  let entry = try node.mapping()
  let band = Permittivity.Band(
    lowest: try entry.positive("from", in: edges), highest: try entry.positive("to", in: edges),
    a: try entry.required("a").number(), b: try entry.required("b").number(),
    c: try entry.required("c").number(), d: try entry.required("d").number())
  try entry.finish()
  try checkBand(band, at: node)
  return band
}

/// A permittivity that is given as one value for a range.
private func readConstant(_ entry: InputMapping) throws(InputError) -> Permittivity.Band {
  let relativePermittivity = try entry.required("relative-permittivity").number()
  let conductivity = try readConductivity(entry)
  var (lowest, highest) = (edges.lowerBound, edges.upperBound)
  if let valid = entry.optional("valid") {
    let range = try valid.list()
    guard range.count == 2 else {
      throw valid.error("'\(valid.path)' must be two frequencies, such as [76 GHz, 81 GHz]")
    }
    lowest = try range[0].quantity(in: edges)
    highest = try range[1].quantity(in: edges)
    guard lowest < highest else {
      throw valid.error("'\(valid.path)' must run from a lower to a higher frequency")
    }
  }
  let band = Permittivity.Band(
    lowest: lowest, highest: highest, a: relativePermittivity, b: 0, c: conductivity, d: 0)
  try checkBand(band, at: entry.place)
  return band
}

private func readConductivity(_ entry: InputMapping) throws(InputError) -> Double {
  guard let node = entry.optional("conductivity") else { return 0 }
  let text = try node.string()
  let (value, unit) = splitNumberAndUnit(text.trimmingSpaces())
  guard let value, value.isFinite, unit == "S/m" else {
    throw node.error("'\(node.path)' must be a conductivity such as '0.9 S/m'")
  }
  guard MaterialLimits.conductivity.contains(value) else {
    throw node.error(
      "'\(node.path)' must lie between 0 and \(shortest(MaterialLimits.conductivity.upperBound))"
        + " S/m, not \(shortest(value))")
  }
  return value
}

private func checkBand(_ band: Permittivity.Band, at node: InputNode) throws(InputError) {
  guard band.lowest < band.highest else {
    throw node.error("'\(node.path)': a band must run from a lower to a higher frequency")
  }
  for edge in [band.lowest, band.highest] {
    let value = band.value(at: edge)
    guard MaterialLimits.relativePermittivity.contains(value.relativePermittivity) else {
      throw node.error(
        "'\(node.path)': the relative permittivity is \(shortest(value.relativePermittivity)) at"
          + " \(edge); it must be at least 1, and at most a million")
    }
    guard value.conductivity >= 0 else {
      throw node.error("'\(node.path)': the conductivity is negative at \(edge)")
    }
    guard MaterialLimits.conductivity.contains(value.conductivity) else {
      throw node.error("'\(node.path)': the conductivity is not finite or too large at \(edge)")
    }
  }
}

private func readThickness(
  _ node: InputNode
) throws(InputError) -> (Distance, Provenance) {
  var provenance = Provenance.unstated
  var value = node
  if node.isMapping {
    let entry = try node.mapping()
    provenance = try readProvenance(entry)
    value = try entry.required("value")
    try entry.finish()
  }
  let thickness: Distance = try value.quantity()
  guard thickness.metres > 0 else {
    throw value.error("'\(value.path)' must be above zero; leave it out for a half-space")
  }
  _ = try value.quantity(in: Distance.plausibleThicknesses)
  return (thickness, provenance)
}

private func readRoughness(
  _ node: InputNode
) throws(InputError) -> (SurfaceRoughness, Provenance) {
  var provenance = Provenance.unstated
  var form = SurfaceRoughness.Form.ament
  var value = node
  if node.isMapping {
    let entry = try node.mapping()
    provenance = try readProvenance(entry)
    if let choice = entry.optional("form") { form = try choice.choice() }
    value = try entry.required("value")
    try entry.finish()
  }
  let height: Distance = try value.quantity(in: Distance.plausibleHeights)
  return (SurfaceRoughness(height: height.metres, form: form), provenance)
}

private func readScattering(
  _ node: InputNode
) throws(InputError) -> (SurfaceScattering, Provenance) {
  let entry = try node.mapping()
  let provenance = try readProvenance(entry)
  let coefficient = try share(entry.required("coefficient"))
  let crossPolarShare = try entry.optional("cross-polar-share").map(share) ?? 0
  let lobe = try readLobe(entry.required("lobe"))
  try entry.finish()
  return (
    SurfaceScattering(coefficient: coefficient, lobe: lobe, crossPolarShare: crossPolarShare),
    provenance
  )
}

private func share(_ node: InputNode) throws(InputError) -> Double {
  try node.number(in: MaterialLimits.share)
}

private func readLobe(_ node: InputNode) throws(InputError) -> ScatteringLobe {
  let entry = try node.mapping()
  let lobe: ScatteringLobe
  switch try entry.required("kind").choice(ScatteringLobe.Kind.self) {
  case .lambertian:
    lobe = .lambertian
  case .directive:
    lobe = .directive(.init(exponent: try exponent(entry.required("exponent"))))
  case .backscattering:
    lobe = .backscattering(
      .init(
        forwardExponent: try exponent(entry.required("forward-exponent")),
        backwardExponent: try exponent(entry.required("backward-exponent")),
        forwardShare: try share(entry.required("forward-share"))))
  }
  try entry.finish()
  return lobe
}

private func exponent(_ node: InputNode) throws(InputError) -> Double {
  let value = try node.number()
  guard LobeNormalization.exponents.contains(value) else {
    throw node.error("'\(node.path)' must lie between 1 and 200, not \(shortest(value))")
  }
  return value
}
