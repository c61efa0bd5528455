import SourceText

/// What one physical line of a text file is.
package enum LineKind: Sendable, Equatable {
    case blank, comment, record
    case malformed(SyntaxProblem)

    /// Classifies a line without its end. Records are not parsed.
    package init(_ line: [UInt8]) {
        let body = line.trimmedRange
        if let problem = LineKind.problem(in: line) {
            self = .malformed(problem)
        } else if body.isEmpty {
            self = .blank
        } else if line[body.lowerBound] == Ascii.hash {
            self = .comment
        } else {
            self = .record
        }
    }

    private static func problem(in line: [UInt8]) -> SyntaxProblem? {
        if isConflictMarker(line) {
            return SyntaxProblem(
                "conflict.marker", 0..<line.count, "a conflict marker of an unfinished merge",
                remedy: "merge what stands between the markers: bankbook repair")
        }
        if let bad = line.firstIndex(where: \.isForbiddenControl) {
            let value = String(line[bad], radix: 16, uppercase: true)
            return SyntaxProblem(
                "line.control", bad..<bad + 1,
                "a control character (U+00\(value.count < 2 ? "0" : "")\(value))",
                remedy: "delete it; a line break inside a text is written \\n")
        }
        if let bad = firstInvalidUTF8(line) {
            return SyntaxProblem(
                "line.utf8", bad..<bad + 1, "bytes that are not UTF-8",
                remedy: "save the file as UTF-8")
        }
        return nil
    }

    /// Whether the line begins with one of git's conflict markers.
    package static func isConflictMarker(_ line: [UInt8]) -> Bool {
        guard line.count >= 7, let head = line.first, "<|=>".utf8.contains(head) else {
            return false
        }
        let rest = line.drop { $0 == head }
        return line.count - rest.count >= 7 && (rest.isEmpty || rest.first == Ascii.space)
    }

    /// The offset of the first byte that is not part of valid UTF-8.
    package static func firstInvalidUTF8(_ line: [UInt8]) -> Int? {
        if line.allSatisfy({ $0 < 0x80 }) { return nil }
        var index = 0
        while index < line.count {
            let length = sequenceLength(line, at: index)
            if length == 0 { return index }
            index += length
        }
        return nil
    }

    /// The length of the valid UTF-8 sequence at `index`, or 0 (RFC 3629: no surrogates, no overlong
    /// forms, nothing above U+10FFFF).
    private static func sequenceLength(_ bytes: [UInt8], at index: Int) -> Int {
        let lead = bytes[index]
        func isContinuation(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            index + offset < bytes.count && range.contains(bytes[index + offset])
        }
        switch lead {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: return isContinuation(1) ? 2 : 0
        case 0xE0: return isContinuation(1, 0xA0...0xBF) && isContinuation(2) ? 3 : 0
        case 0xED: return isContinuation(1, 0x80...0x9F) && isContinuation(2) ? 3 : 0
        case 0xE1...0xEF: return isContinuation(1) && isContinuation(2) ? 3 : 0
        case 0xF0:
            return isContinuation(1, 0x90...0xBF) && isContinuation(2) && isContinuation(3) ? 4 : 0
        case 0xF1...0xF3:
            return isContinuation(1) && isContinuation(2) && isContinuation(3) ? 4 : 0
        case 0xF4:
            return isContinuation(1, 0x80...0x8F) && isContinuation(2) && isContinuation(3) ? 4 : 0
        default: return 0
        }
    }
}
