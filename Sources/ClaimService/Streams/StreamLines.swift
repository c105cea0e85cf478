public import ClaimFormats
public import ClaimRules
import StructuredLog

/// What is asked about every document of a stream.
public struct StreamQuestion: Sendable {
    public var question: ClaimQuestion
    /// For ``ClaimQuestion/gaps``, takes the place of the documents' own.
    public var codes: [ProcedureCode]?
    /// Takes the place of the documents' own.
    public var profile: Profile?
    public var form: AnswerForm
    /// Whether to work out what is underbilled, which a summary tells.
    public var isMeasuring: Bool
    /// Named in every problem, where there is a request.
    var requestID: RequestID?
    /// Told of every answer; nil where nobody wants to hear of each.
    var onDecision: (@Sendable (LogFacts) -> Void)?

    public init(
        _ question: ClaimQuestion,
        codes: [ProcedureCode]? = nil,
        profile: Profile? = nil,
        form: AnswerForm = .ndjson,
        isMeasuring: Bool = false
    ) {
        self.question = question
        self.codes = codes
        self.profile = profile
        self.form = form
        self.isMeasuring = isMeasuring
    }
}

/// One line of a stream that has been read: a care month, or what is wrong with the line.
public enum StreamDocument: Sendable {
    case month(ReadCareMonth)
    case unusable(UnusableDocument)
    /// Longer than a document may be.
    case tooLong
}

extension ClaimDesk {
    /// Reads a line; nil is one that was too long to be kept.
    public func read(_ line: UnsafeBufferPointer<UInt8>?, _ asked: StreamQuestion) -> StreamDocument {
        guard let line else { return .tooLong }
        do throws(UnusableDocument) {
            return .month(try read(line, for: asked.question, profile: asked.profile))
        } catch {
            return .unusable(error)
        }
    }

    /// Writes the answer to a line, its end included, and gives it back; nil for a line that got a problem.
    ///
    /// - Parameters:
    ///   - index: the document's position in the stream, counted from 0.
    ///   - line: the line's number in the stream, counted from 1; blank lines count.
    @discardableResult
    public func answer(
        _ document: StreamDocument,
        index: Int,
        line: Int,
        _ asked: StreamQuestion,
        repeated: [RepeatedService] = [],
        into output: inout [UInt8],
        _ tally: inout StreamTally
    ) -> ClaimAnswer? {
        let problem: Problem
        switch document {
        case .month(let month):
            let answer = answer(
                asked.question,
                about: month,
                as: asked.form,
                codes: asked.codes,
                repeated: repeated,
                measuring: asked.isMeasuring
            )
            tally.add(answer, duplicates: repeated.count)
            asked.onDecision?(answer.facts)
            StreamLine.append(answer.bytes, index: index, as: asked.form, to: &output)
            return answer
        case .unusable(let document): problem = document.problem(line: line)
        case .tooLong:
            let detail = "Line \(line) has more than the \(documentBytes) bytes that a document may have."
            let error = ProblemError(place: .line(line), code: "line-too-long", detail: "This line is too long.")
            problem = Problem(.lineTooLong, detail: detail, errors: [error])
        }
        tally.addProblem()
        if asked.form == .text {
            output += Array("UNUSABLE - line \(line)\n\(problem.detail ?? "")\n".utf8)
        } else {
            StreamLine.append(problem.document(requestID: asked.requestID), index: index, as: .ndjson, to: &output)
        }
        return nil
    }
}

extension SeenServices {
    /// The lines of a document whose service an earlier one of the stream has, and remembers those that are new.
    ///
    /// Without a patient's id nothing can be said.
    public mutating func repeated(_ document: StreamDocument, index: Int) -> [RepeatedService] {
        guard case .month(let read) = document, let patient = read.month.patient?.id else { return [] }
        var repeated: [RepeatedService] = []
        for (line, code) in read.month.careManagementLines {
            let key = Self.key(patient: patient, month: read.month.serviceMonth, code: code)
            if let earlier = see(key, in: index) { repeated.append(RepeatedService(line: line, document: earlier)) }
        }
        return repeated
    }
}

/// An answer as a line of a stream.
enum StreamLine {
    private static let opening = Array("{\"index\":".utf8)

    /// The document, which is an object on one line, with its index as the first member.
    static func append(_ document: [UInt8], index: Int, as form: AnswerForm, to output: inout [UInt8]) {
        guard form != .text else {
            // A report is paragraphs; an empty line parts it from the next.
            output += document
            output.append(UInt8(ascii: "\n"))
            return
        }
        output += opening
        output += String(index).utf8
        output.append(UInt8(ascii: ","))
        output += document.dropFirst()
    }
}
