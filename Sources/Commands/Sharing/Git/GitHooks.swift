import CommandGrammar
import Git
import Platform
import SourceText

/// The hooks of a clone that keep the ledger whole.
enum GitHooks {
    /// Which there are, with what each runs.
    static let names = ["pre-commit", "post-merge", "post-rewrite"]

    private static let mark = "# bankbook: written by “bankbook git setup”"

    /// What a hook says.
    ///
    /// - Parameters:
    ///   - program: the program's place; else it is looked for on `PATH`, and where it is missing nothing is done.
    ///   - prefix: of the ledger in the repository.
    static func script(_ name: String, program: String, prefix: String) -> String {
        """
        #!/bin/sh
        \(mark)
        for p in \(shellQuoted(program)) bankbook; do
            command -v "$p" >/dev/null 2>&1 && exec "$p" -C \(shellQuoted(prefix.isEmpty ? "." : prefix)) git hook \(name)
        done
        exit 0

        """
    }

    /// What is to be written, and what stands in the way.
    struct Plan {
        var files: [(path: String, text: String)] = []
        /// Hooks that somebody else wrote.
        var foreign: [String] = []
    }

    static func plan(_ repository: GitRepository, program: String) -> Plan {
        var plan = Plan()
        guard let folder = repository.hooks else { return plan }
        for name in names {
            let path = "\(folder)/\(name)"
            let text = script(name, program: program, prefix: repository.prefix)
            var known: [UInt8]?
            do throws(SystemFailure) { known = try readFile(path) } catch { known = nil }
            if let known, !String(readable: known).contains(mark) {
                plan.foreign.append(name)
            } else if known != Array(text.utf8) {
                plan.files.append((path, text))
            }
        }
        return plan
    }

    static func write(_ plan: Plan) throws(CommandFailure) {
        do throws(SystemFailure) {
            for file in plan.files {
                if let slash = file.path.lastIndex(of: "/") {
                    try makeFolder(String(file.path[..<slash]))
                }
                try OutputPlace.replace(file.path, with: Array(file.text.utf8), mode: 0o755)
            }
        } catch {
            throw .failed(message: error.description, remedy: "make the folder of hooks writable")
        }
    }
}
