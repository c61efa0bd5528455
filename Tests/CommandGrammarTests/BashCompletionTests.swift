import CommandGrammar
import Testing

@Suite(.enabled(if: ShellLab.installed("bash") != nil, "bash is not installed"))
struct BashCompletionTests {
    private static let plain = ShellSession { try complete($0, breaks: ":=") }
    private static let unbroken = ShellSession { try complete($0, breaks: "") }

    /// Each argument is a line; its words are the lines of the file of its number.
    private static let driver = #"""
        source ./script
        compopt() { printf 'compopt %s\n' "$*"; }
        number=0
        for COMP_LINE in "$@"; do
            COMP_WORDS=()
            while IFS= read -r word; do COMP_WORDS+=("$word"); done <"words-$number"
            number=$((number + 1))
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            printf 'LINE %s\n' "$COMP_LINE"
            _bankbook
            printf '%s\n' "${COMPREPLY[@]}"
        done
        """#

    private static func complete(_ lines: [String], breaks: String) throws -> [String] {
        let lab = try ShellLab(.bash)
        try lab.write("COMP_WORDBREAKS=$' \\t\\n\(breaks)'\n" + driver, to: "driver")
        for (number, line) in lines.enumerated() {
            let words = words(of: line, breaks: breaks)
            try lab.write(words.map { $0 + "\n" }.joined(), to: "words-\(number)")
        }
        return try lab.run(["--norc", "--noprofile", "driver"] + lines)
    }

    /// Words as readline splits them: at blanks, and around runs of break characters.
    private static func words(of line: String, breaks: String) -> [String] {
        var words: [String] = [""]
        var isQuoted = false
        for character in line {
            if character == "'" { isQuoted.toggle() }
            let last = words[words.count - 1]
            let isBreak = breaks.contains(character) && !isQuoted
            if character == " ", !isQuoted {
                words.append("")
            } else if last.isEmpty || isBreak == breaks.contains(last.last ?? " ") {
                words[words.count - 1].append(character)
            } else {
                words.append(String(character))
            }
        }
        return words
    }

    @Test(arguments: completionCases)
    func `bash offers what may stand at the cursor`(_ line: String, _ candidates: [String]) throws {
        let found = try Self.plain.answer(to: line).filter { !$0.hasPrefix("compopt") }
        let typed = line.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
        let kept = typed.lastIndex { $0 == ":" || $0 == "=" }
        let cut = kept.map { String(typed[...$0]) } ?? ""
        let isValue = cut.hasSuffix("=")
        let expected = candidates.map { isValue ? $0 : String($0.dropFirst(cut.count)) }
        #expect(found.sorted() == expected)
    }

    @Test(arguments: completionCases)
    func `bash offers the same where colons and equals signs do not break words`(
        _ line: String, _ candidates: [String]
    ) throws {
        let found = try Self.unbroken.answer(to: line).filter { !$0.hasPrefix("compopt") }
        let typed = line.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
        let lead = typed.firstIndex(of: "=").map { typed[...$0] } ?? ""
        #expect(found.sorted() == candidates.map { lead + $0 })
    }

    @Test(arguments: [
        ("bankbook balance ca", ["compopt -o nospace", "cat:"]),
        ("bankbook balance acct:m", ["main"]),
        ("bankbook import st", ["compopt -o filenames", "statement.csv"]),
        ("bankbook balance -p last", [#"last\ month"#]),
        ("bankbook balance -p 'last m", ["last month"]),
        ("bankbook balance 'acct:m", ["acct:main"]),
    ])
    func `blanks and quotes come out as readline needs them`(
        _ line: String, _ expected: [String]
    ) throws {
        #expect(try Self.plain.answer(to: line) == expected)
    }
}
