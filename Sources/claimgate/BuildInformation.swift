/// What this build calls itself.
enum BuildInformation {
    static let version = "0.1.0"
}
