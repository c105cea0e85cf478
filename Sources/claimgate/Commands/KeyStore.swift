import Access
import Glibc

/// Changes the file of keys as a whole: whoever reads it sees the old one or the new one.
enum KeyStore {
    /// Reads the file, changes it and puts the result in its place, readable by its owner alone.
    ///
    /// The new file is first written beside it under a fixed name. That name is also the lock: of two changes at the same
    /// time one fails and says so.
    static func change<Result>(
        _ path: String,
        mayBeNew: Bool,
        _ change: (inout APIKeyFile) throws -> Result
    ) throws -> Result {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST {
                throw KeyFileOption.failure(
                    "\(temporary) is there: another change goes on, or one was cut off; then remove it"
                )
            }
            throw KeyFileOption.failure("\(temporary): \(String(cString: strerror(errno)))")
        }
        var isDone = false
        defer {
            close(descriptor)
            if !isDone { unlink(temporary) }
        }
        var status = stat()
        let exists = stat(path, &status) == 0
        var file = APIKeyFile()
        if exists || !mayBeNew {
            do throws(AccessFault) {
                file = try AccessFiles.keys(path, "api-keys")
            } catch {
                throw KeyFileOption.failure("\(error)")
            }
        }
        let result = try change(&file)
        // The service may run as another user than who makes keys: the file stays that user's, where that is allowed.
        if exists { _ = fchown(descriptor, status.st_uid, status.st_gid) }
        guard fchmod(descriptor, 0o600) == 0, Descriptor.write(file.bytes, to: descriptor), fsync(descriptor) == 0,
            rename(temporary, path) == 0
        else { throw KeyFileOption.failure("\(path): \(String(cString: strerror(errno)))") }
        isDone = true
        synchronizeDirectory(of: path)
        return result
    }

    /// So that the new name outlasts a loss of power.
    private static func synchronizeDirectory(of path: String) {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        close(descriptor)
    }
}
