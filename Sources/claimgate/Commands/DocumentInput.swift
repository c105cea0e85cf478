import ArgumentParser
import ClaimService
import Glibc

/// A document read whole from a file or from standard input.
struct DocumentInput {
    /// The largest document, in bytes; the service has the same default.
    static let limit = ServiceLimits().documentBytes

    let name: String
    let bytes: [UInt8]

    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// - Throws: exit status 2, after saying on standard error why the file cannot be read.
    init(_ input: InputFile) throws {
        name = input.name
        guard let rest = Descriptor.read(input.descriptor, limit: Self.limit - min(Self.limit, input.beginning.count))
        else { throw input.unreadable() }
        let bytes = input.beginning + rest
        guard bytes.count <= Self.limit else {
            StandardError.write("\(name): larger than \(Self.limit) bytes; give one care month\n")
            throw ExitCode(2)
        }
        self.bytes = bytes
    }

    /// Says on standard error what is wrong, a line for each fault: `file:line:column: pointer: what would be right`.
    func report(_ document: UnusableDocument) {
        var text = ""
        for fault in document.faults {
            let (line, column) = fault.position ?? position(of: fault.offset)
            let pointer = fault.pointer.isEmpty ? "" : "\(fault.pointer): "
            text += "\(name):\(line):\(column): \(pointer)\(fault.detail)\n"
        }
        if document.leftOut > 0 { text += "\(name): and \(document.leftOut) more\n" }
        StandardError.write(text)
    }

    /// Line and column from 1; a column is a Unicode scalar.
    private func position(of offset: Int) -> (line: Int, column: Int) {
        let before = bytes.prefix(offset)
        let line = before.count { $0 == 0x0a } + 1
        let lineStart = before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
        return (line, before[lineStart...].count { $0 & 0xc0 != 0x80 } + 1)
    }
}
