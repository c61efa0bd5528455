import Foundation
import JSONText
import Platform
import Testing

/// The protocol: what connectors may do wrong, and what is made of it.
@Suite struct ConnectorTests {
    /// A ledger with an account and a connection to a connector that is a script of the test's own.
    private struct Scripted {
        let bank: BankHarness

        /// - Parameter body: a shell script that has the request in `$line` and its verb in `$verb`.
        init(_ body: String, describe: String = Scripted.description) throws {
            bank = try BankHarness()
            let folder = bank.base.folder + "/programs"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let script = """
                #!/bin/sh
                read -r line
                verb=$(printf '%s' "$line" | sed 's/.*"verb":"\\([a-z]*\\)".*/\\1/')
                if [ "$verb" = describe ]; then
                  printf '%s\\n' '\(describe)'
                  exit 0
                fi
                \(body)

                """
            _ = FileManager.default.createFile(
                atPath: folder + "/bankbook-connector-script", contents: Data(script.utf8),
                attributes: [.posixPermissions: 0o755])
            bank.path = folder
            bank.run("accounts", "add", "main")
            try bank.base.write(
                "connections/s.json",
                "{\n  \"uid\": \"s\",\n  \"bank\": \"B\",\n  \"country\": \"ES\",\n  \"access\": \"direct\",\n"
                    + "  \"connector\": \"script\",\n  \"accounts\": {\n    \"a1\": \"main\"\n  }\n}\n"
            )
        }

        static let description =
            #"{"type":"result","name":"script","protocols":[1],"access":"direct","verbs":["describe","accounts","transactions"],"covers":["current"],"secrets":[]}"#

        static let account =
            #"if [ "$verb" = accounts ]; then echo '{"type":"account","id":"a1","currency":"EUR"}'; echo '{"type":"result","complete":true}'; exit 0; fi"#
    }

    private static let row =
        #"{"type":"transaction","account":"a1","status":"booked","id":"REFERENCE-1","date":"2026-11-20","amount":"-5.00","currency":"EUR","text":["Pan"]}"#

    /// What a connector does when it is asked for transactions, the class of that, and a word of the message.
    private struct Fault: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var body: String
        var status: Int32
        var word: String
    }

    private static let faults = [
        Fault(testDescription: "no JSON", body: "echo hello", status: 10, word: "no JSON"),
        Fault(
            testDescription: "no last message", body: "echo '\(row)'", status: 10,
            word: "without a last message"),
        Fault(
            testDescription: "a status",
            body: "echo '{\"type\":\"result\",\"complete\":true}'; echo oops >&2; exit 7",
            status: 10, word: "ended with 7"),
        Fault(testDescription: "a signal", body: "kill -9 $$", status: 10, word: "signal 9"),
        Fault(
            testDescription: "two last messages",
            body:
                "echo '{\"type\":\"result\",\"complete\":true}'; echo '{\"type\":\"result\",\"complete\":true}'",
            status: 10, word: "behind its last message"),
        Fault(
            testDescription: "an amount that is none",
            body:
                "echo '\(row.replacing("-5.00", with: "5,00"))'; echo '{\"type\":\"result\",\"complete\":true}'",
            status: 10, word: "“amount”"),
        Fault(
            testDescription: "a day that is none",
            body:
                "echo '\(row.replacing("2026-11-20", with: "2026-02-30"))'; echo '{\"type\":\"result\",\"complete\":true}'",
            status: 10, word: "“date”"),
        Fault(
            testDescription: "a question where nobody is",
            body:
                "echo '{\"type\":\"prompt\",\"id\":\"1\",\"kind\":\"otp\",\"text\":\"code\"}'; sleep 1",
            status: 11,
            word: "nobody is there"),
        Fault(
            testDescription: "its own error",
            body: "echo '{\"type\":\"error\",\"class\":\"bad_credentials\",\"message\":\"no\"}'",
            status: 12, word: "no"),
        Fault(
            testDescription: "a class that nobody knows",
            body: "echo '{\"type\":\"error\",\"class\":\"bored\",\"message\":\"tea\"}'", status: 10,
            word: "tea"),
        Fault(
            testDescription: "a line that never ends",
            body: "head -c 3000000 /dev/zero | tr '\\0' x", status: 10, word: "more than is allowed"
        ),
    ]

    @Test(
        "what a connector does wrong has its class, and nothing of it is taken in",
        arguments: faults)
    private func wrong(_ fault: Fault) throws {
        let scripted = try Scripted(Scripted.account + "\n" + fault.body)
        let run = scripted.bank.run("sync")
        #expect(run.status == fault.status, "\(run)")
        #expect(run.output.contains(fault.word), "\(run)")
        #expect(scripted.bank.base.read("transactions/main/2026.txt") == nil)
        #expect(scripted.bank.base.read("evidence/main/2026.jsonl") == nil)
    }

    @Test(
        "unknown types and members are let be; what is complete is taken in, what is not keeps its cursor"
    )
    func unknown() throws {
        let scripted = try Scripted(
            Scripted.account + "\n"
                + """
                echo '{"type":"weather","sun":true}'
                echo '{"type":"progress","text":"page 2"}'
                echo '\(ConnectorTests.row.dropLast()),"mood":"good"}'
                echo '{"type":"result","complete":true,"cursor":"c-7","state":{"k":1},"new":[]}'
                """)
        let run = scripted.bank.run("sync")
        #expect(run.status == 0, "\(run)")
        #expect(run.output.contains("1 new"))
        let state = scripted.bank.base.folder + "/state-one"
        var memory = ""
        for case let path as String in FileManager.default.enumerator(atPath: state) ?? .init()
        where path.hasSuffix("connectors/s.json") {
            memory = try String(contentsOfFile: state + "/" + path, encoding: .utf8)
        }
        #expect(memory.contains("\"a1\": \"c-7\""), "\(memory)")
        #expect(memory.contains("\"k\": 1"))
    }

    @Test("a partial answer keeps its rows, and the next fetch asks again for the same days")
    func partial() throws {
        let scripted = try Scripted(
            Scripted.account
                + "\necho '\(ConnectorTests.row)'\necho '{\"type\":\"result\",\"complete\":false}'")
        let json = try scripted.bank.json("sync")
        let connection = json["connections"]?.elements?.first
        #expect(connection?["result"]?.text == "partial")
        #expect(connection?["complete"] == .bool(false))
        #expect(connection?["accounts"]?.elements?.first?["new"]?.integer == 1)
        let dry = scripted.bank.run("sync", "-n")
        #expect(dry.output.contains("2026-08-27 to 2026-11-24"), "\(dry)")
    }

    @Test("an answer of just 1,000 rows counts as cut, and is fetched again in halves")
    func cutAnswers() throws {
        // A service that gives the newest 1,000 rows of the days that are asked for, and no further page.
        let scripted = try Scripted(
            Scripted.account + "\n"
                + """
                from=$(printf '%s' "$line" | sed 's/.*"from":"\\([0-9-]*\\)".*/\\1/')
                to=$(printf '%s' "$line" | sed 's/.*"to":"\\([0-9-]*\\)".*/\\1/')
                i=0
                while [ $i -lt 80 ]; do
                  day=$(date -u -d "2026-08-27 + $i days" +%F)
                  if [ ! "$day" \\< "$from" ] && [ ! "$day" \\> "$to" ]; then
                    n=0
                    while [ $n -lt 20 ]; do
                      echo '{"type":"transaction","account":"a1","status":"booked","id":"ROW-'$day'-'$n'","date":"'$day'","amount":"-1.'$((10 + n))'","currency":"EUR","text":["x"]}'
                      n=$((n + 1))
                    done
                  fi
                  i=$((i + 1))
                done | tail -1000
                echo '{"type":"result","complete":true}'
                """)
        let run = scripted.bank.run("sync")
        #expect(run.status == 0, "\(run)")
        #expect(run.output.contains("1600 new"), "\(run)")
        #expect(try scripted.bank.json("list", "--limit", "1")["count"]?.integer == 1_600)
    }

    @Test("everything that a connector started ends with it")
    func group() throws {
        let scripted = try Scripted(
            Scripted.account
                + "\nsleep 300 &\necho $! > '\(NSTemporaryDirectory())/bankbook-child'\necho '{\"type\":\"result\",\"complete\":true}'"
        )
        #expect(scripted.bank.run("sync").status == 0)
        let text = try String(
            contentsOfFile: NSTemporaryDirectory() + "/bankbook-child", encoding: .utf8)
        let child = text.trimmingCharacters(in: .whitespacesAndNewlines)
        usleep(200_000)
        let state = FileManager.default.contents(atPath: "/proc/\(child)/stat")
        // Gone, or a zombie that its new parent has not looked at.
        let isOver = state.map { String(decoding: $0, as: UTF8.self).contains(") Z ") } ?? true
        #expect(isOver)
    }

    @Test("a secret that a connector says back is shown nowhere")
    func echo() throws {
        let description = Scripted.description.replacing(
            #""secrets":[]"#, with: #""secrets":[{"name":"pin","label":"PIN"}]"#)
        let scripted = try Scripted(
            Scripted.account
                + "\necho '{\"type\":\"error\",\"class\":\"format_changed\",\"message\":\"pin canary-S3cret in \\u001b[31mred\"}'",
            describe: description)
        let run = scripted.bank.run(
            ["sync", "--secrets-stdin"], input: "{\"s\":{\"pin\":\"canary-S3cret\"}}")
        #expect(run.status == 14, "\(run)")
        #expect(run.output.contains("pin ••• in  [31mred"), "\(run)")
        let log = scripted.bank.base.read("connections/s.log.jsonl") ?? ""
        #expect(log.contains("•••") && !log.contains("canary"))
    }

    @Test(
        "connector test passes the example in docs and every built-in connector, and finds what is wrong"
    )
    func conformance() throws {
        let bank = try BankHarness()
        bank.path = packageRoot + "/docs/examples"
        let file = bank.base.folder + "/bank.json"
        try Data(
            #"{"accounts":[{"id":"A1","name":"C","kind":"current","currency":"EUR","balance":"1.00","rows":[{"id":"R1","date":"2026-11-20","amount":"-1.00","text":"x"},{"date":"2026-11-21","amount":"-2.00","text":"y"}]}]}"#
                .utf8
        ).write(to: URL(fileURLWithPath: file))
        let example = bank.run("connector", "test", "jsonfile", "--set", "file=\(file)")
        #expect(example.status == 0, "\(example)")
        #expect(example.output.contains("rows come the oldest first"))
        #expect(!example.output.contains("failed"))
        for name in ["enable-banking", "gocardless", "simplefin", "woob"] {
            let run = bank.run("connector", "test", name)
            #expect(run.status == 0, "\(name): \(run)")
        }
        for (body, finding) in [
            ("echo hello", "only JSON lines"), ("true", "exactly one last message"),
            (
                "echo '\(ConnectorTests.row.replacing("2026-11-20", with: "2026-11-21"))'; echo '\(ConnectorTests.row)'; echo '{\"type\":\"result\",\"complete\":true}'",
                "rows come the oldest first"
            ),
            (
                "echo '\(ConnectorTests.row.replacing("-5.00", with: "-5.001"))'; echo '{\"type\":\"result\",\"complete\":true}'",
                "decimals"
            ),
            (
                "date +%N >&2; echo '\(ConnectorTests.row.dropLast())'\",\\\"raw\\\":{\\\"t\\\":\\\"$(date +%N)\\\"}}\"; echo '{\"type\":\"result\",\"complete\":true}'",
                "the same request gives the same lines"
            ),
            (
                "echo '{\"type\":\"prompt\",\"id\":\"1\",\"kind\":\"otp\",\"text\":\"code\"}'; echo '{\"type\":\"result\",\"complete\":true}'",
                "nobody is asked"
            ),
        ] {
            let scripted = try Scripted(Scripted.account + "\n" + body)
            let run = scripted.bank.run("connector", "test", "script")
            #expect(run.status == 1, "\(finding): \(run)")
            let failed = run.output.split(separator: "\n").filter { $0.hasPrefix("failed") }
            #expect(failed.contains { $0.contains(finding) }, "\(finding): \(run)")
        }
        let leaking = try Scripted(
            Scripted.account
                + "\nprintf '%s' \"$line\" > \"$(printf '%s' \"$line\" | sed 's/.*\"state_dir\":\"\\([^\"]*\\)\".*/\\1/')/log\"; echo '{\"type\":\"result\",\"complete\":true}'",
            describe: Scripted.description.replacing(
                #""secrets":[]"#, with: #""secrets":[{"name":"pin","label":"PIN"}]"#))
        let leak = leaking.bank.run("connector", "test", "script")
        #expect(leak.status == 1)
        #expect(leak.output.contains("failed   the secrets appear nowhere"), "\(leak)")
        let missing = bank.run("connector", "test", "nothing-there")
        #expect(missing.status == 1)
        #expect(missing.output.contains("must be on PATH"))
    }
}
