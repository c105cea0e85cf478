import Foundation
import HTTPMessage
import TestSupport
import Testing

@testable import ClaimService

/// What is found under names that are the same at every service.
struct WellKnownTests {
    @Test("The catalogue is a set of links to what there is (RFC 9727), also for HEAD")
    func catalog() throws {
        let probe = ServiceProbe()
        let answer = probe.send(.get, "/.well-known/api-catalog")
        #expect(answer.status == 200)
        #expect(
            answer["Content-Type"]
                == #"application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727""#
        )
        #expect(answer["Link"] == #"</.well-known/api-catalog>; rel="api-catalog""#)
        #expect(probe.send(.head, "/.well-known/api-catalog")["Link"] == answer["Link"])
        let parsed = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
        let sets = try #require(parsed?["linkset"] as? [[String: Any]])
        var links = 0
        for set in sets {
            #expect(set["anchor"] is String)
            for (relation, targets) in set where relation != "anchor" {
                for link in try #require(targets as? [[String: String]]) {
                    let target = try #require(link["href"])
                    let found = probe.send(.get, target, [("Accept", try #require(link["type"]))])
                    #expect(found.status == 200, "\(relation) \(target)")
                    links += 1
                }
            }
        }
        #expect(links > 5)
        #expect(probe.send(.get, "/.well-known/api-catalog", [("Accept", "text/html")]).status == 406)
        let again = probe.send(.get, "/.well-known/api-catalog", [("If-None-Match", answer["ETag"]!)])
        #expect(again.status == 304)
    }

    @Test("Whom to tell of a weakness is what the operator said (RFC 9116)")
    func securityText() {
        let contact = SecurityContact(
            contacts: ["mailto:security@clinic.example", "https://clinic.example/report"],
            expires: "2027-06-30T00:00:00Z"
        )
        let answer = ServiceProbe(securityContact: contact).send(.get, "/.well-known/security.txt")
        #expect(answer.status == 200)
        #expect(answer["Content-Type"] == "text/plain; charset=utf-8")
        #expect(
            answer.body == """
                Contact: mailto:security@clinic.example
                Contact: https://clinic.example/report
                Expires: 2027-06-30T00:00:00Z

                """
        )
    }

    @Test("Nobody is named where the operator named nobody")
    func noContact() {
        let answer = ServiceProbe(securityContact: nil).send(.get, "/.well-known/security.txt")
        #expect(answer.status == 404)
        #expect(answer.body.contains("The operator of this service has named no contact"))
    }

    @Test("The list of what there is has the figures only where they are")
    func index() {
        for accept in ["application/json", "text/plain"] {
            let all = ServiceProbe().send(.get, "/", [("Accept", accept)])
            #expect(all.body.contains("/metrics") && all.body.contains("/.well-known/api-catalog"))
            let some = ServiceProbe(routes: RouteTable.withoutMetrics).send(.get, "/", [("Accept", accept)])
            #expect(some.status == 200 && !some.body.contains("/metrics") && some.body.contains("/readyz"))
            #expect(all["ETag"] != some["ETag"])
        }
    }
}
