import CommandGrammar
import Connecting
import JSONText
import Model
import Platform
import Reading
import Rendering
import Schemas
import SourceText

/// `schedule`: lets the system fetch from time to time.
struct ScheduleCommand: Command {
    static let connection = Positional(
        "CONNECTION", .connection, .optional, help: "Set this connection's own hours")
    static let hours = Flag(
        "every", takes: .count, as: "HOURS", help: "Hours between two fetches of the connection")
    static let off = Flag("off", help: "Never fetch this connection by itself")
    static let on = Flag("on", help: "Fetch it by itself again")
    static let form = Flag(
        "as", takes: .choice(ScheduleUnit.allCases.map(\.rawValue)), as: "FORM",
        help: "What to print")
    static let install = Flag("install", help: "Install it for this user (systemd, launchd)")

    static let spec = CommandSpec(
        "schedule", summary: "Let the system fetch from time to time",
        discussion: [
            "Prints what makes the system run `bankbook sync --scheduled`: a timer of systemd, an agent of launchd, or a line "
                + "for cron. A scheduled run asks nobody anything, fetches what is due, waits longer after each failure, and "
                + "leaves alone what needs a person. With CONNECTION it sets how often, or whether, that one is fetched; "
                + "otherwise every 6 hours."
        ],
        positionals: [connection], flags: [hours, off, on, form, install],
        examples: [
            Example("bankbook schedule", "See the timer for this system"),
            Example("bankbook schedule --as cron", "A line for crontab -e"),
            Example("bankbook schedule mybank --off", "Never fetch one by itself"),
        ])

    private let name: String?
    private let hours: Int?
    private let isOff: Bool
    private let isOn: Bool
    private let unit: ScheduleUnit?
    private let installs: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        let own = ScheduleCommand.self
        name = invocation.value(of: own.connection)
        hours = invocation.count(of: own.hours)
        isOff = invocation.isSet(own.off)
        isOn = invocation.isSet(own.on)
        unit = invocation.choice(of: own.form)
        installs = invocation.isSet(own.install)
        if let hours, !(1...168).contains(hours) {
            throw invocation.refusal(of: "\(hours)", for: own.hours, "write 1 to 168")
        }
        if isOff, isOn { throw invocation.refusal("--on and --off exclude each other") }
        if name == nil, isOff || isOn || hours != nil {
            throw invocation.refusal("--every, --on and --off need a CONNECTION")
        }
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        if let name { return try set(name, session) }
        let ledger = try session.ledger()
        let unit = unit ?? .usual
        let files = unit.files(
            program: session.environment.program, ledger: ledger.root, uid: ledger.uid)
        if installs { return try install(files, unit, session) }
        return try session.finish(
            Answer(
                "schedule",
                payload: {
                    [
                        JSONMember("form", .string(unit.rawValue)),
                        JSONMember(
                            "files",
                            .array(
                                files.map { file in
                                    .object([
                                        JSONMember("path", .string(file.path)),
                                        JSONMember("content", .string(file.content)),
                                    ])
                                })),
                    ]
                },
                sheet: {
                    Sheet(
                        header: ["path", "content"], rows: files.map { [$0.path, $0.content] })
                },
                text: {
                    files.flatMap { file -> [TextBlock] in
                        [.line("# \(file.path)"), .line(file.content)]
                    }
                }))
    }

    private func set(_ name: String, _ session: Session) throws(CommandFailure) -> ExitStatus {
        let result = try session.write { ledger throws(CommandFailure) in
            let entry = try ConnectionBook(ledger, today: session.today).entry(name)
            var members: [JSONMember] = []
            let every = hours ?? entry.connection.everyHours
            if every != Connection.usualHours {
                members.append(JSONMember("every_hours", .integer(every)))
            }
            if isOff || entry.connection.isOff && !isOn {
                members.append(JSONMember("off", .bool(true)))
            }
            let path = "connections/\(name).json"
            let after = JSONFileEdit.setting(
                "schedule", to: members.isEmpty ? nil : .object(members), in: entry.bytes,
                .connection)
            return WritePlan(edits: [FileEdit(path: path, before: entry.bytes, after: after)])
        }
        return try session.finish(result, schema: "schedule")
    }

    /// Puts the files where the system looks for those of a user.
    private func install(
        _ files: [ScheduleUnit.File], _ unit: ScheduleUnit, _ session: Session
    ) throws(CommandFailure) -> ExitStatus {
        guard unit != .cron, let home = session.environment.variable("HOME") else {
            throw .failed(
                message: "a line of cron is not installed by a program",
                remedy: "put it in with crontab -e: bankbook schedule --as cron")
        }
        var blocks: [TextBlock] = []
        for file in files {
            let path = file.path.replacingHome(home)
            if !session.options.isDryRun {
                do throws(SystemFailure) {
                    if let slash = path.lastIndex(of: "/") {
                        try makeFolder(String(path[..<slash]))
                    }
                    try OutputPlace.replace(path, with: Array(file.content.utf8))
                } catch {
                    throw .failed(message: error.description, remedy: "install it by hand")
                }
            }
            blocks.append(.line("\(session.options.isDryRun ? "would write" : "wrote") \(path)"))
        }
        blocks.append(.line("switch it on: \(unit.activation)"))
        return try session.finish(
            Answer(
                "schedule",
                payload: { [JSONMember("installed", .strings(files.map(\.path)))] },
                sheet: { Sheet(header: ["path"], rows: files.map { [$0.path] }) },
                text: { blocks }))
    }
}

extension String {
    /// The path with `~` as a person's folder.
    fileprivate func replacingHome(_ home: String) -> String {
        hasPrefix("~/") ? home + dropFirst() : self
    }
}

/// The ways in which systems run something from time to time.
enum ScheduleUnit: String, CaseIterable {
    case systemd, launchd, cron

    /// Minutes between two looks.
    private static let minutes = 30

    static var usual: ScheduleUnit {
        #if os(macOS)
            .launchd
        #else
            .systemd
        #endif
    }

    struct File {
        var path: String
        var content: String
    }

    var activation: String {
        switch self {
        case .systemd: "systemctl --user enable --now bankbook-sync-LEDGER.timer, as named above"
        case .launchd: "launchctl load the file above"
        case .cron: "crontab -e"
        }
    }

    /// The files that make the system run a sync.
    ///
    /// The system looks often; whether a connection is due, by its own hours and after failures, the program knows.
    func files(program: String, ledger: String, uid: String) -> [File] {
        let name = "bankbook-sync-\(uid)"
        switch self {
        case .systemd:
            let folder = "~/.config/systemd/user/"
            return [
                File(
                    path: folder + name + ".service",
                    content: """
                        [Unit]
                        Description=Fetch bank transactions into \(ledger)

                        [Service]
                        Type=oneshot
                        ExecStart=\(ScheduleUnit.quoted(program)) -C \(ScheduleUnit.quoted(ledger)) sync --scheduled --no-input

                        """),
                File(
                    path: folder + name + ".timer",
                    content: """
                        [Unit]
                        Description=Look whether bank transactions are to be fetched

                        [Timer]
                        OnBootSec=5min
                        OnUnitActiveSec=\(ScheduleUnit.minutes)min
                        RandomizedDelaySec=2min
                        Persistent=true

                        [Install]
                        WantedBy=timers.target

                        """),
            ]
        case .launchd:
            let words = [program, "-C", ledger, "sync", "--scheduled", "--no-input"]
            let list = words.map { "    <string>\(ScheduleUnit.escaped($0))</string>" }
            return [
                File(
                    path: "~/Library/LaunchAgents/\(name).plist",
                    content: """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <plist version="1.0">
                        <dict>
                          <key>Label</key>
                          <string>\(name)</string>
                          <key>ProgramArguments</key>
                          <array>
                        \(list.joined(separator: "\n"))
                          </array>
                          <key>StartInterval</key>
                          <integer>\(ScheduleUnit.minutes * 60)</integer>
                        </dict>
                        </plist>

                        """)
            ]
        case .cron:
            let when = "*/\(ScheduleUnit.minutes) * * * *"
            let words = [program, "-C", ledger, "sync", "--scheduled", "--no-input"]
            return [
                File(
                    path: "crontab",
                    content: when + " "
                        + words.map(ScheduleUnit.shell).joined(separator: " ")
                        .split(separator: "%", omittingEmptySubsequences: false)
                        .joined(separator: "\\%"))
            ]
        }
    }

    /// A word of a unit file of systemd.
    private static func quoted(_ word: String) -> String {
        var text = ""
        for character in word {
            switch character {
            case "\\", "\"": text += "\\\(character)"
            case "%": text += "%%"
            case "$": text += "$$"
            default: text.append(character)
            }
        }
        return "\"\(text)\""
    }

    private static func escaped(_ word: String) -> String {
        var text = ""
        for character in word {
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            default: text.append(character)
            }
        }
        return text
    }

    /// A word of a shell's command line.
    private static func shell(_ word: String) -> String {
        let isPlain = word.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-_./".contains($0))
        }
        return isPlain ? word : shellQuoted(word)
    }
}
