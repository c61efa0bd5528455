import Platform
import SourceText
import Statements

/// A statement file as it is read: of a journal, together with the files that it includes.
struct StatementText {
    let path: String
    let bytes: [UInt8]
    /// Where its lines come from, where files are included.
    private let includes: JournalIncludes?

    /// - Parameters:
    ///   - path: the file as it is named.
    ///   - absolute: where a path as it is named lies.
    ///   - home: the folder for which `~` stands.
    init(
        _ path: String, _ bytes: [UInt8], home: String?, absolute: @escaping (String) -> String
    ) {
        self.path = path
        guard firstPlace(of: Array("include".utf8), in: bytes[...]) != nil,
            StatementFile.format(of: bytes)?.isJournal ?? false
        else {
            self.bytes = bytes
            includes = nil
            return
        }
        let whole = JournalIncludes(bytes, path: path) { name, from in
            StatementText.files(name, from, home, absolute).compactMap { path in
                guard entryKind(absolute(path)) == .file else { return nil }
                do throws(SystemFailure) {
                    return JournalIncludes.File(path: path, bytes: try readFile(absolute(path)))
                } catch {
                    return nil
                }
            }
        }
        self.bytes = whole.origins.count > 1 ? whole.bytes : bytes
        includes = whole.origins.count > 1 ? whole : nil
    }

    /// The files that a name in another file means: below the folder of that file, unless it is whole; `*` and `?` stand
    /// for what fits them in one name, `**` for any folders.
    private static func files(
        _ name: String, _ from: String, _ home: String?, _ absolute: (String) -> String
    ) -> [String] {
        var path = name
        if name.hasPrefix("~/"), let home {
            path = home + name.dropFirst()
        } else if !name.hasPrefix("/"), let slash = from.lastIndex(of: "/") {
            path = from[...slash] + name
        }
        var found = [path.hasPrefix("/") ? "/" : ""]
        let parts = path.split(separator: "/").map(String.init)
        for (place, part) in parts.enumerated() where part != "." {
            let isLast = place == parts.count - 1
            found = found.flatMap { step(from: $0, part, isLast: isLast, absolute) }
            if found.count > 100_000 { return [] }
        }
        let isPattern = path.contains { "*?".contains($0) }
        return isPattern ? found.filter { $0 != from } : found
    }

    /// The paths one part further on.
    private static func step(
        from folder: String, _ part: String, isLast: Bool, _ absolute: (String) -> String
    ) -> [String] {
        func joined(_ name: String) -> String {
            folder.isEmpty || folder.hasSuffix("/") ? folder + name : folder + "/" + name
        }
        if part == "..", let slash = folder.lastIndex(of: "/"), !folder.hasSuffix("..") {
            return [String(folder[..<slash])]
        }
        if part == "..", !folder.isEmpty, !folder.hasSuffix(".."), folder != "/" { return [""] }
        guard part.contains(where: { "*?".contains($0) }) else { return [joined(part)] }
        do throws(SystemFailure) {
            let entries = try listFolder(absolute(folder.isEmpty ? "." : folder))
            let shown = entries.filter { !$0.name.hasPrefix(".") }
            if part == "**" {
                let below = shown.filter { $0.kind == .folder }
                return [folder]
                    + below.flatMap { step(from: joined($0.name), part, isLast: isLast, absolute) }
            }
            return shown.filter { entry in
                entry.kind == (isLast ? .file : .folder)
                    && fits(Array(entry.name.utf8), Array(part.utf8))
            }.map { joined($0.name) }
        } catch {
            return []
        }
    }

    /// Whether a name fits a pattern, in which `*` stands for any bytes and `?` for one.
    private static func fits(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
        var (place, part) = (0, 0)
        // Where the last star stands, and what it stands for so far.
        var star: (part: Int, place: Int)?
        while place < name.count {
            if part < pattern.count, pattern[part] == UInt8(ascii: "*") {
                star = (part, place)
                part += 1
            } else if part < pattern.count,
                pattern[part] == name[place] || pattern[part] == Ascii.question
            {
                place += 1
                part += 1
            } else if let known = star {
                star = (known.part, known.place + 1)
                place = known.place + 1
                part = known.part + 1
            } else {
                return false
            }
        }
        return pattern[part...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// The file and the line in it where a line of the text stands.
    func place(of line: Int) -> Location {
        let place = includes?.place(of: line)
        return Location(file: place?.path ?? path, line: place?.line ?? line)
    }
}
