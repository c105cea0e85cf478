import Access
import ClaimFormats

/// Everything this service answers, in the order of its documentation.
public enum RouteTable: Sendable {
    public static let all: [Route] = [
        .post(
            "/v1/claims/validate",
            needs: .validateClaims,
            parameters: ["summary", "acknowledgment"],
            gives: [.json, .text, .ndjson, .fhir, .x12],
            ClaimEndpoints.validate,
            lines: ClaimEndpoints.validateByLine
        ),
        .post("/v1/codes/suggest", needs: .suggestCodes, parameters: ["summary"], ClaimEndpoints.suggest) { _ in
            StreamQuestion(.suggest)
        },
        .post(
            "/v1/documentation/gaps",
            needs: .findGaps,
            parameters: ["codes", "summary"],
            ClaimEndpoints.gaps,
            lines: ClaimEndpoints.gapsByLine
        ),
        .get("/v1/codes", needs: .readRules, parameters: ["on"], CodeEndpoints.list),
        .get("/v1/codes/{code}", needs: .readRules, parameters: ["on"], CodeEndpoints.one),
        .get("/v1/rules", needs: .readRules, RuleEndpoints.list),
        .get("/v1/rules/{id}", needs: .readRules, RuleEndpoints.one),
        .get("/v1/profiles", needs: .readRules, ProfileEndpoints.list),
        .post(
            "/fhir/Claim/$validate",
            needs: .validateClaims,
            parameters: ["_format"],
            takes: [.fhir, .json],
            gives: [.fhir, .json],
            FHIREndpoints.validate
        ),
        .get("/fhir/metadata", needs: nil, parameters: ["_format"], gives: [.fhir, .json], FHIREndpoints.metadata),
        .get("/livez", needs: nil, gives: [.json, .text], HealthEndpoints.live).constant,
        .get("/readyz", needs: nil, gives: [.json, .text], HealthEndpoints.ready).constant,
        metrics,
        .get("/openapi.yaml", needs: nil, gives: [.yaml], OpenAPIEndpoints.yaml),
        .get("/openapi.json", needs: nil, OpenAPIEndpoints.json),
        .get("/problems", needs: nil, ProblemEndpoints.list),
        .get("/problems/{name}", needs: nil, gives: [.json, .text], ProblemEndpoints.one),
        .get("/.well-known/api-catalog", needs: nil, gives: [.linkset], WellKnownEndpoints.catalog),
        .get("/.well-known/security.txt", needs: nil, gives: [.text], WellKnownEndpoints.securityText),
        .get("/", needs: nil, gives: [.json, .text], IndexEndpoint.answer),
    ]

    private static let metrics = Route.get(
        "/metrics",
        needs: .readMetrics,
        gives: [.text, .openMetrics],
        MetricsEndpoint.answer
    )

    /// What is answered at a place of its own for whoever watches over the service, who is not asked for a key there.
    public static let operations: [Route] = all.filter {
        ["/livez", "/readyz", "/metrics"].contains($0.template.description)
    }

    /// What is left for clients when there is such a place.
    public static let withoutMetrics: [Route] = all.filter { $0.template.description != "/metrics" }

    /// Every template once, after the word for a path that has none: a route's number is its place here.
    static let numbered: [StaticString] = {
        var templates = [Exchange.unmatched]
        for route in all where !templates.contains(where: { $0.description == route.template.description }) {
            templates.append(route.template)
        }
        precondition(templates.count <= RequestSeries.routes, "the counters have room for so many routes")
        return templates
    }()
}
