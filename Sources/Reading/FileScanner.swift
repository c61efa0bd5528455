import Model
package import Platform
package import SourceText
import Syntax

/// Reads files of transactions chunk by chunk and hands their rows to a consumer.
///
/// Every line of a file is validated, whatever the consumer wants of it. Memory does not grow with
/// the file, but for lines longer than a chunk.
package struct FileScanner {
    package var line: LineScanner
    /// What keeps the files from being added up, in the order met.
    package var findings: [Diagnostic] = []
    /// The accounts whose ids must be compared over whole files, because a file is not in the order
    /// of days.
    package var unsortedAccounts: Set<String> = []
    /// First and last day of each file that has lines, with its account's rank.
    package var dayRanges: [(accountRank: Int, days: ClosedRange<Int32>)] = []

    private let accounts: Set<String>
    private var buffer = ByteBuffer(capacity: 128 * 1024)
    private var batch = RowBatch()
    private var freeRows = Array(repeating: Row.empty, count: RowBatch.rowLimit)
    private var ids = DayIDs()
    private var careful: CarefulScanner
    /// The lines of each file that are read but not handed out, by their numbers.
    private let skipped: [String: Set<UInt32>]
    private var skippedLines: Set<UInt32> = []
    /// The offset behind a last line that has no end.
    private var unendedLine: Int?

    package init(
        context: AccountContext, accounts: Set<String>,
        skipping skipped: [String: Set<UInt32>] = [:]
    ) {
        self.skipped = skipped
        line = LineScanner(account: context, targets: TargetTable(accounts: accounts))
        self.accounts = accounts
        careful = CarefulScanner(accounts: accounts)
    }

    /// Reads one file. A file that cannot be read becomes a finding.
    package mutating func scan<Consumer: RowConsumer>(
        _ file: TransactionFile, at root: String, in context: AccountContext,
        into consumer: inout Consumer
    ) {
        line.begin(context)
        careful.begin(file, context)
        ids = DayIDs()
        if !skipped.isEmpty { skippedLines = skipped[file.path] ?? [] }
        unendedLine = nil
        do throws(SystemFailure) {
            try scanChunks(file, root + "/" + file.path, &consumer)
        } catch {
            findings.append(
                Diagnostic(
                    "file.unreadable", .error, at: Location(file: file.path, line: 1),
                    "the file cannot be read: \(error.reason)",
                    remedy: "make it readable, or move it out of the folder"))
        }
        if let days = ids.dayRange { dayRanges.append((file.accountRank, days)) }
        if ids.isUnsorted { unsortedAccounts.insert(file.account) }
    }

    private mutating func scanChunks<Consumer: RowConsumer>(
        _ file: TransactionFile, _ path: String, _ consumer: inout Consumer
    ) throws(SystemFailure) {
        let input = try InputFile(path: path)
        var filled = 0
        var number = 0
        while true {
            let room = buffer.capacity - filled
            let got = try input.read(into: buffer, at: filled, count: room, path: path)
            filled += got
            var end = filled
            if got == 0 {
                if filled == 0 { return }
                // A last line without an end is read as if it had one.
                buffer.set(filled, Ascii.lineFeed)
                unendedLine = filled
                scanLines(0, filled + 1, &number, &consumer)
                return
            }
            guard let feed = buffer.lastIndex(of: Ascii.lineFeed, before: filled) else {
                if filled == buffer.capacity { growBuffer(filled) }
                continue
            }
            end = feed + 1
            scanLines(0, end, &number, &consumer)
            buffer.moveToFront(from: end, count: filled - end)
            filled -= end
        }
    }

    private mutating func growBuffer(_ filled: Int) {
        let larger = ByteBuffer(capacity: buffer.capacity * 4)
        buffer.withView(filled) { view in
            for index in 0..<filled { larger.set(index, view[index]) }
        }
        buffer = larger
    }

    /// Reads whole lines, the last of which ends right before `end`.
    private mutating func scanLines<Consumer: RowConsumer>(
        _ first: Int, _ end: Int, _ number: inout Int, _ consumer: inout Consumer
    ) {
        let buffer = buffer
        buffer.withView(min(end, buffer.capacity)) { text in
            var start = first
            if number == 0, end >= 3, text.halfWord(at: 0) & 0xFF_FFFF == 0xBF_BBEF { start += 3 }
            while start < end {
                scanBatch(text, &start, end, &number)
                flush(text, &consumer)
            }
        }
    }

    /// Reads lines until the batch is full or the text ends.
    private mutating func scanBatch(
        _ text: ByteView, _ start: inout Int, _ end: Int, _ number: inout Int
    ) {
        var rows = freeRows
        freeRows = []
        var count = 0
        do {
            var places = rows.mutableSpan
            var finder = LineFinder()
            while start < end, count < RowBatch.rowLimit {
                number &+= 1
                finder.find(text, from: start)
                if finder.isClean,
                    line.scan(
                        text, start, finder.feed, into: &places[count], parts: &batch.parts)
                {
                    places[count].lineNumber = UInt32(truncatingIfNeeded: number)
                    if ids.note(
                        line.identity, day: places[count].day,
                        line: UInt32(truncatingIfNeeded: number))
                        != nil
                    {
                        noteDuplicate(places[count], text)
                    }
                    count &+= 1
                } else if let row = scanWithCare(text, start, finder.feed, number) {
                    places[count] = row
                    count &+= 1
                }
                start = finder.feed &+ 1
            }
        }
        freeRows = rows
        batch.rows = rows[..<count]
    }

    private mutating func flush<Consumer: RowConsumer>(
        _ text: ByteView, _ consumer: inout Consumer
    ) {
        if !skippedLines.isEmpty {
            batch.rows = batch.rows.filter { !skippedLines.contains($0.lineNumber) }[...]
        }
        if batch.rows.isEmpty { return }
        consumer.consume(batch, text, line.targets)
        batch.removeAll()
    }

    private mutating func scanWithCare(
        _ text: ByteView, _ start: Int, _ feed: Int, _ number: Int
    ) -> Row? {
        var end = feed
        if end > start, end != unendedLine, text[end - 1] == Ascii.carriageReturn { end -= 1 }
        let bytes = text.bytes(start..<end)
        switch careful.scan(bytes, number: number, offset: start, &line.targets, &batch) {
        case .row(let row, let identity):
            if ids.note(identity, day: row.day, line: UInt32(number)) != nil {
                noteDuplicate(row, text)
            }
            return row
        case .nothing: return nil
        case .finding(let finding):
            findings.append(finding)
            return nil
        }
    }

    /// The id of the row stands on another line of the day (S23).
    private mutating func noteDuplicate(_ row: Row, _ text: ByteView) {
        guard let other = ids.lastDuplicate else { return }
        let bytes = text.bytes(Int(row.lineStart)..<Int(row.lineEnd))
        findings.append(careful.duplicate(bytes, Int(row.lineNumber), Int(other)))
    }
}

extension Row {
    package static let empty = Row(
        amount: 0, day: 0, target: 0, lineStart: 0, lineEnd: 0, descriptionStart: 0,
        descriptionEnd: 0, attributesStart: 0, lineNumber: 0, firstPart: 0, partCount: 1,
        currency: 0, status: .booked, traits: RowTraits())
}

/// Takes the rows of a scan. One consumer serves one thread; results are merged afterwards.
package protocol RowConsumer: Sendable {
    /// Called before the rows of a file.
    mutating func begin(_ file: TransactionFile)
    /// Takes some rows of the file; offsets in them are into `text`.
    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable)
}
