import Foundation

/// The repository's own files, as the checks read them.
struct Repository {
    let root: URL

    init() {
        root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    struct SourceFile {
        /// Inside the repository, such as `Sources/Model/Part.swift`.
        let path: String
        let text: String

        var lines: [String] { text.components(separatedBy: "\n") }
        /// The folder below `Sources` or `Tests`.
        var target: String {
            let parts = path.split(separator: "/")
            return parts.count > 2 ? String(parts[1]) : ""
        }
    }

    /// Every Swift file below a folder.
    func swiftFiles(in folder: String) throws -> [SourceFile] {
        let top = root.appendingPathComponent(folder).path
        let names = FileManager.default.enumerator(atPath: top)?.allObjects as? [String] ?? []
        return try names.sorted().filter { $0.hasSuffix(".swift") }.map { name in
            let place = root.appendingPathComponent("\(folder)/\(name)")
            return SourceFile(
                path: "\(folder)/\(name)", text: try String(contentsOf: place, encoding: .utf8))
        }
    }

    func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    func topLevel() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.path).sorted()
    }
}

/// Swift text without what comments and strings say: both are replaced by blanks, line by line.
func codeLines(_ text: String) -> [String] {
    var result = ""
    var index = text.startIndex
    var closing: String?
    func starts(_ word: String) -> Bool { text[index...].hasPrefix(word) }
    while index < text.endIndex {
        let character = text[index]
        if let end = closing {
            if starts(end) {
                closing = nil
                result += end == "\n" ? "\n" : ""
                index = text.index(index, offsetBy: end.count)
            } else {
                // An escaped character cannot end a string.
                let step = character == "\\" && end != "\n" && end != "*/" ? 2 : 1
                for _ in 0..<step where index < text.endIndex {
                    result += text[index] == "\n" ? "\n" : ""
                    index = text.index(after: index)
                }
            }
            continue
        }
        let openings = [("//", "\n"), ("/*", "*/"), ("\"\"\"", "\"\"\""), ("\"", "\"")]
        if let (open, end) = openings.first(where: { starts($0.0) }) {
            closing = end
            index = text.index(index, offsetBy: open.count)
            continue
        }
        result.append(character)
        index = text.index(after: index)
    }
    return result.components(separatedBy: "\n")
}
