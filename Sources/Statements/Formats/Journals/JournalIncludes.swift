import SourceText

/// The text of a journal with the files that it includes in their places, in UTF-8.
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

    /// The comments around an included file: what its directives say ends with it.
    static let begin = "; included file:"
    static let end = "; end of included file"

    package private(set) var bytes: [UInt8] = []
    /// In the order of lines; one where nothing is included.
    package private(set) var origins: [Origin] = []
    private var lineCount = 0
    private var fileCount = 0
    /// The files that are open now, the outermost first.
    private var open: [String] = []
    /// Every file of beancount, which reads each once.
    private var known: Set<String> = []

    /// The most bytes to which files are added, and the most files.
    private static let limits = (bytes: 1 << 28, files: 20_000, depth: 20)

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
        known.insert(file.path)
        fileCount += 1
        defer { open.removeLast() }
        let text = TextEncoding(of: file.bytes).decoded(file.bytes)
        let lines = StatementLines.lines(of: text)
        origins.append(Origin(start: lineCount + 1, path: file.path, line: 1))
        var isComment = false
        for line in lines {
            let content = line.bytes.trimmed
            if content.elementsEqual("comment".utf8) { isComment = true }
            if content.elementsEqual("end comment".utf8) { isComment = false }
            guard !isComment, let (name, isQuoted) = JournalIncludes.name(line.bytes) else {
                append(line.bytes)
                continue
            }
            let found = find(name, file.path)
            let limits = JournalIncludes.limits
            // A file that includes itself, or a tower of files, stays named, and is refused.
            let isDeep =
                open.count > limits.depth || bytes.count > limits.bytes || fileCount > limits.files
                || found.contains { open.contains($0.path) }
            guard !found.isEmpty, !isDeep else {
                append(line.bytes)
                continue
            }
            append(Array("; ".utf8) + line.bytes)
            for included in found where !isQuoted || !known.contains(included.path) {
                append(Array("\(JournalIncludes.begin) \(included.path)".utf8))
                add(included, find)
                append(Array(JournalIncludes.end.utf8))
            }
            origins.append(Origin(start: lineCount + 1, path: file.path, line: line.number + 1))
        }
    }

    private mutating func append(_ line: some Sequence<UInt8>) {
        bytes += line
        bytes.append(Ascii.lineFeed)
        lineCount += 1
    }

    /// What a line `include NAME` names, without a comment and without hledger's prefix of a format; beancount
    /// quotes it.
    private static func name(_ line: ArraySlice<UInt8>) -> (name: String, isQuoted: Bool)? {
        var rest = line
        if let mark = rest.first, mark == UInt8(ascii: "!") || mark == UInt8(ascii: "@") {
            rest = rest.dropFirst()
        }
        guard rest.starts(with: "include".utf8), rest.dropFirst(7).first?.isBlank ?? false else {
            return nil
        }
        var name = rest.dropFirst(7).trimmed
        if name.first == Ascii.quote, let end = name.dropFirst().firstIndex(of: Ascii.quote) {
            return String(readable: name[(name.startIndex + 1)..<end]).meaningful.map { ($0, true) }
        }
        if let mark = firstPlace(of: Array(" ;".utf8), in: name) { name = name[..<mark].trimmed }
        for prefix in ["journal:", "hledger:", "ledger:"] where name.starts(with: prefix.utf8) {
            name = name.dropFirst(prefix.utf8.count)
        }
        return String(readable: name).meaningful.map { ($0, false) }
    }
}
