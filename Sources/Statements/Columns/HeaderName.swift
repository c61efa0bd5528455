import Model
import SourceText

/// The name of a column, folded for comparing.
struct HeaderName {
    /// As it stands in the file.
    let text: String
    let folded: [UInt8]
    let words: [ArraySlice<UInt8>]
    /// The currency that the name states: `Amount (EUR)`, `Gutschrift in CHF`, `Betrag €`.
    let currency: CurrencyCode?

    init(_ text: String, known: CurrencyTable) {
        self.text = text
        folded = Folding.fold(text.utf8)
        words = folded.split(separator: Ascii.space)
        currency = HeaderName.currency(in: Array(text.utf8), known)
    }

    private static func currency(in bytes: [UInt8], _ known: CurrencyTable) -> CurrencyCode? {
        let words = bytes.split { !($0.isUpper || $0.isLower || $0 >= 0x80) }
        for word in words {
            if word.elementsEqual("€".utf8) { return .eur }
            if word.elementsEqual("£".utf8) { return CurrencyCode("GBP") }
            // XXX is what people write for something left out, too.
            if word.count == 3, !word.elementsEqual("XXX".utf8), let code = CurrencyCode(word),
                known.decimals(of: code) != nil
            {
                return code
            }
        }
        return nil
    }

    var isEmpty: Bool { folded.isEmpty }

    /// Whether the name holds one of the stems.
    func has(_ stems: StemList) -> Bool { stems.matches(self) }
}

/// Beginnings and pieces of words, written in one line: `=word` is the whole name, `.word` one
/// whole word of it, `^stem` the beginning of a word, `a+b` two words side by side, and anything else a
/// piece of a word. In a name, `?` stands for one letter.
struct StemList {
    private enum Form { case whole, word, prefix, piece, phrase }
    private let stems: [(form: Form, bytes: [UInt8])]

    init(_ line: String) {
        stems = line.split(separator: " ").map { stem in
            let rest = Array(stem.utf8.dropFirst())
            switch stem.utf8.first {
            case UInt8(ascii: "="): return (.whole, rest.map { $0 == Ascii.plus ? 0x20 : $0 })
            case UInt8(ascii: "."): return (.word, rest)
            case UInt8(ascii: "^"): return (.prefix, rest)
            default:
                let all = Array(stem.utf8)
                guard all.contains(Ascii.plus) else { return (.piece, all) }
                return (.phrase, all.map { $0 == Ascii.plus ? Ascii.space : $0 })
            }
        }
    }

    func matches(_ name: HeaderName) -> Bool {
        stems.contains { stem in
            switch stem.form {
            case .whole: StemList.same(name.folded[...], stem.bytes)
            case .word: name.words.contains { StemList.same($0, stem.bytes) }
            case .prefix:
                name.words.contains {
                    $0.count >= stem.bytes.count
                        && StemList.same($0.prefix(stem.bytes.count), stem.bytes)
                }
            case .piece: name.words.contains { StemList.holds($0, stem.bytes) }
            case .phrase: StemList.holds(name.folded[...], stem.bytes)
            }
        }
    }

    private static func same(_ word: ArraySlice<UInt8>, _ stem: [UInt8]) -> Bool {
        guard word.count == stem.count else { return false }
        return zip(word, stem).allSatisfy { $0 == $1 || $0 == Ascii.question }
    }

    private static func holds(_ word: ArraySlice<UInt8>, _ stem: [UInt8]) -> Bool {
        guard word.count >= stem.count else { return false }
        for start in word.startIndex...(word.endIndex - stem.count)
        where same(word[start..<start + stem.count], stem) {
            return true
        }
        return false
    }
}
