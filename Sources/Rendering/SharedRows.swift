import Platform
import Synchronization

/// Rows that several threads measure, each a part of them, and then set, a piece each in turn, and hand on
/// in order.
struct SharedRows<Failure: Error>: Sendable {
    private let source: any RowSource
    /// The rows above the footer.
    private let body: Range<Int>
    private let threads: Int
    /// Rows of some thousand cells.
    private let pieceSize: Int
    private let flush: @Sendable (ArraySlice<UInt8>) throws(Failure) -> Void
    /// Makes a writer for columns of the measured widths, with what stands above the rows.
    private let begin: @Sendable ([Int]) -> RowWriter
    private let measurements = Measurements()
    private let turns = Turns()

    init(
        _ rows: StreamedRows, _ body: Range<Int>, threads: Int,
        _ flush: @Sendable @escaping (ArraySlice<UInt8>) throws(Failure) -> Void,
        begin: @Sendable @escaping ([Int]) -> RowWriter
    ) {
        source = rows.source
        self.body = body
        self.threads = threads
        pieceSize = max(1, 1_500 / max(rows.columns.count, 1))
        self.flush = flush
        self.begin = begin
    }

    /// Sets all rows above the footer; a writer for what stands below them.
    func set() throws(Failure) -> RowWriter {
        let ends = mapConcurrently(threads) { thread in work(source, thread) }
        if let failure = ends.compactMap(\.failure).first { throw failure }
        return ends[0].writer
    }

    /// The share of one thread: the writer it leaves, and what kept a piece from being handed on.
    private func work(
        _ source: some RowSource, _ thread: Int
    ) -> (writer: RowWriter, failure: Failure?) {
        let share = (source.count + threads - 1) / threads
        let first = min(thread * share, source.count)
        var measured = source
        measured.skip(0..<first)
        measurements.add(measured.widths(first..<min(first + share, source.count)))
        var writer = begin(measurements.widest(of: threads))
        // What stands above the rows goes in front of the first piece.
        if thread > 0 { writer.text.removeAll(from: 0) }
        let failure = set(source, thread, &writer)
        writer.text.removeAll(from: 0)
        return (writer, failure)
    }

    private func set(
        _ source: some RowSource, _ thread: Int, _ writer: inout RowWriter
    ) -> Failure? {
        var source = source
        var failure: Failure?
        let starts = stride(from: body.lowerBound, to: body.upperBound, by: pieceSize)
        for (number, start) in starts.enumerated() {
            let piece = start..<min(start + pieceSize, body.upperBound)
            guard number % threads == thread, failure == nil else {
                source.skip(piece)
                if number % threads == thread { turns.take(number) { false } }
                continue
            }
            for index in piece { source.append(index, to: &writer) }
            turns.take(number) {
                do throws(Failure) {
                    try flush(writer.text.bytes)
                    return true
                } catch {
                    failure = error
                    return false
                }
            }
            writer.text.removeAll(from: 0)
        }
        return failure
    }
}

/// What the threads of a table measured.
private final class Measurements: Sendable {
    private let widths = Mutex<[Int]>([])
    private let turns = Turns()

    /// Adds what one thread measured.
    func add(_ part: [Int]) {
        widths.withLock { known in
            known = known.isEmpty ? part : zip(known, part).map { max($0, $1) }
        }
        turns.pass()
    }

    /// The widths of all rows, once every thread has measured its part.
    func widest(of threads: Int) -> [Int] {
        turns.wait(for: threads)
        return widths.withLock { $0 }
    }
}

/// Bytes that are collected instead of written at once.
package final class CollectedBytes: Sendable {
    private let collected = Mutex<[UInt8]>([])

    package init() {}

    package func append(_ bytes: ArraySlice<UInt8>) { collected.withLock { $0 += bytes } }

    package var bytes: [UInt8] { collected.withLock { $0 } }
}
