import Model
import Testing

struct IdentityTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 gives the standard's digests`(_ text: String, _ wanted: String) {
        #expect(SHA256.hex(Array(text.utf8)) == wanted)
    }

    @Test func `SHA-256 of a million a, fed in any pieces, is the standard's`() {
        let wanted = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        var hash = SHA256()
        var left = 1_000_000
        var size = 1
        while left > 0 {
            let count = min(size, left)
            hash.update(Array(repeating: UInt8(ascii: "a"), count: count))
            left -= count
            size = size % 4_099 + 61
        }
        let digest = hash.finish()
        let hex = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(hex == wanted)
    }

    @Test func `pieces around the block's border do not change a digest`() {
        for length in [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129] {
            let bytes = (0..<length).map { UInt8($0) }
            let whole = SHA256.digest(bytes)
            for cut in [0, 1, length / 2, length] where cut <= length {
                var hash = SHA256()
                hash.update(Array(bytes[..<cut]))
                hash.update(Array(bytes[cut...]))
                #expect(hash.finish() == whole, "\(length) cut at \(cut)")
            }
        }
    }

    private static let alphabet = Set("0123456789abcdefghjkmnpqrstvwxyz")

    @Test func `an id has ten characters of the alphabet`() {
        #expect(Identifier.random(0) == "0000000000")
        #expect(Identifier.random(.max) == "zzzzzzzzzz")
        #expect(Identifier.random(1 << 63) == "g000000000")
        #expect(Identifier.random(1 << 14) == "0000000001")
        for number in 0..<200 {
            let id = Identifier.derived(.line, account: "main", parts: ["\(number)"], occurrence: 1)
            #expect(
                id.count == 10 && id.allSatisfy(IdentityTests.alphabet.contains)
                    && NameForm.isID(id))
        }
    }

    @Test func `a derived id depends on each of its parts and on nothing else`() {
        func id(_ kind: Identifier.Kind, _ account: String, _ parts: [String], _ occurrence: Int)
            -> String
        {
            Identifier.derived(kind, account: account, parts: parts, occurrence: occurrence)
        }
        let ids = [
            id(.line, "main", ["a", "b"], 1), id(.record, "main", ["a", "b"], 1),
            id(.reference, "main", ["a", "b"], 1),
            id(.line, "other", ["a", "b"], 1), id(.line, "main", ["a", "c"], 1),
            id(.line, "main", ["ab"], 1),
            id(.line, "main", ["a", "b"], 2),
        ]
        #expect(Set(ids).count == ids.count)
        #expect(id(.line, "main", ["a", "b"], 1) == ids[0])
    }

    @Test func `a check word has three characters and follows the value`() {
        let words = ["food", "food/dining", "", "ñ"].map(AutoCheck.word)
        #expect(
            words.allSatisfy { $0.count == 3 && $0.allSatisfy(IdentityTests.alphabet.contains) })
        #expect(Set(words).count == 4)
        // e3b0c4… = 11100 01110 11000 …
        #expect(AutoCheck.word(for: "") == "wer")
    }
}
