package import JSONText

/// What an operation keeps of a statement file that it took in.
package struct ImportNote: Sendable, Hashable {
    package let path: String
    /// The SHA-256 of the file, in hexadecimal.
    package let digest: String
    /// How many rows became what; none that is 0.
    package let counts: [Count]

    package struct Count: Sendable, Hashable {
        package let name: String
        package let count: Int
    }

    package init(path: String, digest: String, counts: [(name: String, count: Int)]) {
        self.path = path
        self.digest = digest
        self.counts = counts.map { Count(name: $0.name, count: $0.count) }
    }

    init?(_ value: JSONValue) {
        guard let path = value["path"]?.text, let digest = value["digest"]?.text else { return nil }
        self.path = path
        self.digest = digest
        counts = (value["counts"]?.members ?? []).compactMap { member in
            member.value.integer.map { Count(name: member.key, count: $0) }
        }
    }

    package var json: JSONValue {
        .object([
            JSONMember("path", .string(path)), JSONMember("digest", .string(digest)),
            JSONMember(
                "counts", .object(counts.map { JSONMember($0.name, .integer($0.count)) })),
        ])
    }
}
