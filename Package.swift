// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target: Swift 6 mode comes with the tools version; a warning stops the build.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .treatWarning("ExplicitSendable", as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// The arrows point one way. ClaimRules, HTTPMessage and StructuredLog use nothing of ours; ClaimService and
// HTTPServer meet only in `claimgate`, and so do Access and the cryptography that it asks for.
let package = Package(
    name: "claimgate",
    products: [
        .library(name: "ClaimRules", targets: ["ClaimRules"]),
        .library(name: "HTTPServer", targets: ["HTTPServer", "HTTPMessage"]),
        .executable(name: "claimgate", targets: ["claimgate"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
    ],
    targets: [
        .target(name: "ClaimRules", dependencies: ["CReferenceData"], swiftSettings: strict),
        .target(name: "ClaimFormats", dependencies: ["ClaimRules"], swiftSettings: strict),
        .target(name: "HTTPMessage", swiftSettings: strict),
        .target(name: "Access", dependencies: ["ClaimFormats", "HTTPMessage"], swiftSettings: strict),
        .target(name: "LibCrypto", dependencies: ["Access", "COpenSSL"], swiftSettings: strict),
        .target(name: "StructuredLog", swiftSettings: strict),
        .target(name: "Metrics", dependencies: ["StructuredLog"], swiftSettings: strict),
        .target(name: "CLinux"),
        .target(name: "COpenAPI", exclude: ["openapi.json"]),
        .target(name: "CReferenceData", exclude: ["tables"]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "HTTPServer",
            dependencies: ["HTTPMessage", "CLinux", "COpenSSL", "CZlib"],
            swiftSettings: strict
        ),
        .target(
            name: "ClaimService",
            dependencies: [
                "Access", "COpenAPI", "ClaimFormats", "ClaimRules", "HTTPMessage", "Metrics", "StructuredLog",
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "claimgate",
            dependencies: [
                "Access", "CLinux", "ClaimFormats", "ClaimRules", "ClaimService", "HTTPMessage", "HTTPServer",
                "LibCrypto",
                "Metrics", "StructuredLog",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "TestSupport",
            dependencies: [
                "Access", "ClaimFormats", "ClaimRules", "ClaimService", "HTTPMessage", "HTTPServer", "Metrics",
                "StructuredLog",
            ],
            path: "Tests/TestSupport",
            swiftSettings: strict
        ),
        .testTarget(name: "ClaimRulesTests", dependencies: ["ClaimRules", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "ClaimFormatsTests",
            dependencies: ["ClaimFormats", "ClaimRules", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "AccessTests",
            dependencies: ["Access", "ClaimFormats", "COpenSSL", "HTTPMessage", "LibCrypto", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(name: "HTTPMessageTests", dependencies: ["HTTPMessage", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "StructuredLogTests", dependencies: ["StructuredLog", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "MetricsTests",
            dependencies: ["Metrics", "StructuredLog", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "HTTPServerTests",
            dependencies: ["CLinux", "COpenSSL", "HTTPMessage", "HTTPServer", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ClaimServiceTests",
            dependencies: [
                "Access", "ClaimFormats", "ClaimRules", "ClaimService", "HTTPMessage", "LibCrypto", "Metrics",
                "StructuredLog", "TestSupport",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "Access", "ClaimFormats", "ClaimRules", "ClaimService", "HTTPMessage", "HTTPServer", "LibCrypto",
                "Metrics", "StructuredLog", "TestSupport", "claimgate",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RepositoryTests",
            dependencies: ["ClaimFormats", "ClaimRules", "ClaimService", "HTTPMessage", "TestSupport"],
            swiftSettings: strict
        ),
    ]
)
