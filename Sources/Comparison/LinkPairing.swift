// SPDX-License-Identifier: Apache-2.0

package import Captures

/// A link of one record and the one of another that it is held against.
package struct LinkPair {
  package let reference: RecordedLink
  package let simulated: RecordedLink
}

/// Pairs the links of two records.
///
/// - Parameters:
///   - reference: The measurement.
///   - simulated: The simulation.
///   - names: Pairs of names that were asked for; empty for all links that both records name alike,
///     or for the only one of each.
/// - Returns: The pairs, and sentences about links that have no partner.
/// - Throws: `RecordError` when there is no such link or nothing in common.
package func pairedLinks(
  _ reference: Record, _ simulated: Record, names: [(reference: String, simulated: String)]
) throws(RecordError) -> (pairs: [LinkPair], notes: [String]) {
  var pairs: [LinkPair] = []
  for (first, second) in names {
    pairs.append(
      LinkPair(
        reference: try link(first, of: reference), simulated: try link(second, of: simulated)))
  }
  guard pairs.isEmpty else { return (pairs, []) }
  for link in reference.links {
    guard let other = simulated.links.first(where: { $0.name == link.name }) else { continue }
    pairs.append(LinkPair(reference: link, simulated: other))
  }
  if pairs.isEmpty, reference.links.count == 1, simulated.links.count == 1 {
    let pair = LinkPair(reference: reference.links[0], simulated: simulated.links[0])
    return (
      [pair],
      ["link '\(pair.reference.name)' is held against '\(pair.simulated.name)', the only ones"]
    )
  }
  guard !pairs.isEmpty else {
    throw RecordError(
      file: simulated.path,
      "no link has a name in common: it has \(listed(simulated)), and '\(reference.path)' has"
        + " \(listed(reference)); pair them with '--links NAME=NAME'")
  }
  let common = Set(pairs.map(\.reference.name))
  let alone = [reference, simulated].flatMap { record in
    record.links.filter { !common.contains($0.name) }.map {
      "link '\($0.name)' is only in '\(record.path)' and is left out"
    }
  }
  return (pairs, alone)
}

private func listed(_ record: Record) -> String {
  record.links.isEmpty
    ? "no links" : record.links.map { "'\($0.name)'" }.joined(separator: ", ")
}

private func link(_ name: String, of record: Record) throws(RecordError) -> RecordedLink {
  guard let link = record.links.first(where: { $0.name == name }) else {
    throw RecordError(
      file: record.path, "no link is named '\(name)'; the record has \(listed(record))")
  }
  return link
}
