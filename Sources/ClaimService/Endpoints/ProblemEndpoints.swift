import ClaimFormats
import HTTPMessage

/// The pages that the `type` of a problem document refers to.
enum ProblemEndpoints {
    private static let document = StaticDocument { writer in
        writer.beginObject()
        writer.name("problems")
        writer.beginArray()
        for kind in ProblemKind.all { write(kind, to: &writer) }
        writer.endArray()
        writer.endObject()
    }

    static func list(_ call: Call) throws(Problem) -> Reply { document.reply }

    static func one(_ call: Call) throws(Problem) -> Reply {
        guard let kind = ProblemKind.all.first(where: { $0.name.description == call.parameter }) else {
            throw Problem(.notFound, detail: "GET /problems lists every kind of problem.")
        }
        if call.media == .text {
            return StaticDocument(text: "\(kind.status.code) \(kind.title)\n\n\(kind.remedy)\n").reply
        }
        return StaticDocument { write(kind, to: &$0) }.reply
    }

    private static func write(_ kind: ProblemKind, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("type")
        writer.string(kind.type)
        writer.name("title")
        writer.string(kind.title.description)
        writer.name("status")
        writer.int(kind.status.code)
        writer.name("remedy")
        writer.string(kind.remedy.description)
        writer.endObject()
    }
}
