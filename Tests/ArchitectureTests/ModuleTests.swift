// SPDX-License-Identifier: Apache-2.0

import Testing

/// Holds the README's table of modules, the imports of the sources and the manifest together.
@Suite("The modules")
struct ModuleTests {
  private let table: ModuleTable
  private let modules: [SourceModule]
  private let manifest: PackageManifest

  init() throws {
    table = try ModuleTable()
    modules = try SourceModule.all()
    manifest = try PackageManifest()
  }

  /// What a module imports, without what every module may import.
  private func imports(of module: SourceModule) -> Set<String> {
    Set(module.imports.map { $0.module == "FoundationXML" ? "Foundation" : $0.module })
      .subtracting(commonModules)
  }

  /// All modules that a module needs, directly or through others.
  private func needed(by name: String) -> Set<String> {
    var found: Set<String> = []
    var open = [name]
    while let next = open.popLast() {
      guard let module = modules.first(where: { $0.name == next }) else { continue }
      open += imports(of: module).subtracting(found)
      found.formUnion(imports(of: module))
    }
    return found
  }

  @Test("every module has one row in the README's table, and every row a module")
  func rows() {
    #expect(table.rows.map(\.module).sorted() == modules.map(\.name))
  }

  @Test("each module imports what its row lists, no more and no less")
  func imports() {
    for module in modules {
      let allowed = table[module.name]?.mayImport ?? []
      let stated = imports(of: module)
      let extra = stated.subtracting(allowed)
      for statement in module.imports where extra.contains(statement.module) {
        Issue.record("\(statement.file): the README does not list \(statement.module)")
      }
      let unused = allowed.subtracting(stated).sorted()
      #expect(unused == [], "the README lists what \(module.name) does not import")
    }
  }

  @Test("imports go to lower layers, or to a module of the same one")
  func layers() throws {
    for row in table.rows {
      for name in row.mayImport {
        // What is no module of ours has no layer.
        guard let other = table[name] else {
          #expect(["Foundation", "Yams", "ArgumentParser"].contains(name), "\(row.module)")
          continue
        }
        #expect(other.layer <= row.layer, "\(row.module) imports \(name) from above")
      }
      #expect(!needed(by: row.module).contains(row.module), "\(row.module) needs itself")
    }
  }

  @Test("each C library has one owner, which shows nobody that it is there")
  func owners() {
    let libraries = modules.filter(\.isCLibrary)
    #expect(libraries.count == 6)
    for library in libraries {
      let owners = modules.filter { imports(of: $0).contains(library.name) }.map(\.name)
      #expect(owners.count == 1, "\(library.name) is imported by \(owners)")
      #expect(table[library.name]?.layer == 0)
      for statement in modules.flatMap(\.imports) where statement.module == library.name {
        #expect(!statement.isVisible, "\(statement.file)")
      }
    }
  }

  @Test("the manifest declares each module with what it imports, no more and no less")
  func declared() {
    #expect(manifest.dependencies.keys.sorted() == modules.map(\.name))
    // What comes with the compiler is not declared.
    let supplied: Set = [
      "Foundation", "FoundationXML", "Swift", "Synchronization", "Dispatch", "Glibc", "Musl",
      "Darwin",
    ]
    for module in modules {
      let stated = Set(module.imports.map(\.module)).subtracting(supplied)
      #expect(manifest.dependencies[module.name] == stated, "\(module.name)")
    }
  }

  @Test(
    "who makes channels, who senses with them and who processes what is sensed are strangers",
    arguments: [
      ("PathTracing", ["FMCWSensing", "DelayDoppler", "RadarFrames", "Captures"]),
      ("FMCWSensing", ["PathTracing", "RayCasting", "Scenes", "Materials", "DelayDoppler"]),
      ("DelayDoppler", ["PathTracing", "FMCWSensing", "Channels", "Scenes", "RayCasting"]),
      ("Captures", ["PathTracing", "FMCWSensing", "Channels", "Scenes"]),
      ("Figures", ["PathTracing", "FMCWSensing", "Channels", "Scenes"]),
    ])
  func strangers(name: String, others: [String]) {
    let needed = needed(by: name)
    #expect(!needed.isEmpty)
    for other in others {
      #expect(modules.contains { $0.name == other }, "there is no \(other)")
      #expect(!needed.contains(other), "\(name) needs \(other)")
    }
  }

  @Test("both ends of a channel meet in the contract alone")
  func contract() {
    #expect(needed(by: "PathTracing").contains("Channels"))
    #expect(needed(by: "FMCWSensing").contains("Channels"))
    #expect(needed(by: "Channels").isDisjoint(with: ["Scenes", "RayCasting", "RadarFrames"]))
  }

  @Test("only programs print")
  func printing() {
    for module in modules where table[module.name]?.layer ?? 0 < 7 {
      for file in module.files {
        let lines = SwiftCode(file.text ?? "").printingLines
        #expect(lines.isEmpty, "\(file) prints in the lines \(lines)")
      }
    }
  }
}
