import SourceText
import Syntax

/// The lines that stand above a record: comments, and lines that are no record; and how many blank lines.
struct Lead: Sendable, Equatable {
    var lines: [[UInt8]] = []
    var blanks = 0

    var isEmpty: Bool { lines.isEmpty && blanks == 0 }

    /// What follows from two versions: what one side changed; else the lines that survive, in their order, then the new
    /// ones by their bytes. Equal lines are told apart by their number.
    static func merged(_ base: Lead, _ left: Lead, _ right: Lead) -> Lead {
        Lead(
            lines: merged(base.lines, left.lines, right.lines),
            blanks: single(base.blanks, left.blanks, right.blanks, larger: max))
    }

    private struct Member: Hashable {
        let key: ByteKey
        let occurrence: Int
    }

    private static func members(_ lines: [[UInt8]]) -> [Member] {
        var counts: [ByteKey: Int] = [:]
        return lines.map { line in
            let key = ByteKey(line)
            counts[key, default: 0] += 1
            return Member(key: key, occurrence: counts[key] ?? 1)
        }
    }

    static func merged(_ base: [[UInt8]], _ left: [[UInt8]], _ right: [[UInt8]]) -> [[UInt8]] {
        if left == right || right == base { return left }
        if left == base { return right }
        let (old, one, other) = (members(base), members(left), members(right))
        let kept = elements(Set(old), Set(one), Set(other))
        let new = kept.subtracting(old).sorted {
            if $0.key.bytes != $1.key.bytes {
                return $0.key.bytes.lexicographicallyPrecedes($1.key.bytes)
            }
            return $0.occurrence < $1.occurrence
        }
        return (old.filter(kept.contains) + new).map(\.key.bytes)
    }
}

/// A record with what stands above it.
struct MergeRecord {
    var line: [UInt8]
    var parsed: ParsedRecord
    var lead: Lead
}

/// A text file of records, taken apart: header, records each with its lead, and what stands behind the last.
struct TextLines {
    private(set) var hasMark = false
    private(set) var hasReturns = false
    private(set) var header: [[UInt8]] = []
    private(set) var records: [MergeRecord] = []
    private(set) var trailer = Lead()

    /// - Parameter unchanged: the lines that stand once in every version.
    init(_ bytes: [UInt8], _ kind: RecordKind, unchanged: Set<ByteKey> = []) {
        let table = LineTable(bytes)
        hasMark = table.bomLength > 0
        if let first = table.lines.first {
            hasReturns = bytes[first.content.upperBound..<first.whole.upperBound].count == 2
        }
        var lead = Lead()
        var isHead = true
        for line in table.lines {
            let content = Array(bytes[line.content])
            if content.trimmedRange.isEmpty {
                // The first blank line ends the header.
                if isHead, !lead.lines.isEmpty {
                    header = lead.lines
                    lead = Lead()
                    isHead = false
                } else {
                    lead.blanks += 1
                }
                continue
            }
            let quick = unchanged.contains(ByteKey(content)) ? QuickRecord.read(content) : nil
            guard let parsed = quick ?? TextLines.record(content, kind) else {
                lead.lines.append(content)
                continue
            }
            records.append(MergeRecord(line: content, parsed: parsed, lead: lead))
            lead = Lead()
            isHead = false
        }
        if records.isEmpty {
            header += lead.lines
        } else {
            trailer = lead
        }
    }

    /// `nil` for a comment, and for a line that is no record.
    static func record(_ line: [UInt8], _ kind: RecordKind) -> ParsedRecord? {
        guard case .record = LineKind(line) else { return nil }
        do throws(SyntaxProblem) {
            return try ParsedRecord(line, kind)
        } catch {
            return nil
        }
    }
}
