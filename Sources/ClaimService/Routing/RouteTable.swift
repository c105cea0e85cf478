/// Everything this service answers, in the order of its documentation.
public enum RouteTable: Sendable {
    public static let all: [Route] = [
        .get("/openapi.yaml", gives: [.yaml], OpenAPIEndpoints.yaml),
        .get("/openapi.json", OpenAPIEndpoints.json),
        .get("/problems", ProblemEndpoints.list),
        .get("/problems/{name}", gives: [.json, .text], ProblemEndpoints.one),
        .get("/livez", gives: [.json, .text], HealthEndpoints.live),
        .get("/readyz", gives: [.json, .text], HealthEndpoints.ready),
        .get("/", gives: [.json, .text], IndexEndpoint.answer),
    ]
}
