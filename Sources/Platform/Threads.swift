import Glibc

/// The results of `body(0) … body(count - 1)`, run at the same time, each in a thread of its own.
/// `body(0)` runs in the caller's thread.
///
/// Plain POSIX threads: in a static executable the first Swift task group costs milliseconds, a
/// thread 60 microseconds.
package func mapConcurrently<Result: Sendable>(
    _ count: Int, _ body: @Sendable @escaping (Int) -> Result
) -> [Result] {
    var threads: [(thread: pthread_t, job: Job<Result>)] = []
    for index in 1..<max(count, 1) {
        let job = Job(index, body)
        let argument = unsafe Unmanaged.passRetained(job as AnyJob)
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { argument in
                if let argument = unsafe argument {
                    unsafe Unmanaged<AnyJob>.fromOpaque(argument).takeRetainedValue().run()
                }
                return nil
            }, argument.toOpaque())
        if status != 0 {
            unsafe argument.release()
            job.run()
        }
        threads.append((status == 0 ? thread : 0, job))
    }
    var results = [body(0)]
    for (thread, job) in threads {
        if thread != 0 { pthread_join(thread, nil) }
        if let result = job.result { results.append(result) }
    }
    return results
}

private class AnyJob {
    func run() {}
}

/// One thread's work. Written by that thread only, and read only after the thread was joined.
private final class Job<Result: Sendable>: AnyJob {
    private let index: Int
    private let body: @Sendable (Int) -> Result
    private(set) var result: Result?

    init(_ index: Int, _ body: @Sendable @escaping (Int) -> Result) {
        self.index = index
        self.body = body
    }

    override func run() { result = body(index) }
}

/// The processors that may run this process' threads; at least 1.
package func processorCount() -> Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
