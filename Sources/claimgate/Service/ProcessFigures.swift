import Glibc
import Metrics
import StructuredLog

/// What the process uses, under the names that Prometheus client libraries agree on.
struct ProcessFigures {
    /// When the process started, or as near to it as makes no difference.
    let start = LogTime.now

    func write(to writer: inout MetricWriter) {
        var usage = rusage()
        if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
            let seconds = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
            writer.begin("process_cpu_seconds", .counter, in: .seconds, "User and system time that was used.")
            writer.sample([], seconds)
        }
        if let pages = Self.memoryPages() {
            let size = sysconf(Int32(_SC_PAGESIZE))
            writer.begin("process_virtual_memory_bytes", .gauge, in: .bytes, "Address space.")
            writer.sample([], pages.virtual * size)
            writer.begin("process_resident_memory_bytes", .gauge, in: .bytes, "Memory in use.")
            writer.sample([], pages.resident * size)
        }
        if let count = Self.openFiles() {
            writer.begin("process_open_fds", .gauge, "Open files and sockets.")
            writer.sample([], count)
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            writer.begin("process_max_fds", .gauge, "Most files and sockets that may be open.")
            writer.sample([], UInt64(limit.rlim_cur))
        }
        writer.begin("process_start_time_seconds", .gauge, in: .seconds, "Start of the process, since 1970.")
        writer.sample([], Double(start.milliseconds) / 1000)
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    /// The first two numbers of /proc/self/statm (proc(5)).
    private static func memoryPages() -> (virtual: Int, resident: Int)? {
        let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let numbers = Descriptor.read(descriptor, limit: 256)?.split(separator: 0x20)
            .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        guard let numbers, numbers.count > 1 else { return nil }
        return (numbers[0], numbers[1])
    }

    /// The entries of /proc/self/fd, without the two names of folders and the descriptor of looking.
    private static func openFiles() -> Int? {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return count - 3
    }
}
