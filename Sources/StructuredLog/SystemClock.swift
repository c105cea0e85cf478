import Glibc

extension LogTime {
    /// The machine's own clock.
    public static var now: LogTime {
        var moment = timespec()
        // CLOCK_REALTIME with a valid pointer cannot fail (clock_gettime(2)).
        _ = clock_gettime(CLOCK_REALTIME, &moment)
        return LogTime(milliseconds: Int64(moment.tv_sec) * 1000 + Int64(moment.tv_nsec) / 1_000_000)
    }
}
