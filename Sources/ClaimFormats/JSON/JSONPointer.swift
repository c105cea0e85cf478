/// JSON Pointers (RFC 6901) as they are written.
enum JSONPointer {
    /// `pointer` one member deeper; `~` and `/` in the name are escaped (section 3).
    static func append(_ name: String, to pointer: inout String) {
        pointer.append("/")
        for scalar in name.unicodeScalars {
            switch scalar {
            case "~": pointer.append("~0")
            case "/": pointer.append("~1")
            default: pointer.unicodeScalars.append(scalar)
            }
        }
    }

    /// `pointer` one element deeper.
    static func append(_ index: Int, to pointer: inout String) {
        pointer.append("/")
        pointer.append(String(index))
    }
}
