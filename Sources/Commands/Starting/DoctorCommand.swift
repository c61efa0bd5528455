import CommandGrammar
import Git
import JSONText
import Model
import Platform
import Reading
import Rendering
import SourceText
import Store

/// `doctor`: whether the program has what it needs on this machine.
struct DoctorCommand: Command {
    static let spec = CommandSpec(
        "doctor", summary: "Check the surroundings of the program",
        discussion: [
            "The folder of the ledger, the state folder with the journal and the undo images, files "
                + "that a sync service or git left behind."
        ],
        examples: [Example("bankbook doctor", "Look at this machine and this folder")],
        exitStatuses: [Term("1", "Something is not as it should be")])

    init(_ invocation: Invocation) throws(UsageError) {}

    private struct Result {
        let name: String
        let isFine: Bool
        let text: String
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        var results = [stateFolder(session)]
        do throws(CommandFailure) {
            let ledger = try session.ledger()
            results.append(Result(name: "ledger", isFine: true, text: ledger.root))
            results.append(journal(ledger, session))
            results.append(leftovers(ledger))
            results.append(attributes(ledger))
            if let repository = session.repository(ledger.root) {
                results.append(driver(repository, session))
                results += synced(repository)
            }
        } catch {
            results.append(Result(name: "ledger", isFine: false, text: DoctorCommand.words(error)))
        }
        let isFine = results.allSatisfy(\.isFine)
        let answer = Answer(
            "doctor", status: isFine ? .done : .findings,
            payload: {
                [
                    JSONMember(
                        "checks",
                        .array(
                            results.map {
                                .object([
                                    JSONMember("name", .string($0.name)),
                                    JSONMember("ok", .bool($0.isFine)),
                                    JSONMember("text", .string($0.text)),
                                ])
                            }))
                ]
            },
            sheet: {
                Sheet(
                    header: ["name", "ok", "text"],
                    rows: results.map { [$0.name, $0.isFine ? "true" : "false", $0.text] })
            },
            text: {
                let rows = results.map { result in
                    [
                        Cell(result.isFine ? "ok" : "!", result.isFine ? .faint : .negative),
                        Cell(result.name), Cell(result.text),
                    ]
                }
                let columns = [Column("ok"), Column("name"), Column("text")]
                return [.table(Table(columns: columns, rows: rows, hasHeading: false))]
            })
        return try session.finish(answer)
    }

    private static func words(_ failure: CommandFailure) -> String {
        switch failure {
        case .findings(let findings): findings.first?.message ?? "the ledger cannot be read"
        case .failed(let message, let remedy), .question(let message, let remedy),
            .bank(_, let message, let remedy):
            "\(message); \(remedy)"
        case .usage(let error): error.description
        }
    }

    private func stateFolder(_ session: Session) -> Result {
        guard let base = StateFolder.base(session.environment.variable) else {
            return Result(
                name: "state folder", isFine: false,
                text: "neither XDG_STATE_HOME nor HOME names an absolute folder")
        }
        do throws(SystemFailure) {
            try makeFolder(base, mode: 0o700)
            let probe = base + "/~probe.tmp"
            do throws(SystemFailure) { try FileStep.remove(probe) } catch  where error.isMissing {}
            try FileStep.writeNew(probe, Array("bankbook\n".utf8))
            try FileStep.remove(probe)
            return Result(name: "state folder", isFine: true, text: base)
        } catch {
            return Result(name: "state folder", isFine: false, text: error.description)
        }
    }

    private func journal(_ ledger: Ledger, _ session: Session) -> Result {
        do {
            let count = try session.store(ledger).operations().count
            return Result(
                name: "operations", isFine: true, text: "\(count) can be listed with “bankbook log”"
            )
        } catch {
            return Result(name: "operations", isFine: false, text: "the log cannot be read")
        }
    }

    /// Whether the merge driver of this clone is set, and really merges.
    private func driver(_ repository: GitRepository, _ session: Session) -> Result {
        guard let driver = repository.line("config", "--get", "merge.bankbook.driver") else {
            return Result(
                name: "merge driver", isFine: false,
                text:
                    "this clone has none: run “bankbook git setup”, or git merges lines as plain text"
            )
        }
        guard let base = StateFolder.base(session.environment.variable) else {
            return Result(name: "merge driver", isFine: true, text: "set, and not tried")
        }
        let folder = "\(base)/probe-\(ProcessEnvironment.processIdentifier)"
        let settings = [
            "merge.bankbook.driver=\(driver)", "user.name=probe", "user.email=probe@localhost",
            "core.hooksPath=/dev/null", "commit.gpgSign=false",
        ]
        let works = GitDriverProbe(folder, session).works(settings)
        return Result(
            name: "merge driver", isFine: works,
            text: works
                ? "merges record by record"
                : "does not merge: run “bankbook git setup” again, with the program where it stays")
    }

    /// A repository that a sync service copies file by file breaks.
    private func synced(_ repository: GitRepository) -> [Result] {
        let services = [
            "Dropbox", "OneDrive", "Nextcloud", "Google Drive", "Mobile Documents", "iCloud",
        ]
        let parts = repository.top.split(separator: "/").map(String.init)
        guard let service = services.first(where: { name in parts.contains { $0.hasPrefix(name) } })
        else { return [] }
        return [
            Result(
                name: "repository", isFine: false,
                text:
                    "lies in a folder of \(service), which copies .git file by file and breaks it: keep the repository "
                    + "elsewhere, or share it by “bankbook git sync” alone")
        ]
    }

    /// Temporary files and conflict copies that somebody left in the folder.
    private func leftovers(_ ledger: Ledger) -> Result {
        var found: [String] = []
        for folder in ["", "accounts", "connections"]
            + ledger.accounts.map({ "transactions/\($0.name)" })
        {
            do throws(SystemFailure) {
                for entry in try listFolder(ledger.root + "/" + folder) where entry.kind == .file {
                    let isTemporary = entry.name.hasPrefix("~") && entry.name.hasSuffix(".tmp")
                    let isCopy =
                        entry.name.contains("sync-conflict")
                        || entry.name.contains("conflicted copy")
                        || entry.name.hasSuffix(".icloud")
                    if isTemporary || isCopy {
                        found.append(folder.isEmpty ? entry.name : "\(folder)/\(entry.name)")
                    }
                }
            } catch {
                continue
            }
        }
        return Result(
            name: "left behind", isFine: found.isEmpty,
            text: found.isEmpty
                ? "no temporary file, no conflict copy" : found.joined(separator: ", "))
    }

    private func attributes(_ ledger: Ledger) -> Result {
        let isRepository = entryKind(ledger.root + "/.git") != nil
        if !isRepository {
            return Result(name: "git", isFine: true, text: "the folder is no repository")
        }
        let hasAttributes = entryKind(ledger.root + "/.gitattributes") != nil
        return Result(
            name: "git", isFine: hasAttributes,
            text: hasAttributes
                ? ".gitattributes is there"
                : ".gitattributes is missing: without it git may change line ends")
    }
}
