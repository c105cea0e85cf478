import Access

/// Everything this service answers, in the order of its documentation.
public enum RouteTable: Sendable {
    public static let all: [Route] = [
        .post(
            "/v1/claims/validate",
            needs: .validateClaims,
            parameters: ["summary", "acknowledgment"],
            takes: [.json, .ndjson, .fhir, .x12],
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
        .get("/livez", needs: nil, gives: [.json, .text], HealthEndpoints.live),
        .get("/readyz", needs: nil, gives: [.json, .text], HealthEndpoints.ready),
        .get("/openapi.yaml", needs: nil, gives: [.yaml], OpenAPIEndpoints.yaml),
        .get("/openapi.json", needs: nil, OpenAPIEndpoints.json),
        .get("/problems", needs: nil, ProblemEndpoints.list),
        .get("/problems/{name}", needs: nil, gives: [.json, .text], ProblemEndpoints.one),
        .get("/", needs: nil, gives: [.json, .text], IndexEndpoint.answer),
    ]
}
