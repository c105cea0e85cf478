/// Everything this service answers, in the order of its documentation.
public enum RouteTable: Sendable {
    public static let all: [Route] = [
        .post(
            "/v1/claims/validate",
            parameters: ["summary", "acknowledgment"],
            takes: [.json, .ndjson, .fhir, .x12],
            gives: [.json, .text, .ndjson, .fhir, .x12],
            ClaimEndpoints.validate,
            lines: ClaimEndpoints.validateByLine
        ),
        .post("/v1/codes/suggest", parameters: ["summary"], ClaimEndpoints.suggest) { _ in StreamQuestion(.suggest) },
        .post(
            "/v1/documentation/gaps",
            parameters: ["codes", "summary"],
            ClaimEndpoints.gaps,
            lines: ClaimEndpoints.gapsByLine
        ),
        .get("/v1/codes", parameters: ["on"], CodeEndpoints.list),
        .get("/v1/codes/{code}", parameters: ["on"], CodeEndpoints.one),
        .get("/v1/rules", RuleEndpoints.list),
        .get("/v1/rules/{id}", RuleEndpoints.one),
        .get("/v1/profiles", ProfileEndpoints.list),
        .post(
            "/fhir/Claim/$validate",
            parameters: ["_format"],
            takes: [.fhir, .json],
            gives: [.fhir, .json],
            FHIREndpoints.validate
        ),
        .get("/fhir/metadata", parameters: ["_format"], gives: [.fhir, .json], FHIREndpoints.metadata),
        .get("/livez", gives: [.json, .text], HealthEndpoints.live),
        .get("/readyz", gives: [.json, .text], HealthEndpoints.ready),
        .get("/openapi.yaml", gives: [.yaml], OpenAPIEndpoints.yaml),
        .get("/openapi.json", OpenAPIEndpoints.json),
        .get("/problems", ProblemEndpoints.list),
        .get("/problems/{name}", gives: [.json, .text], ProblemEndpoints.one),
        .get("/", gives: [.json, .text], IndexEndpoint.answer),
    ]
}
