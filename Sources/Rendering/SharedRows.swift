import Platform
import Synchronization

/// Rows that several threads set, a piece each in turn, and hand on in order.
struct SharedRows<Failure: Error>: Sendable {
    private let source: any RowSource
    private let rows: Range<Int>
    private let writer: RowWriter
    private let flush: @Sendable (ArraySlice<UInt8>) throws(Failure) -> Void
    private let turns = Turns()
    /// Rows of some thousand cells.
    private let pieceSize: Int

    init(
        _ source: any RowSource, _ rows: Range<Int>, columns: Int, _ writer: RowWriter,
        _ flush: @Sendable @escaping (ArraySlice<UInt8>) throws(Failure) -> Void
    ) {
        self.source = source
        self.rows = rows
        pieceSize = max(1, 1_500 / max(columns, 1))
        self.writer = writer
        self.flush = flush
    }

    /// Sets the pieces of one of `threads` threads; what kept a piece from being handed on.
    func set(_ thread: Int, of threads: Int) -> Failure? { set(source, thread, threads) }

    private func set(_ source: some RowSource, _ thread: Int, _ threads: Int) -> Failure? {
        var source = source
        // What the writer holds already stands before the first piece.
        var writer = writer
        if thread > 0 { writer.text.removeAll(from: 0) }
        var failure: Failure?
        let starts = stride(from: rows.lowerBound, to: rows.upperBound, by: pieceSize)
        for (number, start) in starts.enumerated() {
            let piece = start..<min(start + pieceSize, rows.upperBound)
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

/// Bytes that are collected instead of written at once.
package final class CollectedBytes: Sendable {
    private let collected = Mutex<[UInt8]>([])

    package init() {}

    package func append(_ bytes: ArraySlice<UInt8>) { collected.withLock { $0 += bytes } }

    package var bytes: [UInt8] { collected.withLock { $0 } }
}
