// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Kinematics
internal import Quantities

/// What a scenario says about an animation.
private struct AnimationChoice {
  enum Loop: String, CaseIterable {
    case once
    case `repeat`
  }

  /// Its name, or nil for the only one of the file.
  var name: InputNode?
  var loop = Loop.repeat

  /// In seconds.
  var start = 0.0
}

/// Reads the key `animation` of an actor: a switch, a name, or `{ name, loop, start }`.
///
/// - Parameters:
///   - node: The key's value, if it is there.
///   - file: The mesh file of the actor.
///   - path: That file's name, for messages.
/// - Returns: The nodes that move; none without an animation.
/// - Throws: `InputError` when there is no such animation, or no rigid body can follow it.
func readAnimation(
  _ node: InputNode?, of file: ImportedFile, from path: String
) throws(InputError) -> AnimatedNodes {
  guard let node, let choice = try readChoice(node) else { return AnimatedNodes() }
  let animation = try pick(choice.name, at: node, of: file, from: path)
  do {
    var nodes = try AnimatedNodes(
      of: file, moved: animation,
      playback: .init(start: choice.start, repeats: choice.loop == .repeat))
    if let bent = animation.channels.first(where: \.hasTangents) {
      nodes.warnings.append(
        "the animation '\(animation.name)' of '\(path)' has CUBICSPLINE keys, as of the node"
          + " '\(bent.node)', whose tangents are not used: nodes move along smooth curves through"
          + " the keys; set more keys where that differs")
    }
    return nodes
  } catch {
    throw node.error(
      "the animation '\(animation.name)' of '\(path)' cannot be followed: \(error.reason)")
  }
}

private func readChoice(_ node: InputNode) throws(InputError) -> AnimationChoice? {
  guard node.isMapping else {
    guard let isOn = try? node.flag() else { return AnimationChoice(name: node) }
    return isOn ? AnimationChoice() : nil
  }
  let entry = try node.mapping()
  var choice = AnimationChoice(name: entry.optional("name"))
  if let loop = entry.optional("loop") { choice.loop = try loop.choice() }
  if let start = entry.optional("start") {
    choice.start = try start.quantity(in: TimeSpan.plausibleInstants).seconds
  }
  try entry.finish()
  return choice
}

private func pick(
  _ name: InputNode?, at node: InputNode, of file: ImportedFile, from path: String
) throws(InputError) -> ImportedAnimation {
  let names = file.animations.map(\.name)
  guard let first = file.animations.first else {
    throw node.error(
      "'\(path)' holds no animation; leave '\(node.path)' out, or export it with one")
  }
  let list = names.prefix(12).joined(separator: ", ")
  guard let name else {
    guard names.count == 1 else {
      throw node.error("'\(path)' holds \(names.count) animations; name one of \(list)")
    }
    return first
  }
  let wanted = try name.string()
  guard let found = file.animations.first(where: { $0.name == wanted }) else {
    throw name.error(
      "'\(path)' has no animation '\(wanted)'; it has \(list)\(suggestion(for: wanted, among: names))"
    )
  }
  return found
}
