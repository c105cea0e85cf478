import ClaimFormats
import HTTPMessage
import StructuredLog

/// One occurrence of a problem, ready to become a problem document (RFC 9457).
///
/// Nothing in it is text from the request: details are composed of literals, numbers and names of our own.
struct Problem: Error {
    let kind: ProblemKind
    /// What happened this time; the kind's remedy stands in where there is nothing more to say.
    var detail: String?
    var errors: [ProblemError] = []
    /// Fields that belong to the status, such as `Allow`.
    var fields = ResponseFields()
    /// Whether the connection ends with it, so that a body of unknown length need not come first.
    var closesConnection = false
    /// More than the client is told, for the log.
    var reason: LogWord?

    init(_ kind: ProblemKind, detail: String? = nil, errors: [ProblemError] = [], fields: ResponseFields = [:]) {
        self.kind = kind
        self.detail = detail
        self.errors = errors
        self.fields = fields
    }

    /// The document's bytes, an object on one line.
    func document(requestID: RequestID?) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("type")
        writer.string(kind.type)
        writer.name("title")
        writer.string("\(kind.title)")
        writer.name("status")
        writer.int(kind.status.code)
        writer.name("detail")
        writer.string(detail ?? "\(kind.remedy)")
        if let requestID {
            writer.name("requestId")
            writer.string(requestID.description)
        }
        if !errors.isEmpty {
            writer.name("errors")
            writer.beginArray()
            for error in errors { error.write(to: &writer) }
            writer.endArray()
        }
        writer.endObject()
        writer.endLine()
        return writer.bytes
    }
}

/// One thing that is wrong with a request, and where.
struct ProblemError {
    enum Place {
        /// A JSON Pointer into the body.
        case pointer(String)
        /// The same in a line of a stream, counted from 1.
        case inLine(Int, pointer: String)
        /// A line of a stream as a whole.
        case line(Int)
        /// A point of a body that could not be read as a whole; line and column count from 1.
        case position(pointer: String, line: Int, column: Int)
        /// A point of a file of segments: bytes before it, and the segment's number from 1.
        case segment(offset: Int, segment: Int)
        /// A query parameter that the resource knows.
        case parameter(StaticString)
        /// The query as a whole.
        case query
    }

    let place: Place
    /// A stable word for programs.
    let code: String
    /// A sentence for people.
    let detail: String
    /// The place as FHIRPath; nil where the body is not FHIR.
    var expression: String?

    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        switch place {
        case .pointer(let pointer):
            writer.name("pointer")
            writer.string(pointer)
        case .inLine(let line, let pointer):
            writer.name("pointer")
            writer.string(pointer)
            writer.name("line")
            writer.int(line)
        case .line(let line):
            writer.name("line")
            writer.int(line)
        case .position(let pointer, let line, let column):
            writer.name("pointer")
            writer.string(pointer)
            writer.name("line")
            writer.int(line)
            writer.name("column")
            writer.int(column)
        case .segment(let offset, let segment):
            writer.name("offset")
            writer.int(offset)
            writer.name("segment")
            writer.int(segment)
        case .parameter(let name):
            writer.name("parameter")
            writer.string("\(name)")
        case .query:
            break
        }
        if let expression {
            writer.name("expression")
            writer.string(expression)
        }
        writer.name("code")
        writer.string(code)
        writer.name("detail")
        writer.string(detail)
        writer.endObject()
    }
}

extension ProblemError {
    /// The place in words, for forms that have no pointers.
    var words: String? {
        switch place {
        case .pointer(let pointer): pointer.isEmpty ? nil : "At \(pointer)."
        case .inLine(let line, let pointer): "Line \(line)" + (pointer.isEmpty ? "." : ", at \(pointer).")
        case .line(let line): "Line \(line)."
        case .position(_, let line, let column): "Line \(line), column \(column)."
        case .segment(let offset, let segment): "Byte \(offset), segment \(segment)."
        case .parameter(let name): "In the query parameter \(name)."
        case .query: "In the query."
        }
    }
}
