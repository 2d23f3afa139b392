// swift-tools-version: 6.0

import PackageDescription

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "ssmcheck", path: "..")],
  targets: [
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "CPeers",
        .product(name: "Arithmetic", package: "ssmcheck"),
        .product(name: "Definitions", package: "ssmcheck"),
        .product(name: "Kernels", package: "ssmcheck"),
      ]),
    .executableTarget(
      name: "LinearAlgebraTimes",
      dependencies: [
        "CPeers", .product(name: "Arithmetic", package: "ssmcheck"),
        .product(name: "LinearAlgebra", package: "ssmcheck"),
      ]),
    .executableTarget(
      name: "PropertySearch",
      dependencies: ["CNumericFunctions", .product(name: "PropertyTesting", package: "ssmcheck")]),
    .target(name: "CNumericFunctions", dependencies: ["CPeerMPFR"]),
    .target(name: "CPeers", dependencies: ["CPeerMPFR"]),
    .systemLibrary(
      name: "CPeerMPFR", pkgConfig: "mpfr", providers: [.apt(["libmpfr-dev"]), .brew(["mpfr"])]),
  ],
  swiftLanguageModes: [.v6]
)
