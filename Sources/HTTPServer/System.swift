import CLinux
import Glibc

/// Every system call of this module, each with its error number read at once.
enum System {
    enum Transfer: Equatable {
        case bytes(Int)
        /// The call would have to wait.
        case notNow
        case failed(Int32)
    }

    /// Repeats a call that a signal interrupted.
    @inline(__always)
    static func retrying(_ call: () -> Int) -> Transfer {
        while true {
            let result = call()
            if result >= 0 { return .bytes(result) }
            let error = errno
            if error == EINTR { continue }
            return error == EAGAIN || error == EWOULDBLOCK ? .notNow : .failed(error)
        }
    }

    static func receive(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Transfer {
        retrying { recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT)) }
    }

    /// Sends without ever raising SIGPIPE; `hasMore` keeps a packet that is not full for what follows at once.
    static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, hasMore: Bool = false) -> Transfer {
        let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL) | (hasMore ? Int32(MSG_MORE) : 0)
        return retrying { Glibc.send(descriptor, bytes.baseAddress, bytes.count, flags) }
    }

    /// How a connection is taken from a listener; tests put failures of the system in its place.
    typealias Accept = @Sendable (_ listener: Int32, _ address: inout SocketAddress) -> Transfer

    static func accept(_ listener: Int32, _ address: inout SocketAddress) -> Transfer {
        retrying {
            address.withMutablePointer { pointer, length in
                Int(clinux_accept_nonblocking(listener, pointer, length))
            }
        }
    }

    /// A file of mode 0600 that no longer has a name; nil when the directory takes none.
    static func makeUnnamedFile(in directory: String) -> Int32? {
        var path = Array((directory + "/claimgate-XXXXXX").utf8CString)
        let descriptor = clinux_make_unnamed_file(&path)
        return descriptor < 0 ? nil : descriptor
    }

    /// Writes all of the bytes at a place of a file; false when that does not go.
    static func write(_ bytes: [UInt8], at place: Int, to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
                let result = retrying { pwrite(descriptor, rest.baseAddress, rest.count, off_t(place + done)) }
                guard case .bytes(let count) = result, count > 0 else { return false }
                done += count
            }
            return true
        }
    }

    /// So many bytes from a place of a file; nil when they are not there.
    static func read(_ count: Int, at place: Int, from descriptor: Int32) -> [UInt8]? {
        var isWhole = true
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
            while done < count {
                let rest = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[done...]))
                let result = retrying { pread(descriptor, rest.baseAddress, rest.count, off_t(place + done)) }
                guard case .bytes(let more) = result, more > 0 else {
                    isWhole = false
                    return
                }
                done += more
            }
        }
        return isWhole ? bytes : nil
    }

    /// Closes a descriptor. It is gone even when a signal interrupts the call, so there is nothing to repeat.
    static func close(_ descriptor: Int32) {
        _ = Glibc.close(descriptor)
    }

    static func remove(_ path: String) {
        _ = unlink(path)
    }

    static func shutDownSending(_ descriptor: Int32) {
        _ = Glibc.shutdown(descriptor, Int32(SHUT_WR))
    }

    static func makeEpollSet() throws(ServerError) -> Int32 {
        let descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        if descriptor < 0 { throw ServerError(errno: errno, "making an epoll set") }
        return descriptor
    }

    /// A descriptor that becomes readable by `signal` and stops being so by `clear`.
    static func makeEvent() throws(ServerError) -> Int32 {
        let descriptor = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        if descriptor < 0 { throw ServerError(errno: errno, "making an event descriptor") }
        return descriptor
    }

    static func signal(_ event: Int32) {
        _ = eventfd_write(event, 1)
    }

    static func clear(_ event: Int32) {
        var value: eventfd_t = 0
        _ = eventfd_read(event, &value)
    }

    /// Watches a descriptor for the first time; false when the system has no room.
    static func watch(_ set: Int32, _ descriptor: Int32, _ events: UInt32, token: UInt64) -> Bool {
        var event = epoll_event(events: events, data: epoll_data_t(u64: token))
        return epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event) == 0
    }

    static func rewatch(_ set: Int32, _ descriptor: Int32, _ events: UInt32, token: UInt64) {
        var event = epoll_event(events: events, data: epoll_data_t(u64: token))
        _ = epoll_ctl(set, EPOLL_CTL_MOD, descriptor, &event)
    }

    static func unwatch(_ set: Int32, _ descriptor: Int32) {
        var event = epoll_event()
        _ = epoll_ctl(set, EPOLL_CTL_DEL, descriptor, &event)
    }

    /// Makes closing forget what has not been sent, and tell the other side so.
    static func resetOnClose(_ descriptor: Int32) {
        var value = linger(l_onoff: 1, l_linger: 0)
        _ = setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
    }

    /// Whether the other side's system has acknowledged everything that was sent.
    static func isAllTaken(_ descriptor: Int32) -> Bool {
        clinux_unacknowledged(descriptor) == 0
    }

    /// How many files this process may open.
    static func descriptorLimit() -> Int {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
            ? Int(clamping: limit.rlim_cur) : .max
    }

    /// Raises the limit on open files as far as it may be, and gives it.
    static func raiseDescriptorLimit() -> Int {
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < limit.rlim_max {
            limit.rlim_cur = limit.rlim_max
            _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        return descriptorLimit()
    }

    /// How many files this process has open.
    static func openDescriptors(limit: Int) -> Int {
        (0..<Int32(clamping: min(limit, 1024))).count { fcntl($0, F_GETFD) >= 0 }
    }

    /// What has happened in the set, without waiting for more than so many milliseconds.
    static func poll(_ set: Int32, _ events: UnsafeMutableBufferPointer<epoll_event>, milliseconds: Int32) -> Int {
        Int(max(0, epoll_wait(set, events.baseAddress, Int32(events.count), milliseconds)))
    }

    static func monotonicNanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Seconds since 1970, a few milliseconds late at most.
    static func wallSeconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        return time.tv_sec
    }

    static func processorCount() -> Int {
        max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }
}
