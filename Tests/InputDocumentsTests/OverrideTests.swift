// SPDX-License-Identifier: Apache-2.0

import InputDocuments
import Quantities
import Testing

@Suite("Overridden values")
struct OverrideTests {
  private let text = """
    seed: 1
    list: [[1, 2], [3, 4]]
    actors:
      - name: car
        speed: 3 m/s
      - { name: bike, speed: 5 m/s }

    """

  private func root(_ options: String...) throws -> InputMapping {
    let overrides = try options.map { try #require(Override($0)) }
    return try InputNode.parse(text, file: "case.yaml").overridden(by: overrides).mapping()
  }

  private func complaint(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no complaint"
    } catch {
      return "\(error)"
    }
  }

  @Test("items of lists go by their names, or else by their positions; the last option counts")
  func places() throws {
    let changed = try root(
      "seed=2", "seed=3", "actors.bike.speed=7 m/s", "list.1.0=9", "list.0=[5,6]",
      "actors.car.a.\"b.c\"={ d: 8 }")
    #expect(try changed.required("seed").integer(in: 0...9) == 3)
    let actors = try changed.required("actors").list().map { try $0.mapping() }
    #expect(try actors[0].quantity("speed", as: Speed.self).si == 3)
    #expect(try actors[1].quantity("speed", as: Speed.self).si == 7)
    let list = try changed.required("list").list().map { try $0.numbers(2) }
    #expect(list == [[5, 6], [9, 4]])
    let new = try actors[0].required("a").mapping().required("b.c").mapping().required("d")
    #expect(try new.integer(in: 0...9) == 8)
  }

  @Test("a mistake in an overridden value names the option, and any other one still its line")
  func mistakes() throws {
    let changed = try root("actors.bike={ name: bike, sped: 5 }", "seed=x", "list.0.1=y")
    #expect(
      complaint { _ = try changed.required("seed").integer(in: 0...9) }
        == "--set seed=x: 'seed' must be a whole number, not 'x'")
    let actors = try changed.required("actors").list().map { try $0.mapping() }
    _ = (actors[1].optional("name"), actors[1].optional("speed"))
    #expect(
      complaint { try actors[1].finish() }
        == "--set actors.bike={ name: bike, sped: 5 }: the key 'actors[1].sped' is not known;"
        + " did you mean 'speed'?")
    #expect(
      complaint { _ = try changed.required("list").list()[0].numbers(2) }.hasPrefix(
        "--set list.0.1=y: "))
    #expect(
      complaint { _ = try actors[0].required("speed").number() }.hasPrefix("case.yaml:5: "))
  }

  @Test("an option about something that the file does not have is told by its own name")
  func additions() throws {
    let changed = try root("things.car.enabled=off", "new.a.b=1")
    #expect(
      complaint { _ = try changed.required("things").list() }
        == "--set things.car.enabled=off: the file has no 'things', a list, so there is nothing in"
        + " it to set")
    let new = try changed.required("new").mapping()
    #expect(
      complaint { try new.finish() }.hasPrefix("--set new.a.b=1: the key 'new.a' is not known"))
    #expect(
      complaint { _ = try new.required("a").mapping().required("c") }
        .hasPrefix("--set new.a.b=1: 'new.a' lacks the key 'c'"))
  }

  @Test("an option that leads nowhere, or to no YAML, is refused with what there is")
  func nowhere() {
    #expect(
      complaint { _ = try root("actors.caar.speed=1") }
        == "--set actors.caar.speed=1: no item of 'actors' is named 'caar'; did you mean 'car'?")
    // Where items have names, a position would say little.
    #expect(complaint { _ = try root("actors.0.speed=1") }.contains("there are car, bike"))
    #expect(
      complaint { _ = try root("list.2=1") }
        == "--set list.2=1: 'list' has 2 items, numbered from 0, and none is '2'")
    #expect(
      complaint { _ = try root("seed.a=1") }
        == "--set seed.a=1: 'seed' is a single value and has no 'a' to set")
    #expect(
      complaint { _ = try root("seed=[1") }.hasPrefix("--set seed=[1: this is not valid YAML"))
  }

  @Test(
    "only KEY=VALUE is an option", arguments: ["seed", "=1", "seed=", "a..b=1", ".a=1", "a.=1"])
  func malformed(text: String) {
    #expect(Override(text) == nil)
  }
}
