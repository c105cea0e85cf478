import HTTPMessage

/// Finds the resource of a path.
struct Router: Sendable {
    /// All routes of one path; a class, as every request passes one on.
    final class Resource: Sendable {
        let template: StaticString
        /// The place in ``RouteTable/numbered``.
        let number: Int
        private let get: Route?
        private let post: Route?
        /// Whether everyone may have it, even where callers are told apart.
        let isOpen: Bool
        /// The value of the `Allow` field.
        let allow: String
        /// The media types of a `POST` body; empty where there is no `POST`.
        let takes: [MediaType]
        /// The path up to its parameter, or the whole path.
        fileprivate let prefix: [UInt8]
        fileprivate let hasParameter: Bool

        fileprivate init(_ template: StaticString, _ routes: [Route]) {
            self.template = template
            number = RouteTable.numbered.firstIndex { $0.description == template.description } ?? 0
            get = routes.first { $0.method == .get }
            post = routes.first { $0.method == .post }
            takes = routes.flatMap(\.takes)
            isOpen = routes.allSatisfy { $0.scope == nil }
            let methods = routes.flatMap { $0.method == .get ? ["GET", "HEAD"] : [$0.method.name] }
            allow = (methods + ["OPTIONS"]).joined(separator: ", ")
            let text = template.description
            let brace = text.firstIndex(of: "{")
            precondition(brace == nil || text.hasSuffix("}"), "a parameter is the last segment")
            prefix = Array(text[..<(brace ?? text.endIndex)].utf8)
            hasParameter = brace != nil
        }

        func route(for method: RequestMethod) -> Route? {
            switch method {
            case .get, .head: get
            case .post: post
            default: nil
            }
        }
    }

    let resources: [Resource]

    init(_ routes: [Route]) {
        var templates: [StaticString] = []
        for route in routes where !templates.contains(where: { $0.description == route.template.description }) {
            templates.append(route.template)
        }
        resources = templates.map { template in
            Resource(template, routes.filter { $0.template.description == template.description })
        }
    }

    /// The resource of a path and its parameter's value; nil when there is none.
    ///
    /// A parameter is one segment, percent-decoded; a value that does not decode names nothing. Elsewhere escapes of unreserved
    /// characters are the characters themselves (RFC 3986, section 6.2.2.2), and so is that of the dollar sign, which some
    /// clients write in the names of FHIR's operations. No other escape is undone: an encoded slash parts no segments.
    func find(_ path: ArraySlice<UInt8>) -> (resource: Resource, parameter: String)? {
        match(path) ?? (path.contains(UInt8(ascii: "%")) ? match(PercentCoding.normalized(path)[...]) : nil)
    }

    private func match(_ path: ArraySlice<UInt8>) -> (resource: Resource, parameter: String)? {
        for resource in resources {
            if !resource.hasParameter {
                if path.count == resource.prefix.count, path.elementsEqual(resource.prefix) { return (resource, "") }
            } else if path.count > resource.prefix.count, path.starts(with: resource.prefix) {
                let segment = path.dropFirst(resource.prefix.count)
                guard !segment.contains(UInt8(ascii: "/")),
                    let text = String(validating: segment, as: UTF8.self),
                    let parameter = PercentCoding.decoded(text)
                else { continue }
                return (resource, parameter)
            }
        }
        return nil
    }
}
