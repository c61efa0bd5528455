import SourceText

/// Finds the files whose lines `RecordRepair` has to look at, without taking lines apart.
///
/// It may name a file too many, as a comment may hold what looks like an id; never one too few.
package struct RepeatedIDs {
    /// The files that hold an id which stands in another line too, or a line whose id is not its smallest.
    package private(set) var files: Set<String> = []
    private var paths: [String] = []
    /// The file of each id, by a hash of it.
    private var known: [UInt64: UInt32] = [:]

    package init() {}

    /// - Complexity: O(bytes); 16 bytes for each id are kept.
    package mutating func add(_ path: String, _ bytes: [UInt8]) {
        let number = UInt32(paths.count)
        paths.append(path)
        var own: [UInt64] = []
        var place = 0
        while place < bytes.count {
            let end = bytes[place...].firstIndex(of: Ascii.lineFeed) ?? bytes.count
            if !look(bytes[place..<end], &own) { files.insert(path) }
            for hash in own {
                if let other = known.updateValue(number, forKey: hash) {
                    files.insert(path)
                    files.insert(paths[Int(other)])
                }
            }
            own.removeAll(keepingCapacity: true)
            place = end + 1
        }
    }

    /// Notes the ids of a line; whether its `id:` is the smallest of them.
    private func look(_ line: ArraySlice<UInt8>, _ own: inout [UInt64]) -> Bool {
        var smallest: ArraySlice<UInt8>?
        var shown: ArraySlice<UInt8>?
        LineIDs.each(in: line) { id, hash, isShown in
            own.append(hash)
            if isShown { shown = id }
            if smallest.map({ id.lexicographicallyPrecedes($0) }) ?? true { smallest = id }
        }
        guard let shown, let smallest else { return true }
        return shown.elementsEqual(smallest)
    }
}
