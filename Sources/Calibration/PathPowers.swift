// SPDX-License-Identifier: Apache-2.0

package import Channels
internal import ComplexModule
internal import Electromagnetics
package import Execution
internal import RealModule

/// A number that is fitted: one quantity of one material.
package struct MaterialUnknown: Hashable, Sendable {
  /// Numbered as in the scene.
  package var material: Int
  package var quantity: MaterialQuantity

  /// Further materials that have the same number.
  package var others: [Int]

  package init(material: Int, quantity: MaterialQuantity, others: [Int] = []) {
    self.material = material
    self.quantity = quantity
    self.others = others
  }

  /// All materials that have the number.
  package var materials: [Int] { [material] + others }
}

/// Expected powers of paths and their derivatives by the quantities of materials.
///
/// With a_f = sum_s A_s prod_k c_k at each of some frequencies f with weights w_f, the power of a path is
/// prod_k R_k^2 S^2 f_s sum_f w_f |a_f|^2. Factors of power add their logarithmic derivatives, and
/// coefficients theirs through the sum, one contact after the other.
///
/// Antennas that turn change the A_s, each of which is linear in the field of either.
///
/// Physics primer, eq. 67, 68 and 77.
package struct PathPowers: Sendable {
  private let tables: [SurfaceTable]
  private let weights: [Double]

  /// For each material and quantity the position among the unknowns, or -1.
  private let positions: [Positions]

  /// - Parameters:
  ///   - materials: All materials of the scene.
  ///   - unknowns: What is fitted.
  ///   - band: Frequencies in hertz with the shares of the power that the window leaves them.
  ///   - centre: The middle of the band in hertz.
  ///   - workers: How many threads to use.
  package init(
    _ materials: [AdjustableMaterial], unknowns: [MaterialUnknown],
    over band: [(frequency: Double, weight: Double)], centre: Double, workers: Workers
  ) {
    let frequencies = band.map(\.frequency)
    tables = workers.map(materials.count, chunk: 1) { index in
      let material = materials[index]
      func lobe(_ exponent: Double) -> SensitiveLobe { SensitiveLobe(exponent: exponent) }
      let (forward, backward): (SensitiveLobe?, SensitiveLobe?) =
        switch material.lobe {
        case .lambertian: (nil, nil)
        case .directive(let exponent): (lobe(exponent), nil)
        case .backscattering(let forward, let backward, _): (lobe(forward), lobe(backward))
        }
      return SurfaceTable(
        material, at: frequencies, centre: centre, forward: forward, backward: backward)
    }
    let sum = band.reduce(0) { $0 + $1.weight }
    weights = band.map { $0.weight / sum }
    positions = materials.indices.map { material in
      func position(_ quantity: MaterialQuantity) -> Int {
        unknowns.firstIndex { $0.quantity == quantity && $0.materials.contains(material) } ?? -1
      }
      return Positions(
        scattering: position(.scattering), exponent: position(.exponent),
        forwardShare: position(.forwardShare), permittivity: position(.permittivity),
        roughness: position(.roughness), backwardExponent: position(.backwardExponent))
    }
  }

  /// A derivative by one unknown.
  package struct Slope: Hashable, Sendable {
    package var unknown: Int
    package var value: Double
  }

  /// Where the quantities of a material are among the unknowns; -1 for those that are not fitted.
  private struct Positions: Sendable {
    var scattering: Int
    var exponent: Int
    var forwardShare: Int
    var permittivity: Int
    var roughness: Int
    var backwardExponent: Int
  }

  /// Memory that evaluations use one after the other.
  package struct Workspace: Sendable {
    /// The derivatives of the latest power, several by one unknown where several contacts have it.
    package fileprivate(set) var slopes: [Slope] = []

    /// A_s with the antennas as they lie, and the derivative of the power by each of them.
    fileprivate var amplitudes: [Complex<Double>] = []
    fileprivate var weights: [Complex<Double>] = []

    fileprivate var entries: [SurfaceTable.Entry] = []
    fileprivate var parts: [Complex<Double>] = []
    fileprivate var sums: [Double] = []

    package init() {}
  }

  /// The power of a path with its derivatives by the quantities themselves.
  ///
  /// - Parameters:
  ///   - path: One of the paths.
  ///   - terms: The list that it belongs to.
  ///   - workspace: Receives the derivatives.
  ///   - antennas: Both antennas where one may turn; the list then has transfers.
  /// - Returns: The expected path gain with both antennas.
  package func power(
    of path: MaterialTerms.Path, in terms: MaterialTerms, _ workspace: inout Workspace,
    antennas: TurnedAntennas? = nil
  ) -> Double {
    workspace.slopes.removeAll(keepingCapacity: true)
    workspace.amplitudes.removeAll(keepingCapacity: true)
    let fields = antennas?.fields(of: path)
    for index in path.firstAmplitude..<path.firstAmplitude + 1 << path.contacts {
      workspace.amplitudes.append(
        fields?.amplitude(terms.transfers[index]) ?? terms.amplitudes[index])
    }
    guard path.contacts > 0 else {
      let amplitude = workspace.amplitudes[0]
      if let fields {
        workspace.weights = [amplitude.conjugate * Complex(2)]
        add(fields, path, terms, factor: 1, &workspace)
      }
      return amplitude.lengthSquared
    }
    let factor = factor(of: path, terms, &workspace.slopes)
    guard factor > 0 else {
      workspace.slopes.removeAll(keepingCapacity: true)
      return 0
    }
    let power = factor * reflected(path, terms, &workspace, isTurned: fields != nil)
    for index in workspace.slopes.indices { workspace.slopes[index].value *= power }
    for number in 0..<path.contacts {
      let unknown =
        positions[Int(terms.contacts[path.firstContact + number].material)].permittivity
      if unknown >= 0 {
        workspace.slopes.append(
          Slope(unknown: unknown, value: factor * workspace.sums[number]))
      }
    }
    if let fields { add(fields, path, terms, factor: factor, &workspace) }
    return power
  }

  /// Adds the derivatives by the orientations of antennas.
  ///
  /// They lie in the workspace behind the others; `factor` is that of the power which the weights of
  /// amplitudes lack.
  private func add(
    _ fields: TurnedAntennas.Fields, _ path: MaterialTerms.Path, _ terms: MaterialTerms,
    factor: Double, _ workspace: inout Workspace
  ) {
    // The power is a function of A_s, which are linear in what makes them of fields.
    var sum = PolarizationTransfer.zero
    for (choice, weight) in workspace.weights.enumerated() {
      sum = sum.adding(terms.transfers[path.firstAmplitude + choice].scaled(by: weight))
    }
    fields.amplitudeSlopes(sum) { unknown, slope in
      workspace.slopes.append(Slope(unknown: unknown, value: factor * slope.real))
    }
  }

  /// What is a factor of the power, with logarithmic derivatives.
  private func factor(
    of path: MaterialTerms.Path, _ terms: MaterialTerms, _ slopes: inout [Slope]
  ) -> Double {
    func add(_ unknown: Int, _ value: Double) {
      if unknown >= 0, value != 0 { slopes.append(Slope(unknown: unknown, value: value)) }
    }
    var factor = 1.0
    for number in 0..<path.contacts {
      let contact = terms.contacts[path.firstContact + number]
      let table = tables[Int(contact.material)]
      let position = positions[Int(contact.material)]
      guard let own = path.scattering, own.contact == number else {
        let kept = table.kept(
          cosIncidence: contact.cosIncidence, cosScattered: contact.cosScattered)
        factor *= kept.factor
        add(position.scattering, kept.byScattering)
        add(position.roughness, kept.byRoughness)
        continue
      }
      let lobe = table.density(
        cosIncidence: contact.cosIncidence, cosScattered: contact.cosScattered,
        cosForward: own.cosForward, cosBackward: own.cosBackward)
      let s = table.material.scattering
      factor *= s * s * lobe.value
      guard lobe.value > 0, s > 0 else { continue }
      add(position.scattering, 2 / s)
      add(position.exponent, lobe.byExponent / lobe.value)
      add(position.forwardShare, lobe.byShare / lobe.value)
      add(position.backwardExponent, lobe.byBackward / lobe.value)
    }
    return factor
  }

  /// sum_f w_f |a_f|^2; its derivatives by eps_r of each contact's material are the workspace's sums.
  ///
  /// The weights are those by A_s where antennas are turned: 2 sum_f w_f a_f* prod_k c_k.
  private func reflected(
    _ path: MaterialTerms.Path, _ terms: MaterialTerms, _ workspace: inout Workspace,
    isTurned: Bool
  ) -> Double {
    let count = path.contacts
    workspace.sums.removeAll(keepingCapacity: true)
    workspace.weights.removeAll(keepingCapacity: true)
    if isTurned { for _ in 0..<(1 << count) { workspace.weights.append(.zero) } }
    var isSwept = false
    for number in 0..<count {
      workspace.sums.append(0)
      let material = terms.contacts[path.firstContact + number].material
      isSwept = isSwept || tables[Int(material)].frequencies > 1
    }
    var sum = 0.0
    for frequency in 0..<(isSwept ? weights.count : 1) {
      let weight = isSwept ? weights[frequency] : 1
      workspace.entries.removeAll(keepingCapacity: true)
      for number in 0..<count {
        let contact = terms.contacts[path.firstContact + number]
        let entry = tables[Int(contact.material)].entry(contact.cosIncidence, frequency: frequency)
        workspace.entries.append(
          path.scattering?.contact == number ? Self.magnitudes(of: entry) : entry)
      }
      let whole = amplitude(count, &workspace)
      sum += weight * whole.lengthSquared
      for choice in workspace.weights.indices {
        var product = whole.conjugate * Complex(2 * weight)
        for number in 0..<count {
          let entry = workspace.entries[number]
          product *= choice >> number & 1 == 0 ? entry.te : entry.tm
        }
        workspace.weights[choice] += product
      }
      for number in 0..<count {
        workspace.sums[number] += 2 * weight * (whole.conjugate * workspace.parts[number]).real
      }
    }
    return sum
  }

  /// a and, as the workspace's parts, what it becomes with one of the coefficients replaced by its
  /// derivative.
  @inline(__always)
  private func amplitude(
    _ count: Int, _ workspace: inout Workspace
  ) -> Complex<Double> {
    workspace.parts.removeAll(keepingCapacity: true)
    for _ in 0..<count { workspace.parts.append(.zero) }
    var whole = Complex<Double>.zero
    for choice in 0..<(1 << count) {
      let amplitude = workspace.amplitudes[choice]
      var product = amplitude
      for number in 0..<count {
        let entry = workspace.entries[number]
        product *= choice >> number & 1 == 0 ? entry.te : entry.tm
      }
      whole += product
      for number in 0..<count {
        var part = amplitude
        for other in 0..<count {
          let entry = workspace.entries[other]
          part *=
            choice >> other & 1 == 0
            ? (other == number ? entry.teSlope : entry.te)
            : (other == number ? entry.tmSlope : entry.tm)
        }
        workspace.parts[number] += part
      }
    }
    return whole
  }

  /// |r| and its derivatives: what a scatterer keeps of a field has no phase.
  private static func magnitudes(of entry: SurfaceTable.Entry) -> SurfaceTable.Entry {
    func magnitude(
      _ value: Complex<Double>, _ slope: Complex<Double>
    ) -> (Complex<Double>, Complex<Double>) {
      let length = value.length
      guard length > 0 else { return (.zero, .zero) }
      return (Complex(length), Complex((value.conjugate * slope).real / length))
    }
    let (te, teSlope) = magnitude(entry.te, entry.teSlope)
    let (tm, tmSlope) = magnitude(entry.tm, entry.tmSlope)
    return SurfaceTable.Entry(te: te, tm: tm, teSlope: teSlope, tmSlope: tmSlope)
  }
}
