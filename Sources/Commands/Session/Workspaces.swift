import CommandGrammar
import JSONText
import Model
import Platform
import Reading
import Schemas
import SourceText
import Store

/// The ledgers that this user calls by name. The names are the user's own, kept outside every ledger.
struct Workspaces {
    /// Where the names are kept; `nil` where the environment names no place for it.
    let path: String?
    private(set) var folders: [String: String] = [:]
    private let home: String?

    /// - Throws: what is wrong with the file.
    init(_ environment: Environment) throws(CommandFailure) {
        let folder = StateFolder.configuration(environment.variable)
        path = folder.map { "\($0)/workspaces.json" }
        home = environment.variable("HOME")
        guard let folder, let path,
            let bytes = try DataFiles(root: folder).bytes("workspaces.json")
        else { return }
        let file: JSONFile
        do throws(JSONFileProblem) { file = try JSONFile(path: path, bytes: bytes) } catch {
            throw .findings([error.finding])
        }
        let findings = FileSchema.workspaces.findings(in: file)
        if !findings.isEmpty { throw .findings(findings) }
        for member in file.value["workspaces"]?.members ?? [] {
            folders[member.key] = member.value.text
        }
    }

    /// In the order of their bytes.
    var names: [String] { folders.keys.sorted(by: byBytes) }

    /// The folder of a workspace, with `~/` for the home folder; `nil` where there is none of that name.
    func folder(_ name: String) -> String? {
        guard let folder = folders[name] else { return nil }
        if folder.hasPrefix("~/"), let home { return home + folder.dropFirst(1) }
        return folder
    }

    /// Why the folder of a workspace cannot be used; `nil` where it can.
    func problem(_ name: String) -> String? {
        guard let folder = folder(name) else { return "there is no workspace “\(name)”" }
        guard folder.hasPrefix("/") else { return "\(folder) is no path from the root" }
        if entryKind(folder) == nil { return "\(folder) is not there" }
        return entryKind(folder + "/ledger.json") == nil ? "\(folder) is no ledger" : nil
    }

    /// The folder of a ledger that is called by name.
    ///
    /// - Throws: a failure that says where the name is looked up, and which are near.
    func root(_ name: String) throws(CommandFailure) -> String {
        guard let problem = problem(name) else { return folder(name) ?? "" }
        let near = Suggestion.nearest(to: name, in: names)
        let remedy =
            !NameForm.isName(name)
            ? "names are of a-z, 0-9 and -; several have commas between, without blanks"
            : folders[name] == nil
                ? near.map { "did you mean \($0)?" }
                    ?? "“bankbook workspaces” lists them, “bankbook workspaces add \(name)” makes one"
                : "say where it lies now with “bankbook workspaces add \(name) DIR”"
        throw .failed(message: problem, remedy: remedy)
    }

    mutating func set(_ name: String, to folder: String?) { folders[name] = folder }

    /// Writes the names.
    func write() throws(CommandFailure) {
        guard let path else {
            throw .failed(
                message: "there is no place for the names of workspaces",
                remedy: "set HOME or XDG_CONFIG_HOME")
        }
        let members = names.map { JSONMember($0, .string(folders[$0] ?? "")) }
        let value = JSONValue.object([JSONMember("workspaces", .object(members))])
        do throws(SystemFailure) {
            try Workspaces.makeFolders(above: path)
            try OutputPlace.replace(path, with: JSONWriter.file(value))
        } catch {
            throw .failed(message: error.description, remedy: "check the rights of its folder")
        }
    }

    private static func makeFolders(above path: String) throws(SystemFailure) {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
        let folder = String(path[..<slash])
        if entryKind(folder) != nil { return }
        try makeFolders(above: folder)
        try makeFolder(folder)
    }
}

extension Session {
    /// The ledgers that are meant, in the order given, with their workspaces' names where there are several.
    func ledgers() throws(CommandFailure) -> [(name: String?, ledger: Ledger)] {
        if options.workspaces.count < 2 { return [(nil, try ledger())] }
        return try ledgers(options.workspaces)
    }

    /// The ledgers of workspaces, in the order given.
    func ledgers(_ names: [String]) throws(CommandFailure) -> [(name: String?, ledger: Ledger)] {
        let workspaces = try Workspaces(environment)
        var found: [(name: String?, ledger: Ledger)] = []
        for name in names {
            let root = try workspaces.root(name)
            let place = resolvedPath(root) ?? root
            if let twin = found.firstIndex(where: { resolvedPath($0.ledger.root) == place }) {
                let other = names[twin] == name ? "twice" : "and \(names[twin])"
                throw .failed(
                    message: "\(name) \(other): that is one ledger",
                    remedy: "name it once, so that nothing is counted twice")
            }
            found.append((name, try ledger(at: root)))
        }
        return found
    }
}
