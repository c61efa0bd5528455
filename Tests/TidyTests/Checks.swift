import Foundation

/// One rule of the repository: what it finds in a file, each finding as `line: reason`.
struct Check: Sendable {
    let name: String
    let find: @Sendable (Repository.SourceFile) -> [String]
}

/// What each target may import of ours; the arrows of `Package.swift`.
let allowedImports: [String: Set<String>] = [
    "Platform": ["CThreads"],
    "SourceText": [],
    "Model": ["SourceText"],
    "JSONText": [],
    "Syntax": ["Model", "SourceText"],
    "Schemas": ["JSONText", "Model", "SourceText"],
    "Reading": ["JSONText", "Schemas", "Model", "Platform", "SourceText", "Syntax"],
    "Queries": ["Model", "SourceText"],
    "Analysis": [
        "JSONText", "Model", "Platform", "Queries", "Reading", "Schemas", "SourceText", "Syntax",
    ],
    "Budgets": [
        "Analysis", "Model", "Platform", "Queries", "Reading", "SourceText", "Syntax",
    ],
    "Reports": [
        "Analysis", "Budgets", "JSONText", "Model", "Queries", "Reading", "SourceText",
    ],
    "Exporting": ["Analysis", "Model", "Queries", "Reading", "SourceText"],
    "Dashboards": [
        "Analysis", "Budgets", "Forecasting", "JSONText", "Model", "Queries", "Reading", "Reports",
        "SourceText",
    ],
    "Editing": ["Model", "Reading", "SourceText", "Syntax"],
    "Matching": ["Model", "SourceText"],
    "Recurrences": ["Matching", "Model", "SourceText"],
    "Plans": [
        "Analysis", "Matching", "Model", "Platform", "Queries", "Reading", "Recurrences",
        "SourceText", "Syntax",
    ],
    "Forecasting": [
        "Analysis", "Budgets", "JSONText", "Matching", "Model", "Plans", "Platform", "Queries",
        "Reading", "Recurrences", "SourceText",
    ],
    "Merging": ["JSONText", "Model", "SourceText", "Syntax"],
    "Git": ["Platform", "SourceText"],
    "Completeness": ["Model", "SourceText"],
    "Statements": ["JSONText", "Model", "SourceText"],
    "Automation": [
        "Analysis", "Editing", "Model", "Queries", "Reading", "SourceText", "Syntax",
    ],
    "Connecting": ["JSONText", "Model"],
    "ConnectorWire": ["JSONText", "Model", "Statements"],
    "Connectors": ["ConnectorWire", "JSONText", "Model", "SourceText"],
    "Sockets": [],
    "MockBank": ["JSONText", "Model", "Sockets"],
    "BankbookNet": ["ConnectorWire", "Connectors", "JSONText", "Platform", "Sockets"],
    "StatementWire": ["JSONText", "Model", "Statements"],
    "StatementXML": ["Model", "SourceText", "Statements"],
    "BankbookRead": ["JSONText", "StatementWire", "StatementXML", "Statements"],
    "Importing": [
        "Analysis", "Automation", "Completeness", "Editing", "JSONText", "Matching", "Model",
        "Platform", "Reading", "SourceText", "Statements", "Syntax",
    ],
    "Store": ["JSONText", "Model", "Platform", "SourceText"],
    "Rendering": ["Platform"],
    "Pages": ["Rendering"],
    "CommandGrammar": [],
    "Commands": [
        "Analysis", "Automation", "Budgets", "CommandGrammar", "Completeness", "Connecting",
        "ConnectorWire", "Dashboards", "Editing", "Exporting", "Forecasting", "Git", "Importing",
        "JSONText",
        "Merging", "Model", "Pages", "Plans",
        "Platform",
        "Queries", "Reading", "Recurrences", "Rendering", "Reports", "Schemas", "SourceText",
        "StatementWire",
        "Statements",
        "Store", "Syntax",
    ],
    "BenchmarkLedgers": ["Model", "SourceText"],
    "BenchmarkFigures": ["BenchmarkLedgers"],
    "bankbook": ["Commands", "Platform"],
    "BankbookBenchmark": ["BenchmarkFigures", "BenchmarkLedgers"],
]

extension Check {
    static let imports = Check(name: "imports follow the arrows") { file in
        guard let allowed = allowedImports[file.target] else {
            return ["1: the target \(file.target) is not in the table of imports"]
        }
        return file.lines.enumerated().compactMap { index, line in
            guard let name = importedModule(line) else { return nil }
            let isSystem =
                ["Swift", "Synchronization"].contains(name)
                || name == "Glibc" && ["Platform", "Sockets"].contains(file.target)
                || file.target == "Connectors" && ["Foundation", "FoundationXML"].contains(name)
                || file.target == "BankbookNet"
                    && ["Foundation", "FoundationNetworking"].contains(name)
                || file.target == "BankbookBenchmark" && ["Foundation", "Glibc"].contains(name)
                || file.target == "BankbookRead" && name == "Foundation"
                || file.target == "StatementXML" && ["Foundation", "FoundationXML"].contains(name)
            return isSystem || allowed.contains(name)
                ? nil : "\(index + 1): \(file.target) may not import \(name)"
        }
    }

    /// The module that a line imports.
    private static func importedModule(_ line: String) -> String? {
        let words = line.split(separator: " ").map(String.init)
        guard let at = words.firstIndex(of: "import"), at + 1 < words.count,
            words[..<at].allSatisfy({
                $0.hasPrefix("@") || ["package", "public", "internal"].contains($0)
            })
        else { return nil }
        let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let name =
            kinds.contains(words[at + 1]) && at + 2 < words.count ? words[at + 2] : words[at + 1]
        return String(name.prefix { $0 != "." })
    }

    static let fileLength = Check(name: "a file has at most 500 lines") { file in
        let count = file.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        return count > 500 ? ["501: \(count) lines"] : []
    }

    static let functionLength = Check(name: "a function has at most 70 lines") { file in
        let lines = codeLines(file.text)
        var findings: [String] = []
        for (index, line) in lines.enumerated() where isFunctionHead(line) {
            var depth = 0
            for (later, body) in lines[index...].enumerated() {
                depth += body.filter { $0 == "{" }.count - body.filter { $0 == "}" }.count
                let isOpened = lines[index...(index + later)].contains { $0.contains("{") }
                // A requirement of a protocol has no body.
                let isEnd = isFunctionHead(body) || body.hasPrefix("}") || body.isEmpty
                if !isOpened, later > 0, isEnd { break }
                if isOpened, depth <= 0 {
                    if later + 1 > 70 { findings.append("\(index + 1): \(later + 1) lines") }
                    break
                }
            }
        }
        return findings
    }

    private static func isFunctionHead(_ line: String) -> Bool {
        line.contains(/(^|\s)(func\s+\S|init[?]?(<[^>]*>)?\()/)
    }

    /// A call that is not made, and what is made instead.
    private struct Ban: Sendable {
        let pattern: String
        let instead: String
        var exempt: @Sendable (Repository.SourceFile) -> Bool = { _ in false }
    }

    private static let bans: [Ban] = [
        Ban(pattern: #"\bfatalError\("#, instead: "throw, or precondition for a broken contract"),
        Ban(pattern: #"\btry!"#, instead: "do, try and catch"),
        Ban(pattern: #"\bas!"#, instead: "as? with guard"),
        Ban(
            pattern: #"(^|[^.\w])print\("#, instead: "an Answer, or the session's note",
            exempt: {
                $0.path.hasSuffix("/main.swift") || $0.text.contains("func print(")
            }),
        Ban(pattern: #"\bDate\("#, instead: "CivilDate, or Platform's SystemClock"),
        Ban(pattern: #"\bProcessInfo\b"#, instead: "Platform's ProcessEnvironment"),
        Ban(
            pattern: #"(^|[^.\w])exit\("#, instead: "return an ExitStatus",
            exempt: {
                ["Platform", "bankbook"].contains($0.target)
                    || $0.path.hasSuffix("BankbookNet/main.swift")
            }),
        Ban(
            pattern: #"\bunsafe\b"#, instead: "a checked call of Platform",
            exempt: { ["Platform", "Sockets"].contains($0.target) }),
        Ban(pattern: #"\b(Double|Float)\b"#, instead: "DecimalNumber"),
    ]

    static let bannedCalls = Check(name: "banned calls are not made") { file in
        // The benchmark is a tool for developers: it prints, measures time and runs programs.
        if ["BankbookBenchmark", "BenchmarkFigures"].contains(file.target) { return [] }
        return codeLines(file.text).enumerated().flatMap { index, line in
            bans.filter { ban in
                !ban.exempt(file) && line.range(of: ban.pattern, options: .regularExpression) != nil
            }.map { "\(index + 1): \($0.pattern) is banned: use \($0.instead)" }
        }
    }

    static let leftOvers = Check(name: "nothing is left for later") { file in
        let words = ["TO" + "DO", "FIX" + "ME"]
        return file.lines.enumerated().compactMap { index, line in
            let found = words.first {
                line.range(of: "\\b\($0)\\b", options: .regularExpression) != nil
            }
            return found.map { "\(index + 1): \($0)" }
        }
    }

    /// `public` stands where the compiler needs it to inline across targets: on what is inlinable, and
    /// on the types that hold such members.
    static let publicOnlyForInlining = Check(name: "public only for inlining") { file in
        let lines = codeLines(file.text)
        let isInlining = lines.contains {
            $0.contains("@inlinable") || $0.contains("@usableFromInline")
        }
        return lines.enumerated().compactMap { index, line in
            guard line.range(of: #"\bpublic\b"#, options: .regularExpression) != nil else {
                return nil
            }
            if line.contains("@inlinable") { return nil }
            let above = index > 0 ? lines[index - 1] : ""
            if above.contains("@inlinable"), !above.contains("public") { return nil }
            let isHolder =
                line.range(
                    of: #"public (struct|enum|let \w+: Int)\b"#, options: .regularExpression) != nil
            return isHolder && isInlining
                ? nil : "\(index + 1): public without @inlinable: use package"
        }
    }

    static let documentedTypes = Check(name: "package types are documented") { file in
        let lines = file.lines
        return lines.indices.compactMap { index in
            let isType =
                lines[index].range(
                    of:
                        #"^(@\w+ )*(package|public) (final |indirect )*(struct|enum|class|protocol|actor) "#,
                    options: .regularExpression) != nil
            guard isType else { return nil }
            var above = index - 1
            while above >= 0, lines[above].hasPrefix("@") { above -= 1 }
            return above >= 0 && lines[above].hasPrefix("///")
                ? nil : "\(index + 1): no doc comment"
        }
    }

    static let noForeignPlaces = Check(name: "nothing names a machine or a session") { file in
        let pattern = #"(/wo[r]k/|/tm[p]/|/hom[e]/\w|/roo[t]/)"#
        return file.lines.enumerated().compactMap { index, line in
            line.range(of: pattern, options: .regularExpression) == nil
                ? nil : "\(index + 1): an absolute path"
        }
    }
}
