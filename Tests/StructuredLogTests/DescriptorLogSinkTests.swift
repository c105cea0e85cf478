import Glibc
import StructuredLog
import Testing

private func record(_ number: Int, _ level: LogLevel = .info, _ scope: LogScope = .service) -> LogRecord {
    LogRecord(
        time: LogTime(milliseconds: 0),
        level: level,
        scope: scope,
        event: "e",
        fields: [LogField("n", .integer(number))]
    )
}

private func written(_ number: Int) -> String { "00:00:00.000 info    e n=\(number)" }

/// Both ends of a pipe, closed when it goes.
private final class Pipe {
    let reader: Int32
    let writer: Int32

    init() {
        var ends: [Int32] = [0, 0]
        precondition(pipe(&ends) == 0)
        (reader, writer) = (ends[0], ends[1])
    }

    deinit {
        close(reader)
        close(writer)
    }

    /// Fills the pipe until it takes no more; the number of bytes that went in.
    func fill() -> Int {
        let flags = fcntl(writer, F_GETFL)
        _ = fcntl(writer, F_SETFL, flags | O_NONBLOCK)
        var count = 0
        while write(writer, "x", 1) == 1 { count += 1 }
        _ = fcntl(writer, F_SETFL, flags)
        return count
    }

    func read(_ count: Int) -> String {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var chunk = [UInt8](repeating: 0, count: count - bytes.count)
            let got = Glibc.read(reader, &chunk, chunk.count)
            guard got > 0 else { break }
            bytes += chunk[..<got]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads up to and including the line that contains the text.
    func read(through text: String) -> [String] {
        var lines = ""
        while !(lines.contains(text) && lines.hasSuffix("\n")) { lines += read(1) }
        return lines.split(separator: "\n").map(String.init)
    }
}

@Test("Lines come out whole and in order, and flush waits for them")
func order() {
    let pipe = Pipe()
    let sink = DescriptorLogSink(descriptor: pipe.writer, format: .human)
    for number in 0..<50 { sink.accept(record(number)) }
    #expect(sink.flush(within: .seconds(30)))
    let expected = (0..<50).map { written($0) + "\n" }.joined()
    #expect(pipe.read(expected.utf8.count) == expected)
}

@Test("A line that matters goes out without being asked for")
func urgent() {
    let pipe = Pipe()
    let sink = DescriptorLogSink(descriptor: pipe.writer, format: .human)
    sink.accept(record(1))
    sink.accept(record(2, .error))
    #expect(pipe.read(through: "n=2") == [written(1), "00:00:00.000 error   e n=2"])
}

@Test("A reader that stops costs lines, counted and reported, and never blocks the writer")
func overflow() {
    let pipe = Pipe()
    let filler = pipe.fill()
    // Room for exactly three lines while the pipe is stuck.
    let sink = DescriptorLogSink(descriptor: pipe.writer, format: .human, capacity: 3 * (written(1).utf8.count + 1))
    for number in 0..<100 { sink.accept(record(number)) }
    _ = pipe.read(filler)
    let lines = pipe.read(through: "log.dropped")
    // Three lines waited; three more may have been on their way already.
    let kept = lines.count - 1
    #expect((3...6).contains(kept))
    #expect(lines.prefix(3) == [written(0), written(1), written(2)])
    #expect(lines.last?.hasSuffix("warning log.dropped claimgate.log.lines=\(100 - kept)") == true)
    sink.accept(record(100))
    #expect(pipe.read(through: "n=100") == [written(100)])
}

@Test("Behind a line that found no room none is taken, however short, until what waits is on its way")
func fullBuffer() {
    let pipe = Pipe()
    let filler = pipe.fill()
    let sink = DescriptorLogSink(descriptor: pipe.writer, format: .human, capacity: 1000)
    let long = LogRecord(
        time: LogTime(milliseconds: 0),
        level: .info,
        event: "e",
        fields: [LogField("words", .words(Array(repeating: "word", count: 1000)))]
    )
    // The pipe is stuck, so the buffer is taken once at most: one short line may come right after that.
    for number in 0..<10 {
        sink.accept(long)
        sink.accept(record(number))
    }
    #expect((19...20).contains(sink.dropped))
    // Nothing is left to be written when the pipe goes and its number becomes another test's.
    _ = pipe.read(filler)
    #expect(sink.flush(within: .seconds(30)))
    #expect(pipe.read(through: "log.dropped").last?.contains("log.dropped") == true)
}

@Test("A disk that is full costs lines, counted, and no time")
func fullDisk() throws {
    let full = open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    defer { close(full) }
    let sink = DescriptorLogSink(descriptor: full, format: .json)
    for number in 0..<100 { sink.accept(record(number, .info, number < 30 ? .access : .audit)) }
    #expect(sink.flush(within: .seconds(30)))
    #expect(sink.dropped == 100)
    #expect(LogScope.allCases.map(sink.dropped) == [0, 30, 0, 70])
}

@Test("A descriptor that cannot be written loses lines and nothing else")
func brokenDescriptor() {
    let sink = DescriptorLogSink(descriptor: -1, format: .json)
    sink.accept(record(1, .error))
    #expect(sink.flush(within: .seconds(30)))
}

@Test("Lines go to another descriptor from the moment it takes the place of the first, which is closed")
func replacement() {
    let (first, second) = (Pipe(), Pipe())
    let sink = DescriptorLogSink(descriptor: dup(first.writer), format: .human)
    sink.accept(record(1))
    #expect(sink.flush(within: .seconds(30)))
    sink.replace(descriptor: dup(second.writer))
    sink.accept(record(2))
    #expect(sink.flush(within: .seconds(30)))
    #expect(first.read(through: "n=1") == [written(1)])
    #expect(second.read(through: "n=2") == [written(2)])
}

@Test("A pipe that nobody reads holds up nobody, not even who waits for the end")
func neverRead() {
    let pipe = Pipe()
    _ = pipe.fill()
    let sink = DescriptorLogSink(descriptor: pipe.writer, format: .json, capacity: 4096)
    for number in 0..<1000 { sink.accept(record(number, .error)) }
    #expect(sink.dropped > 900)
    #expect(!sink.flush(within: .milliseconds(1)))
    _ = pipe.read(1 << 16)
    #expect(sink.flush(within: .seconds(30)))
}
