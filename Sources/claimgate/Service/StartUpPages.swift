import Glibc

/// The pages of program code that only starting needed.
enum StartUpPages {
    /// Gives them back, so that the resident size of an idle service is what serving uses.
    ///
    /// Reading flags and building tables runs some megabytes of code that is never run again. Executable mappings of files
    /// are clean, so the kernel drops them without writing and brings a page back when it is next run (madvise(2)).
    static func release() {
        let descriptor = open("/proc/self/maps", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard let text = Descriptor.read(descriptor, limit: 1 << 18) else { return }
        for line in text.split(separator: 0x0a) {
            let words = line.split(separator: 0x20, maxSplits: 5)
            guard words.count == 6, words[1].elementsEqual("r-xp".utf8), words[5].contains(UInt8(ascii: "/")) else {
                continue
            }
            let bounds = words[0].split(separator: UInt8(ascii: "-"))
                .compactMap { UInt(String(decoding: $0, as: UTF8.self), radix: 16) }
            guard bounds.count == 2, let start = UnsafeMutableRawPointer(bitPattern: bounds[0]) else { continue }
            // Otherwise the kernel brings code back two megabytes at a time where the page cache holds it that way.
            _ = madvise(start, Int(bounds[1] - bounds[0]), MADV_NOHUGEPAGE)
            // Advice: a refusal changes nothing.
            _ = madvise(start, Int(bounds[1] - bounds[0]), MADV_DONTNEED)
        }
    }
}
