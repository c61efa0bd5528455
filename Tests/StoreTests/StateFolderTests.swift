import Platform
import Store
import Testing

@Suite struct StateFolderTests {
    @Test(arguments: [
        (["XDG_STATE_HOME": "/x/state/", "HOME": "/home/me"], "/x/state/bankbook"),
        (["XDG_STATE_HOME": "state", "HOME": "/home/me"], "/home/me/.local/state/bankbook"),
        (["HOME": "/home/me/"], "/home/me/.local/state/bankbook"),
        (["HOME": "me"], nil), ([:], nil),
    ])
    func `the base folder follows the environment`(variables: [String: String], expected: String?) {
        let base = StateFolder.base { variables[$0] }
        #expect(base == expected)
    }

    @Test func `a copy of a ledger has a state of its own`() {
        let one = StateFolder.name(uid: "k3j9x7m2q4", root: "/home/me/ledger")
        let same = StateFolder.name(uid: "k3j9x7m2q4", root: "/home/me/ledger/")
        let copy = StateFolder.name(uid: "k3j9x7m2q4", root: "/home/me/copy")
        #expect(one == same)
        #expect(one != copy)
        #expect(one.hasPrefix("k3j9x7m2q4-"))
    }

    @Test(arguments: ["", "..", "a/b", "../../etc", "ü", "a\0", String(repeating: "a", count: 99)])
    func `a uid that is no plain name leads nowhere else`(uid: String) {
        let name = StateFolder.name(uid: uid, root: "/l")
        let isPlain = name.utf8.allSatisfy {
            $0 == UInt8(ascii: "-") || Character(Unicode.Scalar($0)).isHexDigit
        }
        #expect(isPlain)
        #expect(name.utf8.count == 33)
    }

    @Test func `every failure says what, why and the way out`() {
        let full = SystemFailure("write", "/l/a.txt", code: SystemFailure.noSpace)
        let cases: [(StoreFailure, [String])] = [
            (
                .system(full),
                ["/l/a.txt", "No space left", "free some space", "nothing was written"]
            ),
            (.changed(["a.txt", "b.txt"]), ["a.txt, b.txt", "nothing was written", "again"]),
            (.changed(["1", "2", "3", "4", "5"]), ["1, 2, 3 and 2 more"]),
            (.locked(path: "/s/lock", seconds: 10), ["/s/lock", "10 seconds", "wait"]),
            (.unfinished(operation: "abc", full), ["abc", "/l/a.txt", "do not repeat"]),
            (.changedSince(operation: "abc", ["a.txt"]), ["abc", "a.txt", "undo"]),
            (.badPath("../x"), ["“../x”"]),
            (.unknownOperation("zz"), ["“zz”", "bankbook log"]),
            (.alreadyUndone(operation: "abc", by: "def"), ["abc", "bankbook undo def"]),
            (.imagesGone(operation: "abc", path: "a.txt"), ["abc", "a.txt", "git"]),
            (.noStateFolder, ["HOME"]), (.nothingToUndo, ["bankbook log"]),
        ]
        for (failure, words) in cases {
            let message = failure.description
            for word in words { #expect(message.contains(word), "\(message)") }
        }
    }
}
