import Model

/// Where the lock, the journal, the operation log and the undo images of a ledger lie: never in the
/// ledger, because whatever copies the folder to other devices would carry them along and replay a
/// journal there.
package enum StateFolder {
    /// The folder for all ledgers of this user on this device; `nil` where the environment names no
    /// place for it.
    ///
    ///     $XDG_STATE_HOME/bankbook, else $HOME/.local/state/bankbook
    ///     macOS: $XDG_STATE_HOME/bankbook, else ~/Library/Application Support/bankbook
    ///
    /// - Parameter environment: the value of a variable, `nil` where unset or empty. A relative
    ///   `XDG_STATE_HOME` counts as unset, as its specification says.
    package static func base(_ environment: (String) -> String?) -> String? {
        #if os(macOS)
            folder(environment, "XDG_STATE_HOME", "Library/Application Support")
        #else
            folder(environment, "XDG_STATE_HOME", ".local/state")
        #endif
    }

    /// The folder of what this user sets up for all ledgers; `nil` where the environment names no place for it.
    ///
    ///     $XDG_CONFIG_HOME/bankbook, else $HOME/.config/bankbook
    package static func configuration(_ environment: (String) -> String?) -> String? {
        folder(environment, "XDG_CONFIG_HOME", ".config")
    }

    private static func folder(
        _ environment: (String) -> String?, _ variable: String, _ usual: String
    ) -> String? {
        if let base = environment(variable), base.hasPrefix("/") {
            return trimmed(base) + "/bankbook"
        }
        guard let home = environment("HOME"), home.hasPrefix("/") else { return nil }
        return "\(trimmed(home))/\(usual)/bankbook"
    }

    /// The name of one ledger's folder: its uid, and 16 hexadecimal digits for where it lies, since a
    /// copy of a ledger has the same uid.
    ///
    /// A uid is text of the user's; one that is no plain file name is replaced by its own digest.
    package static func name(uid: String, root: String) -> String {
        let isPlain =
            (1...64).contains(uid.utf8.count) && uid.first != "."
            && uid.utf8.allSatisfy { byte in
                let character = Character(Unicode.Scalar(byte))
                return byte < 0x80
                    && (character.isLetter || character.isNumber || "-_.".contains(character))
            }
        let shown = isPlain ? uid : String(SHA256.hex(Array(uid.utf8)).prefix(16))
        return shown + "-" + String(SHA256.hex(Array(trimmed(root).utf8)).prefix(16))
    }

    private static func trimmed(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? trimmed(String(path.dropLast())) : path
    }
}

/// The names in one ledger's state folder.
struct StatePaths {
    let folder: String

    var lock: String { folder + "/lock" }
    /// The commit point: where it stands, its operation counts as made.
    var journal: String { folder + "/journal" }
    var newJournal: String { folder + "/journal.new" }
    var log: String { folder + "/log.jsonl" }
    var images: String { folder + "/images" }
    /// What was taken out of the folder without being asked for, such as conflict copies.
    var trash: String { folder + "/trash" }
    /// The suffix of the files to which this device adds.
    var writer: String { folder + "/writer" }
    /// Merges of the history that need no further look, one a line.
    var merges: String { folder + "/merges" }

    func image(_ digest: String) -> String { images + "/" + digest }
    func newImage(_ digest: String) -> String { images + "/" + digest + ".new" }
}
