import CommandGrammar
import Testing

@Suite(.enabled(if: ShellLab.installed("fish") != nil, "fish is not installed"))
struct FishCompletionTests {
    private static let session = ShellSession { lines in
        let driver = """
            source ./script
            for line in $argv
                printf 'LINE %s\\n' $line
                complete -C $line
            end
            """
        return try ShellLab(.fish).run(["--no-config", "-c", driver] + lines)
    }

    @Test(arguments: completionCases)
    func `fish offers what may stand at the cursor`(_ line: String, _ candidates: [String]) throws {
        let found = try Self.session.answer(to: line).map { candidate in
            var word = candidate.prefix { $0 != "\t" }
            if word.hasPrefix("--"), let equals = word.firstIndex(of: "=") {
                word = word[word.index(after: equals)...]
            }
            return word.hasSuffix("/") ? String(word.dropLast()) : String(word)
        }
        #expect(found.sorted() == candidates)
    }

    @Test(arguments: [
        ("bankbook undo op1", "op1\timport of a file"),
        ("bankbook bal", "balance\tShow the balance of accounts or categories"),
        ("bankbook balance --tr", "--tree\tShow names as a tree"),
    ])
    func `fish shows what a candidate is`(_ line: String, _ expected: String) throws {
        #expect(try Self.session.answer(to: line) == [expected])
    }
}
