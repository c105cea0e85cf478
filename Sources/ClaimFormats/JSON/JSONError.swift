/// Why a document is not JSON that we take. The set is closed; the raw values are part of the wire contract.
public enum JSONErrorCode: String, Sendable, CaseIterable {
    case emptyDocument = "empty-document"
    case documentTooLarge = "document-too-large"
    case byteOrderMark = "byte-order-mark"
    case invalidUTF8 = "invalid-utf8"
    case unexpectedEnd = "unexpected-end"
    case expectedValue = "expected-value"
    case expectedName = "expected-name"
    case expectedColon = "expected-colon"
    case expectedComma = "expected-comma"
    case trailingComma = "trailing-comma"
    case trailingContent = "trailing-content"
    case commentNotAllowed = "comment-not-allowed"
    case invalidLiteral = "invalid-literal"
    case invalidNumber = "invalid-number"
    case leadingZero = "leading-zero"
    case controlCharacter = "control-character"
    case invalidEscape = "invalid-escape"
    case loneSurrogate = "lone-surrogate"
    case duplicateMember = "duplicate-member"
    case tooDeep = "too-deep"
    case tooManyItems = "too-many-items"

    /// One sentence for the sender. Fixed: it never holds a byte of what was sent.
    public var detail: String {
        switch self {
        case .emptyDocument: "The document is empty."
        case .documentTooLarge: "The document is larger than this service takes."
        case .byteOrderMark: "The document begins with a byte order mark; send UTF-8 without one."
        case .invalidUTF8: "The document is not valid UTF-8."
        case .unexpectedEnd: "The document ends too early."
        case .expectedValue: "A value was expected."
        case .expectedName: "A member name in double quotes was expected."
        case .expectedColon: "A colon was expected after the member name."
        case .expectedComma: "A comma or the closing bracket was expected."
        case .trailingComma: "A comma stands before a closing bracket."
        case .trailingContent: "Something follows the end of the document."
        case .commentNotAllowed: "JSON has no comments."
        case .invalidLiteral: "Only true, false and null may stand without quotes, in small letters."
        case .invalidNumber: "This is not a JSON number."
        case .leadingZero: "A number may not begin with a needless zero."
        case .controlCharacter: "A control character inside a string must be escaped."
        case .invalidEscape: "This escape sequence does not exist in JSON."
        case .loneSurrogate: "Half of a surrogate pair stands alone."
        case .duplicateMember: "A member name occurs twice in one object."
        case .tooDeep: "The document is nested too deeply."
        case .tooManyItems: "An array or object has too many items."
        }
    }
}

/// What the reader throws: the code, and the byte where the document stopped being acceptable.
///
/// Small on purpose; `JSONLocator` finds the line, the column and the pointer when somebody wants them.
struct JSONError: Error, Sendable, Equatable {
    let code: JSONErrorCode
    /// Offset in bytes from the start of the document.
    let offset: Int

    init(_ code: JSONErrorCode, at offset: Int) {
        self.code = code
        self.offset = offset
    }
}

/// A `JSONError` with its place spelled out, ready for a problem document.
public struct JSONSyntaxProblem: Error, Sendable, Equatable {
    public let code: JSONErrorCode
    /// Offset in bytes from the start of the document.
    public let offset: Int
    /// Line, from 1; a line ends at a line feed.
    public let line: Int
    /// Column, from 1, in Unicode scalars since the last line feed.
    public let column: Int
    /// JSON Pointer (RFC 6901) to the innermost value that was begun or awaited, cut before the first member name that
    /// is not one of ours.
    public let pointer: String

    public var detail: String { code.detail }
}
