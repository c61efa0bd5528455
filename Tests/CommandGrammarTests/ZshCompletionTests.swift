import CommandGrammar
import Testing

@Suite(.enabled(if: ShellLab.installed("zsh") != nil, "zsh is not installed"))
struct ZshCompletionTests {
    /// Starts an interactive zsh on a terminal of its own, types each line and a key, and prints
    /// the matches that the completion system was given, then the line as it stands.
    private static let driver = #"""
        zmodload zsh/zpty zsh/zselect
        zpty -b lab zsh -f -i
        zpty -w lab "source ./setup"
        for line in "$@"; do
            rm -f matches finished
            zpty -w -n lab "$line"$'\C-t'
            for ((tries = 0; tries < 2000; tries++)); do
                zpty -r -t lab ignored
                [[ -s finished ]] && break
                zselect -t 1
            done
            print -r -- "LINE $line"
            [[ -e matches ]] && cat matches
            cat finished
        done
        zpty -d lab
        """#

    private static let setup = #"""
        PS1= PS2= RPS1=
        autoload -Uz compinit
        compinit -u -D
        source ./script
        compadd() {
            if [[ ${@[1,(i)(-|--)]} != *-(O|A|D)\ * ]]; then
                local -a given
                builtin compadd -O given "$@"
                (( $#given )) && print -rl -- $given >>matches
            fi
            builtin compadd "$@"
        }
        typed() {
            zle complete-word
            print -r -- "TYPED $BUFFER|" >unfinished
            BUFFER=
            mv unfinished finished
        }
        zle -N typed
        bindkey '^T' typed
        LISTMAX=1000
        """#

    private static let session = ShellSession { lines in
        let lab = try ShellLab(.zsh)
        try lab.write(driver, to: "driver")
        try lab.write(setup, to: "setup")
        return try lab.run(["-f", "driver"] + lines)
    }

    /// Where no further argument is possible zsh offers options unasked; those are left out.
    @Test(arguments: completionCases)
    func `zsh offers what may stand at the cursor`(_ line: String, _ candidates: [String]) throws {
        let isOption = line.split(separator: " ").last?.hasPrefix("-") ?? false
        let found = try Self.session.answer(to: line).filter { word in
            !word.hasPrefix("TYPED") && (isOption || !word.hasPrefix("-"))
        }
        #expect(Set(found).sorted() == candidates)
    }

    @Test(arguments: [
        ("bankbook balance ca", "TYPED bankbook balance cat:|"),
        ("bankbook balance acct:m", "TYPED bankbook balance acct:main |"),
        ("bankbook balance -p last", #"TYPED bankbook balance -p last\ month |"#),
        ("bankbook balance -p 'last m", "TYPED bankbook balance -p 'last month' |"),
    ])
    func `zsh goes on after the colon of a query term and quotes blanks`(
        _ line: String, _ expected: String
    ) throws {
        #expect(try Self.session.answer(to: line).last == expected)
    }
}
