import HTTPMessage

/// Decides from a request head whether a route can serve it, and in which form.
enum Negotiation {
    /// What it decides.
    struct Form: Sendable {
        var query = QueryString()
        /// The media type of the body; nil without one.
        var taken: MediaType?
        /// The media type that the answer is to have, one of those the route gives.
        var media = MediaType.json
    }

    static func settle(_ head: RequestHead, _ route: Route) throws(Problem) -> Form {
        let query: QueryString
        do throws(QueryString.Failure) {
            query = try QueryString(head.query, known: route.parameters)
        } catch {
            throw problem(error, route)
        }
        // Many documents are answered as many documents.
        let taken = route.takes.isEmpty ? nil : ContentTypeField.media(head, among: route.takes)
        let hasLines = taken == .ndjson
        // Claims of a file are acknowledged in kind; a care month has no interchange to acknowledge.
        let other: MediaType? = taken == .x12 ? .fhir : taken == nil ? nil : .x12
        let accept = head.combinedValue(.accept)
        let media: MediaType
        let takesAnything = accept == nil || accept == "*/*"
        // Whoever names an acknowledgement wants it: it comes as X12, or not at all.
        let wantsX12 = taken == .x12 && (try? X12Endpoint.namedAcknowledgment(query)) != nil
        if takesAnything, !hasLines, query.isEmpty, let first = route.gives.first, first != other {
            // As nearly every client asks: for nothing in particular.
            media = first
        } else {
            let gives: [MediaType] =
                if hasLines {
                    [.ndjson]
                } else if wantsX12 {
                    [.x12]
                } else {
                    other.map { other in route.gives.filter { $0 != other } } ?? route.gives
                }
            let asked = format(query) ?? AcceptField(accept).choose(from: gives)
            guard let asked, gives.contains(asked) else {
                let what =
                    hasLines
                    ? "For \(MediaType.ndjson.rawValue) this resource"
                    : wantsX12 ? "With the parameter acknowledgment this resource" : "This resource"
                throw Problem(.notAcceptable, detail: "\(what) gives \(list(gives)).")
            }
            media = asked
        }
        return Form(query: query, taken: route.takes.isEmpty ? nil : try checkBody(head, route, taken), media: media)
    }

    /// What FHIR's `_format` asks for, which goes before `Accept` (R4 section 3.1.0.1.11); for a form that is not given,
    /// one that no such route gives.
    private static func format(_ query: QueryString) -> MediaType? {
        guard let format = query["_format"] else { return nil }
        switch ASCIIText.lowercased(format) {
        case "json", "fhir+json", MediaType.fhir.rawValue: return .fhir
        case MediaType.json.rawValue, "text/json": return .json
        default: return .yaml
        }
    }

    private static func checkBody(
        _ head: RequestHead,
        _ route: Route,
        _ taken: MediaType?
    ) throws(Problem) -> MediaType {
        // Two fields may differ, and then there is no telling what the body is (RFC 9110 section 5.3).
        guard head.count(.contentType) == 1, let media = taken else {
            let reading =
                head.count(.contentType) == 1
                ? ContentTypeField.read(head[.contentType], among: route.takes) : ContentTypeField.Reading.none
            let detail =
                switch reading {
                case .otherCharset: "The body's character set must be UTF-8 or US-ASCII."
                case .otherFHIRVersion: "The body must be FHIR R4: fhirVersion=4.0, or none."
                default: "This resource takes \(list(route.takes)) in UTF-8, named by one Content-Type field."
                }
            throw Problem(.unsupportedMediaType, detail: detail, fields: [.acceptPost: list(route.takes)])
        }
        if let coding = head.combinedValue(.contentEncoding), ASCIIText.lowercased(coding) != "identity" {
            throw Problem(.unsupportedContentCoding, fields: [.acceptEncoding: "identity"])
        }
        return media
    }

    private static func problem(_ failure: QueryString.Failure, _ route: Route) -> Problem {
        let known = route.parameters.map(\.description).joined(separator: ", ")
        let knows =
            known.isEmpty ? "This resource knows no parameters." : "This resource knows the parameters: \(known)."
        let error =
            switch failure {
            case .unknownParameter:
                ProblemError(place: .query, code: "unknown-parameter", detail: knows)
            case .repeatedParameter(let name):
                ProblemError(place: .parameter(name), code: "repeated-parameter", detail: "Send it once.")
            case .badEncoding:
                ProblemError(place: .query, code: "bad-encoding", detail: "Percent-encode UTF-8.")
            }
        return Problem(.badQuery, detail: knows, errors: [error])
    }

    /// Media types as a field's list value.
    static func list(_ types: [MediaType]) -> String {
        types.map(\.rawValue).joined(separator: ", ")
    }
}
