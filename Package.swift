// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import Foundation
import PackageDescription

let environment = ProcessInfo.processInfo.environment

// Warnings are errors only where we build it, so that a newer compiler never breaks a user.
let warningsAreErrors = environment["RFTWIN_WARNINGS_AS_ERRORS"] != nil

let testSettings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ] + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])

let settings =
  testSettings + [.enableUpcomingFeature("MemberImportVisibility"), .strictMemorySafety()]

// Debian 12 ships Embree 3, Debian 13 Embree 4.
let embree =
  FileManager.default.fileExists(atPath: "/usr/include/embree4/rtcore.h") ? "embree4" : "embree3"

// The plug-in that builds the documentation is fetched only by those who build it.
let documentation: [Package.Dependency] =
  environment["RFTWIN_DOCUMENTATION"] != nil
  ? [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0")] : []

let complex: Target.Dependency = .product(name: "ComplexModule", package: "swift-numerics")
let real: Target.Dependency = .product(name: "RealModule", package: "swift-numerics")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

/// A module of ours with the project's settings.
func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [],
  exclude: [String] = [], linkerSettings: [LinkerSetting] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: exclude, resources: resources,
    swiftSettings: settings, linkerSettings: linkerSettings)
}

/// The tests of one module, with the shared test support beside them.
func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.init(stringLiteral: name), "TestSupport"] + dependencies,
    exclude: exclude, swiftSettings: testSettings)
}

let package = Package(
  name: "rftwin",
  products: [
    .executable(name: "rftwin", targets: ["RFTwinProgram"]),
    .executable(name: "generate-scenes", targets: ["SceneGenerationProgram"]),
    .executable(name: "benchmark", targets: ["BenchmarkProgram"]),
    .executable(name: "validate", targets: ["ValidationProgram"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ] + documentation,
  targets: [
    // 0: C libraries
    .systemLibrary(name: "CFFTW", pkgConfig: "fftw3", providers: [.apt(["libfftw3-dev"])]),
    .target(name: "CAssimp", linkerSettings: [.linkedLibrary("assimp")]),
    .systemLibrary(name: "CEmbree", providers: [.apt(["libembree-dev"])]),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),

    // 1: foundations
    module("Quantities", [real]),
    module("Spatial", [real]),
    module("Execution"),
    module("HTMLPages"),
    module("Randomness", [real]),
    module("Spectra", ["CFFTW", complex, real]),
    module("LinearAlgebra", ["COpenBLAS", complex]),
    module("InputDocuments", ["Quantities", yams]),

    // 2: the physical world
    module("Electromagnetics", ["Quantities", "Spatial", complex, real]),
    module(
      "Materials", ["Electromagnetics", "InputDocuments", "Quantities", complex, real],
      resources: [
        .embedInCode("Library/itu-p2040.yaml"), .embedInCode("Library/urban-79ghz.yaml"),
      ]),
    module("Kinematics", ["LinearAlgebra", "Spatial", real]),
    module(
      "ChannelStandards",
      ["Electromagnetics", "Quantities", "Randomness", "Spatial", complex, real]),
    module("RayCasting", ["CEmbree", "Spatial"], linkerSettings: [.linkedLibrary(embree)]),
    module(
      "Scenes",
      [
        "CAssimp", "ChannelStandards", "Electromagnetics", "InputDocuments", "Kinematics",
        "Materials", "Quantities",
        "Spatial", complex, real,
      ]),

    // 3: the contracts
    module("Channels", ["Electromagnetics", "Quantities", "Spatial", complex, real]),
    module("RadarFrames", ["Quantities", complex]),

    // 4: propagation, sensor, processing
    module(
      "PathTracing",
      [
        "ChannelStandards", "Channels", "Electromagnetics", "Execution", "Kinematics", "Materials",
        "Quantities",
        "Randomness", "RayCasting", "Scenes", "Spatial", complex, real,
      ]),
    module(
      "FMCWSensing",
      [
        "Channels", "Electromagnetics", "Execution", "Quantities", "RadarFrames", "Randomness",
        "Spatial", "Spectra", complex, real,
      ]),
    module(
      "DelayDoppler",
      [
        "Execution", "LinearAlgebra", "Quantities", "RadarFrames", "Spatial", "Spectra", complex,
        real,
      ]),

    module(
      "StatisticalChannel",
      [
        "ChannelStandards", "Channels", "Electromagnetics", "Execution", "LinearAlgebra",
        "Quantities", "Randomness", "Spatial", complex, real,
      ]),

    // 5: records
    module(
      "Calibration",
      [
        "Channels", "Electromagnetics", "Execution", "LinearAlgebra", "Materials", "Quantities",
        "Randomness", "Spatial", "Spectra", complex, real,
      ]),
    module("Captures", ["CHDF5", "DelayDoppler", complex, real]),

    // 6: figures, other formats and the engine
    module("Figures", ["Captures"]),
    module(
      "Comparison",
      ["Captures", "HTMLPages", "Quantities", "Randomness", "Spectra", complex]),
    module(
      "CaptureFormats",
      ["CZlib", "Captures", "InputDocuments", "Quantities", "RadarFrames", complex, real]),
    module(
      "RFTwin",
      [
        "Calibration", "CaptureFormats", "Captures", "ChannelStandards", "Channels",
        "DelayDoppler", "Electromagnetics", "Execution", "FMCWSensing", "InputDocuments",
        "Kinematics", "LinearAlgebra", "Materials", "PathTracing", "Quantities",
        "RadarFrames", "Scenes", "Spatial", "Spectra", "StatisticalChannel", complex, real,
      ]),

    // 7: the command line
    module(
      "RFTwinCommands",
      [
        "CaptureFormats", "Captures", "Channels", "Comparison", "Electromagnetics",
        "Execution", "Figures", "HTMLPages", "InputDocuments", "Kinematics", "Materials",
        "PathTracing", "Quantities", "RFTwin", "RadarFrames", "Scenes", "Spatial", argumentParser,
        complex,
      ]),
    // Not named like its product: on file systems that ignore case it would meet RFTwin.
    .executableTarget(
      name: "RFTwinProgram", dependencies: ["RFTwinCommands"], swiftSettings: settings),

    // The bundled scenes
    module("SceneGeneration", ["Spatial", real]),
    .executableTarget(
      name: "SceneGenerationProgram", dependencies: ["SceneGeneration", argumentParser],
      swiftSettings: settings),

    // The engine's speed
    .executableTarget(
      name: "BenchmarkProgram",
      dependencies: [
        "ChannelStandards", "Channels", "Execution", "FMCWSensing", "InputDocuments",
        "Kinematics", "PathTracing", "Quantities", "RFTwin", "RadarFrames", "RayCasting",
        "Scenes", "Spatial", "StatisticalChannel", argumentParser,
      ], swiftSettings: settings),

    // Tests
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: testSettings),
    tests("Quantities"),
    tests("Spatial"),
    tests("SceneGeneration", ["Spatial"]),
    tests("Execution"),
    tests("Randomness"),
    tests("Spectra", [complex, real]),
    tests("LinearAlgebra", [complex]),
    tests("InputDocuments", ["Quantities"]),
    tests("Electromagnetics", ["FieldOracles", "Quantities", "Spatial", complex, real]),
    tests("Materials", ["Electromagnetics", "InputDocuments", "Quantities", complex, real]),
    tests("Kinematics", ["Spatial", real]),
    tests("ChannelStandards", ["Spatial", complex, real], exclude: ["Fixtures"]),
    tests("RayCasting", ["Spatial"]),
    tests(
      "Scenes",
      [
        "Electromagnetics", "InputDocuments", "Materials", "Quantities", "Spatial", complex, real,
      ]),
    .target(
      name: "ToyScenes",
      dependencies: [
        "ChannelStandards", "Channels", "Electromagnetics", "Execution", "Kinematics", "Materials",
        "PathTracing", "Quantities", "Scenes", "Spatial", complex,
      ], path: "Tests/ToyScenes", swiftSettings: testSettings),
    // Fields that are known by other means.
    .target(
      name: "FieldOracles", dependencies: ["Electromagnetics", "Spatial", complex, real],
      path: "Tests/FieldOracles", swiftSettings: testSettings),
    // Comparisons with what is known to be right, which the program `validate` tells of.
    .target(
      name: "ValidationCases",
      dependencies: [
        "Channels", "DelayDoppler", "Electromagnetics", "Execution", "FMCWSensing", "FieldOracles",
        "Kinematics", "Materials", "PathTracing", "Quantities", "RFTwin", "RadarFrames",
        "Randomness", "Scenes", "Spatial", "TestSupport", "ToyScenes", complex, real,
      ], path: "Validation/Cases", swiftSettings: testSettings),
    .executableTarget(
      name: "ValidationProgram", dependencies: ["Figures", "ValidationCases"],
      path: "Validation/Program", swiftSettings: testSettings),
    tests("ValidationCases"),
    tests(
      "PathTracing",
      [
        "ChannelStandards", "Channels", "Electromagnetics", "Execution", "FieldOracles",
        "Kinematics", "Materials",
        "Quantities", "Scenes", "Spatial", "ToyScenes", complex, real,
      ]),
    tests(
      "FMCWSensing",
      [
        "Channels", "DelayDoppler", "Electromagnetics", "Execution", "Quantities", "RadarFrames",
        "Spatial", "Spectra", complex, real,
      ]),
    tests(
      "DelayDoppler",
      [
        "Execution", "LinearAlgebra", "Quantities", "RadarFrames", "Randomness", "Spatial",
        "Spectra", complex, real,
      ]),
    tests(
      "StatisticalChannel",
      [
        "ChannelStandards", "Channels", "DelayDoppler", "Electromagnetics", "Execution",
        "FMCWSensing", "LinearAlgebra", "Quantities", "RadarFrames", "Randomness", "Spatial",
        "Spectra", complex, real,
      ], exclude: ["Fixtures"]),
    tests(
      "Calibration",
      [
        "Channels", "Electromagnetics", "Execution", "Kinematics", "Materials", "PathTracing",
        "Quantities", "Randomness", "Scenes", "Spatial", "Spectra", "ToyScenes", complex, real,
      ]),
    tests("Captures", ["DelayDoppler", complex]),
    tests("Figures", ["Captures", "DelayDoppler"]),
    tests("Comparison", ["Captures", "DelayDoppler", "Randomness", "Spectra"]),
    tests(
      "CaptureFormats",
      [
        "Captures", "DelayDoppler", "Execution", "InputDocuments", "Quantities", "RadarFrames",
        "Spectra", complex, real,
      ]),
    tests(
      "RFTwin",
      [
        "CaptureFormats", "Calibration", "Captures", "Channels", "DelayDoppler", "Electromagnetics",
        "Execution",
        "FMCWSensing",
        "InputDocuments", "Kinematics", "PathTracing", "Quantities", "RadarFrames", "Scenes",
        "Spatial", "ToyScenes", complex,
      ]),
    // Reads the sources, the manifest and the README.
    .testTarget(
      name: "ArchitectureTests", dependencies: ["TestSupport"], swiftSettings: testSettings),
    // Runs the program, so it needs the program built.
    .testTarget(
      name: "RFTwinCommandsTests", dependencies: ["RFTwinProgram", "TestSupport"],
      swiftSettings: testSettings),
  ]
)
