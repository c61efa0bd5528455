import JSONText
import SourceText

/// Files that a sync service put beside a data file because two devices had written it.
package struct ConflictCopy: Sendable, Equatable {
    /// The name of the copy in its folder.
    package let name: String
    /// The name of the file whose copy it is.
    package let original: String
    /// Whether the name has the shape that a known service gives; a name alone proves nothing.
    package let hasKnownShape: Bool
    /// Whether the name is one that a person may give to a file of its own: then only an equal `uid` proves a copy.
    package var isPlainName = false

    /// The names of a folder that may be copies of others there: those that begin as a data file does, have its ending,
    /// and are none that a program or a person gives to a data file.
    package static func candidates(_ names: [String]) -> [ConflictCopy] {
        let plain = names.filter(isPlain)
        return names.compactMap { name in
            if isPlain(name), name.hasSuffix(".json") { return plainCopy(name, plain) }
            guard !isPlain(name), !name.hasPrefix("."), !name.hasPrefix("~"),
                let dot = name.lastIndex(of: ".")
            else { return nil }
            let ending = name[dot...]
            let stems = plain.filter { $0.hasSuffix(ending) }.map { $0.dropLast(ending.count) }
            // Of `2026` and `2026-11` the longer one is meant.
            let fitting = stems.filter {
                name.hasPrefix($0) && name.count > $0.count + ending.count
            }
            guard let stem = fitting.max(by: { $0.count < $1.count }) else { return nil }
            let rest = String(name[..<dot].dropFirst(stem.count))
            return ConflictCopy(
                name: name, original: String(stem + ending), hasKnownShape: isKnown(rest))
        }
    }

    /// A JSON file whose name is another's with a word behind it, as `savings-laptop.json`.
    private static func plainCopy(_ name: String, _ plain: [String]) -> ConflictCopy? {
        let fitting = plain.filter { $0.hasSuffix(".json") && name.hasPrefix($0.dropLast(5) + "-") }
        return fitting.max { $0.count < $1.count }.map {
            ConflictCopy(name: name, original: $0, hasKnownShape: false, isPlainName: true)
        }
    }

    /// Whether a name is one that the program gives: lower case, digits, `-`, `@`, with an ending.
    package static func isPlain(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return false }
        let stem = name.hasSuffix(".log.jsonl") ? name.dropLast(10) : name[..<dot]
        return stem.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || byte.isDigit || byte == Ascii.minus
                || byte == UInt8(ascii: "@")
        }
    }

    /// Whether what stands between a file's stem and its ending is what Syncthing, Dropbox, Nextcloud, OneDrive, iCloud,
    /// Google Drive, browsers, Synology or Resilio put there.
    private static func isKnown(_ rest: String) -> Bool {
        if rest.hasPrefix(".sync-conflict-") || rest == ".Conflict" { return true }
        if rest.hasPrefix(" (") && rest.hasSuffix(")") { return true }
        if rest.hasPrefix(" "), Int(rest.dropFirst()) != nil { return true }
        if rest.hasPrefix("_"), rest.contains("Conflict") { return true }
        return rest.hasPrefix("-")
            && rest.dropFirst().allSatisfy { $0.isUppercase || $0.isNumber || $0 == "-" }
    }

    /// What a copy's content says about whose copy it is.
    package enum Proof: Sendable, Equatable {
        case isCopy
        /// Nothing is in it: a file that has not come yet, or that was cut.
        case isEmpty
        case isOther
    }

    /// Holds a copy against the file that it seems to be of: half of the smaller one's records must be in both.
    ///
    /// - Parameter needsUID: whether only an equal `uid` or `id` counts.
    package static func prove(
        _ copy: [UInt8], of original: [UInt8], _ kind: FileMerge.Kind, needsUID: Bool = false
    ) -> Proof {
        if copy.allSatisfy({ $0.isBlank || $0 == Ascii.lineFeed || $0 == Ascii.carriageReturn }) {
            return .isEmpty
        }
        let (one, other) = (FileAtoms.keys(copy, kind), FileAtoms.keys(original, kind))
        guard let one, let other else { return .isOther }
        if needsUID,
            !one.contains(where: { $0.string.hasPrefix("uid ") || $0.string.hasPrefix("id ") })
        {
            return .isOther
        }
        if one.isEmpty, other.isEmpty { return .isCopy }
        let shared = one.intersection(other).count
        return shared > 0 && shared * 2 >= min(one.count, other.count) ? .isCopy : .isOther
    }
}
