import Git
import Merging
import SourceText
import Store

/// One step of a repair: what it was, and which files it changed.
struct RepairStep: Sendable {
    /// `R1` … `R7`.
    let name: String
    let files: [String]
    let records: Int
    /// What it did, for people.
    let text: String
}

/// Brings a folder that was merged without the program to what the program would have given (merge design 10).
///
/// Every step changes files in memory alone; the command writes them all as one operation.
struct RepairRun {
    let root: String
    let repository: GitRepository?
    let files: DataFiles
    /// The folder's data files when the run began; a copy that was folded in has no bytes any more.
    let folders: [(folder: String, names: [String])]
    let paths: [String]
    /// The contents that commands left in a file on this device, oldest first.
    let images: (String) -> [[UInt8]]
    private(set) var contents: [String: [UInt8]?] = [:]
    private(set) var steps: [RepairStep] = []
    /// What is left for a person to do.
    private(set) var notes: [String] = []
    /// Whether something is left that only a person can do.
    private(set) var isIncomplete = false
    /// Copies that were folded in, to be kept in the trash.
    private(set) var copies: [(path: String, bytes: [UInt8])] = []
    /// Files that git waits for.
    private(set) var resolved: [String] = []

    init(
        _ root: String, _ repository: GitRepository?,
        images: @escaping (String) -> [[UInt8]] = { _ in [] }
    ) {
        self.root = root
        self.images = images
        self.repository = repository
        files = DataFiles(root: root)
        folders = files.folders()
        paths = DataFiles.paths(folders)
    }

    /// What a file holds after the steps so far.
    func bytes(_ path: String) throws(CommandFailure) -> [UInt8]? {
        if let known = contents[path] { return known }
        return try files.bytes(path)
    }

    mutating func set(_ path: String, _ bytes: [UInt8]?) { contents[path] = .some(bytes) }

    mutating func note(_ text: String) { notes.append(text) }

    /// Tells what could not be done.
    mutating func fail(_ text: String) {
        notes.append(text)
        isIncomplete = true
    }

    mutating func add(_ step: RepairStep) { if !step.files.isEmpty { steps.append(step) } }

    /// Forgets steps whose files are in the end as they were.
    mutating func tellOnly(_ changed: Set<String>) {
        steps.removeAll { step in changed.isDisjoint(with: step.files) }
    }

    mutating func keep(_ path: String, _ bytes: [UInt8]) { copies.append((path, bytes)) }

    mutating func resolve(_ path: String) { resolved.append(path) }

    static func merge(
        _ path: String, _ base: [UInt8], _ left: [UInt8], _ right: [UInt8]
    ) -> [UInt8]? {
        FileMerge.kind(of: path).flatMap {
            FileMerge.merge(base: base, left: left, right: right, $0)?.bytes
        }
    }

    /// The files that changed, for the store.
    func edits() throws(CommandFailure) -> [FileEdit] {
        var edits: [FileEdit] = []
        for (path, after) in contents.sorted(by: { byBytes($0.key, $1.key) }) {
            let before = try files.bytes(path)
            if before != after { edits.append(FileEdit(path: path, before: before, after: after)) }
        }
        return edits
    }
}
