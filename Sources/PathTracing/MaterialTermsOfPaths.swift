// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Kinematics
internal import Materials
internal import Quantities
internal import Scenes
internal import Spatial

/// Finds out what materials make of paths at an instant.
struct MaterialTermsSearch {
  let model: TracingModel
  let ends: LinkEnds
  let instant: SceneInstant

  /// The most contacts of a path whose materials are told apart; longer ones count as unchangeable.
  private static let mostContacts = 6

  /// Appends a path over mirrors and through walls.
  ///
  /// Several orders of reflection in a corner have the materials in common; they are taken to follow them
  /// as the path's own order does.
  func append(
    _ path: SpecularPath, _ state: PathState, _ identifier: PathIdentifier,
    to terms: inout MaterialTerms
  ) {
    let whole = ends.amplitude(of: state)
    var wave = PolarizationChoices(transmitted(state.departure), travelling: state.departure)
    var contacts: [MaterialTerms.Contact] = []
    for leg in 0...path.facets.count {
      for wall in path.crossings.isEmpty ? [] : path.crossings[leg] {
        let normal = model.plane(ofFacet: wall, instant).normal
        wave.pass(
          normal,
          model.surface(ofFacet: wall).transmission(abs(wave.direction.dot(normal))) ?? .zero)
      }
      guard leg < path.facets.count else { break }
      wave.reflect(at: model.plane(ofFacet: path.facets[leg], instant).normal)
      contacts.append(mirror(path.facets[leg], wave.cosines[leg]))
    }
    let amplitudes = wave.fields.map { $0.received(by: received(state.arrival)) }
    let (scaled, factor) = scaled(amplitudes, contacts, to: whole)
    append(contacts, scaled, nil, state, identifier, to: &terms)
    guard !contacts.isEmpty else { return }
    let spread =
      model.wavelength / (4 * .pi * PhysicalConstants.speedOfLight * state.delay)
    terms.paths[terms.paths.count - 1].mirrorGain = factor.lengthSquared / (spread * spread)
  }

  /// Appends the echo of a piece of surface.
  func append(
    _ piece: FacetEcho, _ state: PathState, _ identifier: PathIdentifier,
    to terms: inout MaterialTerms
  ) {
    let whole = ends.amplitude(of: state)
    let normal = instant.groups[Int(piece.group)].worldFromBody.direction(piece.normal)
    var wave = PolarizationChoices(transmitted(state.departure), travelling: state.departure)
    wave.reflect(at: normal)
    let contact = MaterialTerms.Contact(
      material: piece.material, cosIncidence: wave.cosines[0],
      cosScattered: abs(state.arrival.dot(normal)))
    let amplitudes = wave.fields.map { $0.received(by: received(state.arrival)) }
    append(
      [contact], scaled(amplitudes, [contact], to: whole).amplitudes, nil, state, identifier,
      isPiece: true, to: &terms)
  }

  /// Appends a path that no material of a mirror or a scatterer changes.
  func append(_ state: PathState, _ identifier: PathIdentifier, to terms: inout MaterialTerms) {
    append([], [ends.amplitude(of: state)], nil, state, identifier, to: &terms)
  }

  /// Appends a path over a scatterer with mirrors before and after it.
  func append(
    _ scatterer: Scatterer, _ state: PathState, _ identifier: PathIdentifier,
    from incoming: (HalfPath, [Int32]), to outgoing: (HalfPath, [Int32]),
    to terms: inout MaterialTerms
  ) {
    let (before, after) = (
      wave(transmitted(state.departure), state.departure, over: incoming.1),
      wave(received(state.arrival), state.arrival, over: outgoing.1)
    )
    let (incident, scattered) = (incoming.0.incident, -outgoing.0.incident)
    var facing = instant.groups[Int(scatterer.group)].worldFromBody.direction(scatterer.normal)
    if incident.dot(facing) > 0 { facing = -facing }
    let cosIncidence = -incident.dot(facing)
    let specular = incident + facing * (2 * cosIncidence)
    let own = MaterialTerms.Contact(
      material: scatterer.material, cosIncidence: cosIncidence,
      cosScattered: scattered.dot(facing))
    let contacts =
      zip(incoming.1, before.cosines).map { mirror($0, $1) } + [own]
      + zip(outgoing.1, after.cosines).map { mirror($0, $1) }
    let magnitude =
      model.wavelength / (4 * .pi) * (cosIncidence * scatterer.area).squareRoot()
      / (incoming.0.length * outgoing.0.length)
    let share = model.surfaces[Int(scatterer.material)].scattering.crossPolarShare
    var amplitudes: [Complex<Double>] = []
    // The bits of mirrors after the scatterer are the highest, its own one stands between.
    for field in after.fields {
      for isWithin in [false, true] {
        for arriving in before.fields {
          let kept = scatterer.kept(
            arriving, incident: incident, normal: facing, isWithin: isWithin)
          amplitudes.append(
            scatterer.scattered(
              kept, incident: incident, received: field, towards: outgoing.0.incident,
              crossPolarShare: share) * Complex(magnitude))
        }
      }
    }
    append(
      contacts, amplitudes,
      MaterialTerms.Scattering(
        contact: incoming.1.count, cosForward: specular.dot(scattered),
        cosBackward: -incident.dot(scattered)), state, identifier, to: &terms)
  }

  // MARK: Steps

  private func transmitted(_ departure: Vector3) -> FieldVector {
    ends.transmitter.antenna.field(towards: departure, orientation: ends.transmitter.orientation)
  }

  private func received(_ arrival: Vector3) -> FieldVector {
    ends.receiver.antenna.field(towards: arrival, orientation: ends.receiver.orientation)
  }

  /// An end's wave behind mirrors, the one next to the end first.
  private func wave(
    _ field: FieldVector, _ direction: Vector3, over facets: [Int32]
  ) -> PolarizationChoices {
    var wave = PolarizationChoices(field, travelling: direction)
    for facet in facets { wave.reflect(at: model.plane(ofFacet: facet, instant).normal) }
    return wave
  }

  private func mirror(_ facet: Int32, _ cosine: Double) -> MaterialTerms.Contact {
    MaterialTerms.Contact(
      material: model.scene.facets[Int(facet)].material, cosIncidence: cosine,
      cosScattered: cosine)
  }

  /// Amplitudes times the factor that makes their sum with the model's materials the whole amplitude.
  private func scaled(
    _ amplitudes: [Complex<Double>], _ contacts: [MaterialTerms.Contact],
    to whole: Complex<Double>
  ) -> (amplitudes: [Complex<Double>], factor: Complex<Double>) {
    let coefficients = contacts.map {
      model.surfaces[Int($0.material)]
        .specularCoefficients($0.cosIncidence, scattered: $0.cosScattered)
    }
    let sum = amplitudes.enumerated().reduce(Complex<Double>.zero) { sum, item in
      sum
        + coefficients.enumerated().reduce(item.element) { product, contact in
          product
            * (item.offset >> contact.offset & 1 == 0 ? contact.element.te : contact.element.tm)
        }
    }
    guard sum.lengthSquared > 0 else { return (amplitudes.map { _ in .zero }, .zero) }
    let factor = whole / sum
    return (amplitudes.map { $0 * factor }, factor)
  }

  private func append(
    _ contacts: [MaterialTerms.Contact], _ amplitudes: [Complex<Double>],
    _ scattering: MaterialTerms.Scattering?, _ state: PathState, _ identifier: PathIdentifier,
    isPiece: Bool = false, to terms: inout MaterialTerms
  ) {
    let isShort = contacts.count <= Self.mostContacts
    terms.paths.append(
      MaterialTerms.Path(
        identifier: identifier, delay: state.delay, delayRate: state.delayRate,
        departure: state.departure,
        arrival: state.arrival, firstContact: terms.contacts.count,
        contacts: isShort ? contacts.count : 0, firstAmplitude: terms.amplitudes.count,
        scattering: isShort ? scattering : nil, isPiece: isPiece))
    if isShort {
      terms.contacts += contacts
      terms.amplitudes += amplitudes
    } else {
      terms.amplitudes.append(ends.amplitude(of: state))
    }
  }
}
