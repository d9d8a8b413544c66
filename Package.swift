// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is held to the same settings: Swift 6 mode, explicit `any`, imports that name what they leak,
/// no memory-unsafe construct without the word `unsafe`, and no warning.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// A library target: one a stage, one for the record that the stages share.
func library(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

/// A command: thin, it parses arguments and calls one library.
func command(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name,
    dependencies: dependencies + [
      "Record", "Console", .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ],
    swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["Record"], exclude: exclude, swiftSettings: strict)
}

let package = Package(
  name: "sidetone",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // What the stages share.
    library("Record"),
    .target(name: "CHeap"),
    library("Console", ["CHeap", "Record", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
    .target(name: "CTextBlock"),
    .target(name: "BuiltinData", exclude: ["rubrics", "profiles"]),

    // One library a stage; none knows another.
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(
      name: "CLibArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    // ISA-L inflates gzip and zip.
    .target(name: "CInflate", linkerSettings: [.linkedLibrary("isal")]),
    library(
      "Ingestion",
      ["Record", "BuiltinData", "CLibXML2", "CLibArchive", "CInflate", .product(name: "Yams", package: "Yams")]),
    library("Normalization", ["CTextBlock", "Record"]),
    library(
      "Scoring", ["CTextBlock", "Record", "BuiltinData", .product(name: "Yams", package: "Yams")],
      exclude: ["README.md"]),
    library("Aggregation", ["Record"]),
    library("Reporting", ["Record"]),
    library("Calibration", ["Record"]),

    // SQLite: the same tables as the CSV files, for who would rather query, and the weeks that a job remembers.
    library(
      "TableDatabase",
      [
        "Record", "Console", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    library("History", ["Record", .product(name: "GRDB", package: "GRDB.swift")]),

    // Only the runner knows them all.
    library(
      "Running",
      [
        "CHeap", "Record", "Console", "Ingestion", "Normalization", "Scoring", "Aggregation", "Reporting",
        "Calibration",
        "History", "TableDatabase", .product(name: "Yams", package: "Yams"),
      ]),

    command("sidetone", ["Running", "Ingestion", "Scoring", "Aggregation", "Calibration"]),
    command("sidetone-ingest", ["Ingestion"]),
    command("sidetone-normalize", ["Normalization"]),
    command("sidetone-score", ["Scoring"]),
    command("sidetone-train", ["Scoring"]),
    command("sidetone-aggregate", ["Aggregation", "TableDatabase"]),
    command("sidetone-report", ["Reporting"]),
    command("sidetone-bench", ["Ingestion", "Normalization", "Scoring", "Aggregation"]),

    // Makes the manual pages from the commands' own help: Pipelines/install.
    command("sidetone-manual", []),

    // Remakes SampleData.
    command("sidetone-sampledata", []),

    // How well redaction finds, and what it costs: Benchmarks/privacy.
    .target(name: "PersonalDataSet", path: "Benchmarks/privacy/PersonalDataSet", swiftSettings: strict),
    .executableTarget(
      name: "privacy-bench",
      dependencies: [
        "Record", "Console", "Normalization", "PersonalDataSet",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks/privacy/PrivacyBench", swiftSettings: strict),

    tests("RecordTests", []),
    tests("IngestionTests", ["Ingestion"], exclude: ["HOSTILE.md", "Samples"]),
    tests("NormalizationTests", ["Normalization", "PersonalDataSet"]),
    tests("ScoringTests", ["Scoring"]),
    tests("AggregationTests", ["Aggregation"]),
    tests("ReportingTests", ["Reporting"]),
    tests("CalibrationTests", ["Calibration"]),
    tests("TableDatabaseTests", ["TableDatabase", "Aggregation", .product(name: "GRDB", package: "GRDB.swift")]),
    tests("RunningTests", ["Running", "Console"]),
    tests("EndToEndTests", [], exclude: ["Cases"]),
    tests("FuzzTests", ["Ingestion", "Normalization", "Scoring", "History"], exclude: ["Seeds", "Regressions"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu2x
)

// Only on demand, as it has libFuzzer's main: see Benchmarks/fuzz/run. The targets are those of the tests.
if Context.environment["SIDETONE_FUZZ"] != nil {
  package.targets.removeAll { $0.name == "FuzzTests" }
  package.targets += [
    .target(
      name: "FuzzTargets", dependencies: ["Record", "Ingestion", "Normalization", "Scoring", "History"],
      path: "Tests/FuzzTests/Targets", swiftSettings: strict),
    .executableTarget(
      name: "sidetone-fuzz", dependencies: ["FuzzTargets"],
      path: "Benchmarks/fuzz", exclude: ["run"], swiftSettings: [.unsafeFlags(["-parse-as-library"])]),
  ]
}
