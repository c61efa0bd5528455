import SourceText

/// The text of a journal with the files that it includes in their places.
package struct JournalIncludes: Sendable {
    /// Where a run of lines comes from.
    package struct Origin: Sendable, Equatable {
        /// The first line of the run in the whole text, from 1.
        package var start: Int
        package var path: String
        /// The number of that line in its own file.
        package var line: Int
    }

    /// A file that an `include` means.
    package struct File: Sendable {
        package var path: String
        package var bytes: [UInt8]

        package init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    package private(set) var bytes: [UInt8] = []
    /// In the order of lines; one where nothing is included.
    package private(set) var origins: [Origin] = []
    private var lineCount = 0
    /// The most bytes to which files are added.
    private static let limit = 1 << 28
    /// The files that are open now, the outermost first.
    private var open: [String] = []

    /// - Parameters:
    ///   - path: where the journal lies.
    ///   - find: the files that a name or a pattern means, from the file that names it; none where there is no such
    ///     file, which leaves the line as it is, for the reading to refuse.
    package init(
        _ bytes: [UInt8], path: String, find: (_ name: String, _ from: String) -> [File]
    ) {
        add(File(path: path, bytes: bytes), find)
    }

    /// The file and the line in it where a line of the whole text stands.
    package func place(of line: Int) -> (path: String, line: Int)? {
        guard let origin = origins.last(where: { $0.start <= line }) else { return nil }
        return (origin.path, origin.line + line - origin.start)
    }

    private mutating func add(_ file: File, _ find: (String, String) -> [File]) {
        open.append(file.path)
        defer { open.removeLast() }
        let lines = StatementLines.lines(of: file.bytes)
        origins.append(Origin(start: lineCount + 1, path: file.path, line: 1))
        var isComment = false
        for line in lines {
            let content = line.bytes.trimmed
            if content.elementsEqual("comment".utf8) { isComment = true }
            if content.elementsEqual("end comment".utf8) { isComment = false }
            let name = isComment ? nil : JournalIncludes.name(line.bytes)
            let found = name.map { find($0, file.path) } ?? []
            // A file that includes itself, or a tower of files, stays named, and is refused.
            let isDeep =
                open.count > 20 || bytes.count > JournalIncludes.limit
                || found.contains { open.contains($0.path) }
            guard !found.isEmpty, !isDeep else {
                append(line.bytes)
                continue
            }
            append(Array("; ".utf8) + line.bytes)
            for included in found {
                add(included, find)
                // A comment may reach to the end of its file.
                append(Array("end comment".utf8))
            }
            origins.append(Origin(start: lineCount + 1, path: file.path, line: line.number + 1))
        }
    }

    private mutating func append(_ line: some Sequence<UInt8>) {
        bytes += line
        bytes.append(Ascii.lineFeed)
        lineCount += 1
    }

    /// What a line `include NAME` names, without quotes and without hledger's prefix of a format.
    private static func name(_ line: ArraySlice<UInt8>) -> String? {
        var rest = line
        if let mark = rest.first, mark == UInt8(ascii: "!") || mark == UInt8(ascii: "@") {
            rest = rest.dropFirst()
        }
        guard rest.starts(with: "include".utf8), rest.dropFirst(7).first?.isBlank ?? false else {
            return nil
        }
        var name = rest.dropFirst(7).trimmed
        if name.first == Ascii.quote, name.last == Ascii.quote, name.count > 2 {
            name = name.dropFirst().dropLast()
        } else if let mark = firstPlace(of: Array("  ;".utf8), in: name) {
            name = name[..<mark].trimmed
        }
        return String(readable: name).meaningful
    }
}
