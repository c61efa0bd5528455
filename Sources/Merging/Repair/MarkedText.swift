import SourceText
import Syntax

/// A file with the markers of a merge of text, taken apart into the versions that it was made of.
///
/// Whether git shortened its hunks or not, the versions come out the same.
package struct MarkedText: Sendable, Equatable {
    package private(set) var left: [UInt8] = []
    package private(set) var right: [UInt8] = []
    /// The base where the file shows it, as with `merge.conflictStyle diff3`; else what stands outside of all hunks,
    /// which both sides have.
    package private(set) var base: [UInt8] = []
    /// The file without its markers: of each hunk the left side, then the right.
    package private(set) var both: [UInt8] = []
    /// Whether every hunk shows the base.
    package private(set) var showsBase = true

    private enum Part {
        case both, left, base, right
    }

    /// `nil` for a file without markers, or where a hunk has no end.
    package init?(_ bytes: [UInt8]) {
        guard MarkedText.isMarked(bytes) else { return nil }
        var part = Part.both
        var hasBase = false
        let table = LineTable(bytes)
        left += bytes[..<table.bomLength]
        right += bytes[..<table.bomLength]
        base += bytes[..<table.bomLength]
        both += bytes[..<table.bomLength]
        for line in table.lines {
            let content = bytes[line.content]
            switch (part, MarkedText.marker(content)) {
            case (.both, Ascii.less?): part = .left
            case (.left, Ascii.bar?):
                part = .base
                hasBase = true
            case (.left, Ascii.equals?), (.base, Ascii.equals?):
                part = .right
                if !hasBase { showsBase = false }
                hasBase = false
            case (.right, Ascii.greater?): part = .both
            // A hunk in a hunk, as a merge of two marked files leaves it.
            case (_, Ascii.less?), (_, Ascii.greater?): return nil
            default: add(bytes[line.whole], part)
            }
        }
        if part != .both { return nil }
    }

    private mutating func add(_ line: ArraySlice<UInt8>, _ part: Part) {
        switch part {
        case .both:
            left += line
            right += line
            base += line
        case .left: left += line
        case .base:
            base += line
            return
        case .right: right += line
        }
        both += line
    }

    /// The file without its marker lines, where they cannot be told apart as those of hunks, as after a second merge over
    /// markers that stood in the file; `nil` where there are none but a lone `=======`, which somebody may have typed.
    package static func withoutMarkers(_ bytes: [UInt8]) -> [UInt8]? {
        var hasHunk = false
        let result = LineTable.changing(bytes) { _, content in
            guard let sign = marker(content[...]) else { return content }
            if sign == Ascii.less || sign == Ascii.greater { hasHunk = true }
            return nil
        }
        return hasHunk ? result : nil
    }

    /// Whether a line of the file begins a hunk of conflict markers.
    ///
    /// - Complexity: O(bytes).
    package static func isMarked(_ bytes: [UInt8]) -> Bool {
        let sign = [UInt8](repeating: Ascii.less, count: 7)
        var rest = bytes[...]
        while let place = firstPlace(of: sign, in: rest) {
            let isStart = place == 0 || bytes[place - 1] == Ascii.lineFeed || place == 3
            if isStart, marker(bytes[place...].prefix { $0 != Ascii.lineFeed }) == Ascii.less {
                return true
            }
            rest = bytes[(place + 1)...]
        }
        return false
    }

    /// The byte of which a line has seven at its beginning.
    private static func marker(_ line: ArraySlice<UInt8>) -> UInt8? {
        LineKind.isConflictMarker(Array(line.prefix(64))) ? line.first : nil
    }
}
