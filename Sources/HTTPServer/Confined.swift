import Dispatch

// The two places where this module asks the compiler to take its word that something may cross threads. Everything
// else is checked.

/// A pointer to an object of a C library, which the compiler cannot know to be safe or not.
///
/// Unchecked Sendable, argued where each is made: OpenSSL's contexts are set up by one thread and then only read, by
/// calls that OpenSSL declares safe from several; a zlib stream is given to one user at a time by a lock or a queue.
struct CPointer<Pointer>: @unchecked Sendable {
    let pointer: Pointer

    init(_ pointer: Pointer) {
        self.pointer = pointer
    }
}

/// An object that belongs to one serial queue: it can be carried anywhere and is touched only there.
///
/// Unchecked Sendable, because every way to the object leads through the queue or checks that it runs there.
struct Confined<Value: AnyObject>: @unchecked Sendable {
    let queue: DispatchQueue
    private let value: Value

    /// The caller gives the object up.
    init(_ value: sending Value, to queue: DispatchQueue) {
        self.queue = queue
        self.value = value
    }

    func async(_ body: @escaping @Sendable (Value) -> Void) {
        queue.async { body(value) }
    }

    func sync(_ body: (Value) -> Void) {
        queue.sync { body(value) }
    }

    /// For handlers that Dispatch calls on the queue.
    func here(_ body: (Value) -> Void) {
        dispatchPrecondition(condition: .onQueue(queue))
        body(value)
    }
}
