import Dispatch
import HTTPMessage

/// Moves answers to a file and back, for clients that send everything before they read.
///
/// The file work is done on a queue of its own, one for each loop and so one thread at most; what comes of it arrives
/// in the inbox like everything that comes from outside the loop.
extension EventLoop {
    /// Begins what is due: putting answers away, fetching them back, letting the file go.
    func moveAnswers(_ connection: Connection, _ token: UInt64) {
        if let bytes = connection.http.takeForStore(context) { putAway(bytes, connection, token) }
        if let count = connection.http.takeFetch(), let file = connection.answerFile {
            fileQueue.async { [inbox] in
                let bytes = file.fetch(count)
                inbox.put { $0.fetched(bytes, token) }
            }
        }
        if !connection.http.unsent.isStoring { letGo(of: connection) }
    }

    private func putAway(_ bytes: [UInt8], _ connection: Connection, _ token: UInt64) {
        let file = connection.answerFile ?? AnswerFile(directory: configuration.answerDirectory ?? "")
        connection.answerFile = file
        fileQueue.async { [inbox] in
            let hasRoom = file.append(bytes)
            inbox.put { $0.stored(bytes, hasRoom, token) }
        }
    }

    private func stored(_ bytes: [UInt8], _ hasRoom: Bool, _ token: UInt64) {
        guard let connection = table[token] else { return }
        context.token = token
        connection.http.didStore(bytes, room: hasRoom, &context)
        settle(connection, token)
    }

    private func fetched(_ bytes: [UInt8], _ token: UInt64) {
        guard let connection = table[token] else { return }
        context.token = token
        connection.http.didFetch(bytes, context)
        settle(connection, token)
    }

    /// Looks at a stream that waits for its client to read when that has had its time: the sweep is too coarse for it.
    func time(_ connection: Connection, _ token: UInt64) {
        connection.isTimed = true
        let deadline = connection.http.nextDeadline
        let wait = deadline > context.now ? deadline - context.now : 0
        queue.asyncAfter(deadline: .now() + .nanoseconds(Int(clamping: wait))) { [inbox] in
            inbox.put { $0.lookAgain(token) }
        }
    }

    private func lookAgain(_ token: UInt64) {
        guard let connection = table[token] else { return }
        connection.isTimed = false
        context.token = token
        if connection.http.isHeldUp, context.now >= connection.http.nextDeadline { connection.http.expire(&context) }
        settle(connection, token)
    }

    /// Closes the file, which is where its blocks are freed and so file work too.
    func letGo(of connection: Connection) {
        guard let file = connection.answerFile else { return }
        connection.answerFile = nil
        fileQueue.async { file.close() }
    }
}
