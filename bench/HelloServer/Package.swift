// swift-tools-version: 6.2
import PackageDescription

// The smallest program on the HTTPServer library, to measure the library alone.
let package = Package(
    name: "HelloServer",
    dependencies: [.package(name: "claimgate", path: "../..")],
    targets: [
        .executableTarget(
            name: "HelloServer",
            dependencies: [.product(name: "HTTPServer", package: "claimgate")]
        )
    ]
)
