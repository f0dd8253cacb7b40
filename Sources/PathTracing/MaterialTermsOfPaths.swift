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

  /// Whether what makes the amplitudes of the antennas' fields is kept, too.
  let antennasMayTurn: Bool

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
    var contacts: [MaterialTerms.Contact] = []
    let amplitudes = polarized(state) { transmitted, received in
      var wave = PolarizationChoices(transmitted, travelling: state.departure)
      contacts = []
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
      return wave.fields.map { $0.received(by: received) }
    }
    let (scaled, factor) = scaled(amplitudes, contacts, to: state)
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
    let normal = instant.groups[Int(piece.group)].worldFromBody.direction(piece.normal)
    let amplitudes = polarized(state) { transmitted, received in
      var wave = PolarizationChoices(transmitted, travelling: state.departure)
      wave.reflect(at: normal)
      return wave.fields.map { $0.received(by: received) }
    }
    let contact = MaterialTerms.Contact(
      material: piece.material, cosIncidence: abs(state.departure.dot(normal)),
      cosScattered: abs(state.arrival.dot(normal)))
    append(
      [contact], scaled(amplitudes, [contact], to: state).amplitudes, nil, state, identifier,
      isPiece: true, to: &terms)
  }

  /// Appends a path that no material of a mirror or a scatterer changes.
  func append(_ state: PathState, _ identifier: PathIdentifier, to terms: inout MaterialTerms) {
    append([], unchangeable(state), nil, state, identifier, to: &terms)
  }

  /// Appends a path over a scatterer with mirrors before and after it.
  func append(
    _ scatterer: Scatterer, _ state: PathState, _ identifier: PathIdentifier,
    from incoming: (HalfPath, [Int32]), to outgoing: (HalfPath, [Int32]),
    to terms: inout MaterialTerms
  ) {
    let mirrors = (
      before: cosines(state.departure, over: incoming.1),
      after: cosines(state.arrival, over: outgoing.1)
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
      zip(incoming.1, mirrors.before).map { mirror($0, $1) } + [own]
      + zip(outgoing.1, mirrors.after).map { mirror($0, $1) }
    let magnitude =
      model.wavelength / (4 * .pi) * (cosIncidence * scatterer.area).squareRoot()
      / (incoming.0.length * outgoing.0.length)
    let share = model.surfaces[Int(scatterer.material)].scattering.crossPolarShare
    let amplitudes = polarized(state) { transmitted, received in
      let before = wave(transmitted, state.departure, over: incoming.1)
      var amplitudes: [Complex<Double>] = []
      // The bits of mirrors after the scatterer are the highest, its own one stands between.
      for field in wave(received, state.arrival, over: outgoing.1).fields {
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
      return amplitudes
    }
    // Along the surface the delay grows by what the direction differs there from that of a mirror.
    let slope = scattered - specular
    let along = slope - facing * slope.dot(facing)
    append(
      contacts, amplitudes,
      MaterialTerms.Scattering(
        contact: incoming.1.count, cosForward: specular.dot(scattered),
        cosBackward: -incident.dot(scattered),
        delaySpan: along.length * scatterer.area.squareRoot() / PhysicalConstants.speedOfLight),
      state, identifier, to: &terms)
  }

  // MARK: Steps

  /// The amplitudes of a path, and where antennas may turn what makes them of the antennas' fields.
  private struct Amplitudes {
    var own: [Complex<Double>]
    var transfers: [PolarizationTransfer] = []

    /// The same times a factor.
    func scaled(by factor: Complex<Double>) -> Amplitudes {
      Amplitudes(
        own: own.map { $0 * factor }, transfers: transfers.map { $0.scaled(by: factor) })
    }
  }

  /// What a path makes of the antennas' fields, and of unit fields along the axes of their frames.
  ///
  /// - Parameters:
  ///   - state: The path.
  ///   - amplitudes: What it makes of a transmitted field and one of the receiver.
  /// - Returns: The amplitudes, with transfers where antennas may turn.
  private func polarized(
    _ state: PathState, _ amplitudes: (FieldVector, FieldVector) -> [Complex<Double>]
  ) -> Amplitudes {
    var all = Amplitudes(
      own: amplitudes(
        ends.transmitter.field(towards: state.departure),
        ends.receiver.field(towards: state.arrival)))
    guard antennasMayTurn else { return all }
    let (sent, heard) = (
      ends.transmitter.basis(towards: state.departure), ends.receiver.basis(towards: state.arrival)
    )
    func part(_ transmitted: Vector3, _ received: Vector3) -> [Complex<Double>] {
      amplitudes(FieldVector(transmitted), FieldVector(received))
    }
    let parts = [
      part(sent.thetaHat, heard.thetaHat), part(sent.phiHat, heard.thetaHat),
      part(sent.thetaHat, heard.phiHat), part(sent.phiHat, heard.phiHat),
    ]
    all.transfers = all.own.indices.map {
      PolarizationTransfer(
        thetaFromTheta: parts[0][$0], thetaFromPhi: parts[1][$0], phiFromTheta: parts[2][$0],
        phiFromPhi: parts[3][$0])
    }
    return all
  }

  /// The amplitude of a path that no material changes.
  private func unchangeable(_ state: PathState) -> Amplitudes {
    polarized(state) { transmitted, received in
      [
        state.transfer.amplitude(
          transmitted: transmitted, departure: state.departure, received: received,
          arrival: state.arrival)
      ]
    }
  }

  /// An end's wave behind mirrors, the one next to the end first.
  private func wave(
    _ field: FieldVector, _ direction: Vector3, over facets: [Int32]
  ) -> PolarizationChoices {
    var wave = PolarizationChoices(field, travelling: direction)
    for facet in facets { wave.reflect(at: model.plane(ofFacet: facet, instant).normal) }
    return wave
  }

  /// The cosines of the angles of incidence on mirrors, the one next to the end first.
  private func cosines(_ direction: Vector3, over facets: [Int32]) -> [Double] {
    wave(FieldVector(.zero), direction, over: facets).cosines
  }

  private func mirror(_ facet: Int32, _ cosine: Double) -> MaterialTerms.Contact {
    MaterialTerms.Contact(
      material: model.scene.facets[Int(facet)].material, cosIncidence: cosine,
      cosScattered: cosine)
  }

  /// Amplitudes times the factor that makes their sum with the model's materials the whole amplitude.
  private func scaled(
    _ amplitudes: Amplitudes, _ contacts: [MaterialTerms.Contact], to state: PathState
  ) -> (amplitudes: Amplitudes, factor: Complex<Double>) {
    let coefficients = contacts.map {
      model.surfaces[Int($0.material)]
        .specularCoefficients($0.cosIncidence, scattered: $0.cosScattered)
    }
    func sum(_ amplitudes: [Complex<Double>]) -> Complex<Double> {
      amplitudes.enumerated().reduce(Complex<Double>.zero) { sum, item in
        sum
          + coefficients.enumerated().reduce(item.element) { product, contact in
            product
              * (item.offset >> contact.offset & 1 == 0 ? contact.element.te : contact.element.tm)
          }
      }
    }
    let whole = ends.amplitude(of: state)
    let own = sum(amplitudes.own)
    // An antenna that turns may leave a null, so what the path makes of other fields counts there.
    if !amplitudes.transfers.isEmpty {
      let most = unchangeable(state).transfers[0].elements
      let sums = (0..<4).map { place in sum(amplitudes.transfers.map { $0.elements[place] }) }
      if let largest = sums.indices.max(by: { sums[$0].lengthSquared < sums[$1].lengthSquared }),
        own.lengthSquared <= Self.null * sums[largest].lengthSquared,
        sums[largest].lengthSquared > 0
      {
        let factor = most[largest] / sums[largest]
        return (amplitudes.scaled(by: factor), factor)
      }
    }
    guard own.lengthSquared > 0 else { return (amplitudes.scaled(by: .zero), .zero) }
    return (amplitudes.scaled(by: whole / own), whole / own)
  }

  /// The share of the power between matched isotropic antennas below which a path counts as one that
  /// the antennas do not see: rounding alone is left of it.
  private static let null = 1e-20

  private func append(
    _ contacts: [MaterialTerms.Contact], _ amplitudes: Amplitudes,
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
    terms.paths[terms.paths.count - 1].departureFromAntenna =
      ends.transmitter.orientation.inverse(state.departure)
    terms.paths[terms.paths.count - 1].arrivalAtAntenna =
      ends.receiver.orientation.inverse(state.arrival)
    let kept = isShort ? amplitudes : unchangeable(state)
    if isShort { terms.contacts += contacts }
    terms.amplitudes += kept.own
    terms.transfers += kept.transfers
  }
}

extension AntennaPose {
  /// The field of the antenna into a direction, both in the world.
  fileprivate func field(towards direction: Vector3) -> FieldVector {
    antenna.field(towards: direction, orientation: orientation)
  }

  /// The axes of zenith angle and azimuth of the antenna's own frame at a direction, all in the world.
  fileprivate func basis(towards direction: Vector3) -> (thetaHat: Vector3, phiHat: Vector3) {
    let basis = SphericalBasis(at: orientation.inverse(direction))
    return (orientation(basis.thetaHat), orientation(basis.phiHat))
  }
}

extension PolarizationTransfer {
  /// Both rows, theta first.
  fileprivate var elements: [Complex<Double>] {
    [thetaFromTheta, thetaFromPhi, phiFromTheta, phiFromPhi]
  }
}
