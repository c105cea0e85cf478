// swift-tools-version: 6.2
import PackageDescription

let features: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// A package of its own, so that measuring needs nothing of the server; its sources are the project's, by links.
let package = Package(
    name: "micro",
    targets: [
        .target(name: "CReferenceData", exclude: ["tables"]),
        .target(name: "ClaimRules", dependencies: ["CReferenceData"], swiftSettings: features),
        .target(name: "ClaimFormats", dependencies: ["ClaimRules"], swiftSettings: features),
        .target(name: "AllocationCount"),
        .executableTarget(name: "micro", dependencies: ["AllocationCount", "ClaimFormats", "ClaimRules"]),
        .target(name: "TestSupport", dependencies: ["ClaimRules"], swiftSettings: features),
        .executableTarget(name: "oracle", dependencies: ["ClaimRules", "TestSupport"], swiftSettings: features),
    ]
)
