@testable import ClaimFormats

/// Reads a whole document, keeping nothing; nil if it is JSON, else what is wrong and where.
func problem(
    in document: [UInt8],
    limits: JSONLimits = JSONLimits(),
    isOurs: (JSONName) -> Bool = { _ in true }
) -> JSONSyntaxProblem? {
    document.withUnsafeBufferPointer { bytes in
        var reader = JSONReader(bytes, limits: limits)
        do throws(JSONError) {
            try reader.begin()
            try reader.skipValue()
            try reader.finish()
            return nil
        } catch {
            return JSONLocator(bytes).locate(error, isOurs: isOurs)
        }
    }
}

func problem(in document: String, limits: JSONLimits = JSONLimits()) -> JSONSyntaxProblem? {
    problem(in: Array(document.utf8), limits: limits)
}

/// Reads a document that is one string.
func text(of document: [UInt8]) -> Result<String, JSONError> {
    document.withUnsafeBufferPointer { bytes in
        var reader = JSONReader(bytes)
        do throws(JSONError) {
            try reader.begin()
            let text = try reader.readString()
            let lent = text.withUTF8 { String(decoding: $0, as: UTF8.self) }
            precondition(lent == text.string, "both ways out of a string agree")
            try reader.finish()
            return .success(lent)
        } catch {
            return .failure(error)
        }
    }
}

/// Reads a document that is one number.
func number(_ document: String) -> (int: Int?, isInteger: Bool, text: String)? {
    Array(document.utf8).withUnsafeBufferPointer { bytes in
        var reader = JSONReader(bytes)
        do throws(JSONError) {
            try reader.begin()
            guard try reader.peek() == .number else { return nil }
            let number = try reader.readNumber()
            try reader.finish()
            return (number.int, number.isInteger, number.text)
        } catch {
            return nil
        }
    }
}
