import SourceText
import TestSupport
import Testing

struct FoldingTests {
    @Test(arguments: [
        ("Café", "cafe"), ("CAFE\u{301}", "cafe"), ("Ñandú", "nandu"), ("ÅÄÖ", "aao"),
        ("Straße", "straße"),
        ("STRASSE", "strasse"), ("Smørrebrød", "smørrebrød"), ("Ø", "ø"), ("ẞ", "ß"),
        ("ΣΑΣ ς", "σασ σ"), ("ſ", "s"),
        ("İ", "i"), ("ı", "ı"), ("日本", "日本"), ("Й", "и"), ("Ł", "ł"), ("\u{FB01}", "\u{FB01}"),
        ("\u{212A}", "k"), ("½", "½"), ("", ""),
        ("A1 b-C", "a1 b-c"),
    ])
    func `folding drops case and accents and nothing else`(_ text: String, _ wanted: String) {
        let found = Array(Folding.fold(text).unicodeScalars)
        let expected = Array(wanted.unicodeScalars)
        #expect(found == expected, "\(Folding.fold(text))")
    }

    /// A search in bytes folds letter by letter.
    @Test func `a text folds as its scalars do`() {
        for seed in Trials.seeds(300, of: "folding by scalars") {
            var random = Seeded(seed)
            let scalars = (0..<8).compactMap { _ in
                Unicode.Scalar(UInt32(random.below(random.pick([0x80, 0x180, 0x400, 0x3000]))))
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            let whole = Folding.bytes(String(text))
            let parts = scalars.flatMap { Folding.bytes(String(Character($0))) }
            #expect(whole == parts, "seed \(seed)")
        }
    }

    @Test func `ß is not ss and ø is not o`() {
        #expect(Folding.fold("ß") != Folding.fold("ss"))
        #expect(Folding.fold("ø") != Folding.fold("o"))
    }
}
