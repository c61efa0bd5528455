import CThreads
import Glibc
import Synchronization

/// The results of `body(0) … body(count - 1)`, run at the same time, each in a thread of its own.
/// `body(0)` runs in the caller's thread.
package func mapConcurrently<Result: Sendable>(
    _ count: Int, _ body: @Sendable @escaping (Int) -> Result
) -> [Result] {
    let others = (1..<max(count, 1)).map { index in BackgroundWork { body(index) } }
    return [body(0)] + others.map { $0.value() }
}

/// The results of `body(0) … body(count - 1)` in their order, in as many shares as there are threads; few
/// results are made by the caller alone.
package func mapInShares<Result: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable @escaping (Int) -> Result
) -> [Result] {
    if count == 0 { return [] }
    let share = count > 2_000 ? (count + max(threads, 1) - 1) / max(threads, 1) : count
    let shares = mapConcurrently((count + share - 1) / share) { number in
        (number * share..<min((number + 1) * share, count)).map(body)
    }
    return shares.count == 1 ? shares[0] : shares.flatMap { $0 }
}

/// Work that is done in a thread of its own until its value is asked for, once.
///
/// Plain POSIX threads: in a static executable the first Swift task group costs milliseconds, a
/// thread 60 microseconds. Each is started on another processor than the caller's, because Linux may
/// leave it waiting beside its creator for longer than the work takes.
package struct BackgroundWork<Result: Sendable> {
    private let job: Job<Result>
    /// 0 where no thread could be started and the work is done already.
    private let thread: pthread_t

    package init(_ body: @Sendable @escaping () -> Result) {
        job = Job(body)
        let argument = unsafe Unmanaged.passRetained(job as AnyJob)
        var thread = pthread_t()
        let status = unsafe cthreads_start(
            &thread,
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
        self.thread = status == 0 ? thread : 0
    }

    /// Waits for the work to end.
    package func value() -> Result {
        if thread != 0 { pthread_join(thread, nil) }
        guard let result = job.result else { preconditionFailure("the thread was not joined") }
        return result
    }
}

private class AnyJob {
    func run() {}
}

/// One thread's work. Written by that thread only, and read only after the thread was joined.
private final class Job<Result: Sendable>: AnyJob {
    private let body: @Sendable () -> Result
    private(set) var result: Result?

    init(_ body: @Sendable @escaping () -> Result) { self.body = body }

    override func run() { result = body() }
}

/// The processors that may run this process' threads; at least 1.
package func processorCount() -> Int { Int(cthreads_processors()) }

/// Lets threads do numbered pieces of work in order, one at a time.
package final class Turns: Sendable {
    private let current = Atomic(0)
    private let isEnded = Atomic(false)

    package init() {}

    /// Does the work of turn `number` behind that of all lower ones. Once a turn's work said `false`,
    /// later ones are left out.
    package func take(_ number: Int, _ work: () -> Bool) {
        wait(for: number)
        if !isEnded.load(ordering: .relaxed), !work() { isEnded.store(true, ordering: .relaxed) }
        pass()
    }

    /// Ends a turn.
    package func pass() { current.add(1, ordering: .acquiringAndReleasing) }

    /// Waits until so many turns have ended.
    ///
    /// Looks again and again for about a millisecond, many times what a piece usually takes, then sleeps
    /// between the looks: the other thread may be waiting for a person who reads.
    package func wait(for number: Int) {
        var looks = 0
        while current.load(ordering: .acquiring) != number {
            looks += 1
            if looks > 300_000 { usleep(2_000) }
        }
    }
}
