// swift-tools-version: 6.0

import PackageDescription

let package = Package(
  name: "ssmcheck",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "ssmcheck", targets: ["ssmcheck"]),
    .library(name: "Arithmetic", targets: ["Arithmetic"]),
    .library(name: "LinearAlgebra", targets: ["LinearAlgebra"]),
    .library(name: "Definitions", targets: ["Definitions"]),
    .library(name: "PropertyTesting", targets: ["PropertyTesting"]),
    .library(name: "PropertyTestingSwiftTesting", targets: ["PropertyTestingSwiftTesting"]),
    .library(name: "PropertyTestingXCTest", targets: ["PropertyTestingXCTest"]),
    .library(name: "Oracle", targets: ["Oracle"]),
    .library(name: "OracleTesting", targets: ["OracleTesting"]),
    .library(name: "Kernels", targets: ["Kernels"]),
    .library(name: "Interchange", targets: ["Interchange"]),
    .library(name: "Claims", targets: ["Claims"]),
    .library(name: "Reports", targets: ["Reports"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
  ],
  targets: [
    // MARK: - The command line
    .executableTarget(
      name: "ssmcheck",
      dependencies: [
        "Reports", "Claims", "Oracle", "Definitions", "Interchange", "Arithmetic", "PropertyTesting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [.copy("Resources/mamba-bytes")]),

    // MARK: - Libraries, from the top floor down
    .target(
      name: "Reports",
      dependencies: [
        "Claims", "Oracle", "Definitions", "LinearAlgebra", "Interchange", "Arithmetic", "PropertyTesting",
      ]),
    .target(
      name: "Claims", dependencies: ["Definitions", "LinearAlgebra", "Kernels", "Arithmetic", "PropertyTesting"]),
    .target(name: "Oracle", dependencies: ["Definitions", "Arithmetic", "PropertyTesting"]),
    // The laws of kernels within a test.
    .target(name: "OracleTesting", dependencies: ["Oracle", "PropertyTesting", "PropertyTestingSwiftTesting"]),
    .target(name: "Kernels", dependencies: ["CSIMD"]),
    .target(name: "Definitions", dependencies: ["LinearAlgebra", "Arithmetic"]),
    .target(name: "LinearAlgebra", dependencies: ["Arithmetic", "CLinearAlgebra"]),
    .target(
      name: "PropertyTesting",
      dependencies: [
        "CPropertyTesting", .product(name: "ComplexModule", package: "swift-numerics"),
        .product(name: "RealModule", package: "swift-numerics"),
      ]),
    // A property within a test: one target a testing library, which nothing but tests depends on.
    .target(name: "PropertyTestingSwiftTesting", dependencies: ["PropertyTesting"]),
    .target(name: "PropertyTestingXCTest", dependencies: ["PropertyTesting"]),
    .target(name: "Interchange", dependencies: ["CZip"]),
    .target(
      name: "Arithmetic",
      dependencies: ["CMultiprecision", "CDoubleDouble", .product(name: "RealModule", package: "swift-numerics")]),

    // MARK: - C libraries: module maps and header-only shims
    .target(name: "CSIMD"),
    .target(name: "CDoubleDouble"),
    .target(name: "CPropertyTesting"),
    .target(name: "CMultiprecision", dependencies: ["CGMP", "CMPFR"]),
    .systemLibrary(
      name: "CGMP", pkgConfig: "gmp", providers: [.apt(["libgmp-dev"]), .brew(["gmp"])]),
    .systemLibrary(
      name: "CMPFR", pkgConfig: "mpfr", providers: [.apt(["libmpfr-dev"]), .brew(["mpfr"])]),
    .systemLibrary(
      name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
    .target(name: "CLinearAlgebra", dependencies: ["CLAPACKE"]),
    .systemLibrary(
      name: "CLAPACKE", pkgConfig: "lapacke",
      providers: [.apt(["liblapacke-dev"]), .brew(["lapack"])]),

    // MARK: - Tests
    .target(
      name: "TestSupport", dependencies: ["PropertyTesting", "PropertyTestingSwiftTesting"], path: "Tests/TestSupport"),
    .testTarget(
      name: "PropertyTestingTests", dependencies: ["PropertyTesting"], resources: [.copy("Fixtures")]),
    .testTarget(name: "PropertyTestingSwiftTestingTests", dependencies: ["PropertyTestingSwiftTesting"]),
    .testTarget(name: "PropertyTestingXCTestTests", dependencies: ["PropertyTestingXCTest"]),
    .testTarget(
      name: "ArithmeticTests", dependencies: ["Arithmetic", "TestSupport"], exclude: ["Referee/generate.py"],
      resources: [.copy("Referee/real.tsv"), .copy("Referee/complex.tsv")]),
    .testTarget(
      name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "Arithmetic", "PropertyTesting", "TestSupport"]),
    .testTarget(
      name: "DefinitionsTests",
      dependencies: ["Definitions", "LinearAlgebra", "Oracle", "Arithmetic", "PropertyTesting", "TestSupport"]),
    .testTarget(
      name: "OracleTests",
      dependencies: [
        "Oracle", "OracleTesting", "Definitions", "Interchange", "Arithmetic", "PropertyTesting", "TestSupport",
      ],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "KernelsTests",
      dependencies: [
        "Kernels", "Oracle", "Definitions", "Interchange", "Arithmetic", "PropertyTesting", "TestSupport",
      ],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "InterchangeTests", dependencies: ["Interchange", "PropertyTesting", "TestSupport"],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "ClaimsTests", dependencies: ["Claims", "Definitions", "LinearAlgebra", "Arithmetic", "PropertyTesting"]),
    .testTarget(
      name: "ReportsTests",
      dependencies: ["Reports", "Definitions", "Interchange", "Claims", "Arithmetic", "PropertyTesting", "TestSupport"]),
    .testTarget(
      name: "CommandLineTests",
      dependencies: ["ssmcheck", "Definitions", "Arithmetic", "PropertyTesting", "TestSupport"],
      resources: [.copy("Fixtures")]),
  ],
  swiftLanguageModes: [.v6]
)

// The sanitizers' builds leave out what their tests do not need: a claim or a report has no memory of its own.
if Context.environment["SSMCHECK_SANITIZER"] != nil {
  let left: Set = [
    "ssmcheck", "Reports", "Claims", "OracleTesting", "PropertyTestingXCTest", "PropertyTestingTests",
    "PropertyTestingSwiftTestingTests", "PropertyTestingXCTestTests", "DefinitionsTests", "OracleTests", "ClaimsTests",
    "ReportsTests", "CommandLineTests",
  ]
  package.targets.removeAll { left.contains($0.name) }
  package.products.removeAll { left.contains($0.name) }
}
