import Testing

@testable import HTTPMessage

struct HostileTests {
    static let clean = Array("GET /clean HTTP/1.1\r\nHost: a\r\n\r\n".utf8)

    @Test("There are at least 300 hostile requests, each with its own name")
    func count() {
        let names = HostileRequest.all.map(\.name)
        #expect(names.count >= 300)
        let repeated = Dictionary(grouping: names, by: \.self).filter { $1.count > 1 }.keys
        #expect(repeated.isEmpty)
    }

    @Test("A hostile request gets one refusal and the connection ends", arguments: HostileRequest.all)
    func whole(request: HostileRequest) {
        var wire = Wire()
        wire.feed(request.bytes + Self.clean)
        check(wire, request)
    }

    @Test("A hostile request gets the same refusal byte by byte", arguments: HostileRequest.all)
    func byteByByte(request: HostileRequest) {
        var wire = Wire()
        for byte in request.bytes + Self.clean { wire.feed(CollectionOfOne(byte)) }
        check(wire, request)
    }

    @Test("A hostile request after a clean one leaves the clean answer alone", arguments: HostileRequest.all)
    func after(request: HostileRequest) {
        var wire = Wire()
        wire.feed(Array("GET /before HTTP/1.1\r\nHost: a\r\n\r\n".utf8) + request.bytes + Self.clean)
        #expect(wire.statuses == [200, request.status])
        #expect(wire.answers.first?.body == "/before")
        #expect(!wire.seen.contains("GET /clean"))
    }

    private func check(_ wire: Wire, _ request: HostileRequest) {
        #expect(wire.statuses == [request.status])
        #expect(wire.answers.first?.fields["connection"] == "close")
        #expect(wire.connection.phase == .closing)
        #expect(!wire.seen.contains("GET /clean"))
        // Nothing of the request comes back.
        #expect(Refusal.all.map(\.name).contains(wire.answers.first?.body))
    }
}
