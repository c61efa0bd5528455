import SourceText

/// The words of a bank's text that tell what it is about, for comparing two texts.
package struct TextWords: Sendable, Hashable {
    /// Folded words, each once, in the order of the text.
    package let words: [[UInt8]]

    init(words: [[UInt8]]) { self.words = words }

    /// - Parameter text: any text; case and accents do not count, nor do the words with which banks begin
    ///   every line, numbers of cards, and days.
    package init(_ text: String) {
        let all = TextWords.split(Folding.bytes(text))
        let telling = all.filter { !TextWords.saysNothing($0) }
        var seen: Set<[UInt8]> = []
        words = (telling.isEmpty ? all : telling).filter { seen.insert($0).inserted }
    }

    /// How alike two texts are, from 0 to 1000: each word of the shorter one counts 1000 where the other has
    /// it and 700 where one begins with the other by at least four letters, divided by their number.
    /// A text without words is like nothing.
    ///
    /// - Complexity: O(words × words).
    package func likeness(_ other: TextWords) -> Int {
        let isShorter = words.count <= other.words.count
        let (short, long) = isShorter ? (words, other.words) : (other.words, words)
        if short.isEmpty { return 0 }
        if short == long { return 1000 }
        let sum = short.reduce(0) { sum, word in
            sum + (long.lazy.map { TextWords.likeness(word, $0) }.max() ?? 0)
        }
        return sum / short.count
    }

    private static func likeness(_ one: [UInt8], _ other: [UInt8]) -> Int {
        if one == other { return 1000 }
        let (short, long) = one.count < other.count ? (one, other) : (other, one)
        return short.count >= 4 && long.starts(with: short) ? 700 : 0
    }

    static func split(_ text: [UInt8]) -> [[UInt8]] {
        text.split { !($0.isLower || $0.isDigit || $0 >= 0x80) }.map(Array.init)
    }

    /// Whether a word stands in texts of all kinds: a verb of banks, a single letter, the number of a card, a
    /// day or a time.
    static func saysNothing(_ word: [UInt8]) -> Bool {
        if word.count == 1 { return true }
        let digits = word.count { $0.isDigit }
        if digits > 0, word.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: "x") }) {
            return word.count <= 2 || word.count >= 4
        }
        return common.contains(word)
    }

    /// Words with which banks of several countries say how money was moved.
    private static let common = Set(
        """
        compra tarj tarjeta pago con movil en recibo adeudo core transferencia traspaso bizum \
        de del la el los para por ingreso abono cargo card payment purchase pos debit credit visa \
        mastercard maestro direct transfer from to the of kartenzahlung lastschrift ueberweisung \
        uberweisung gutschrift sepa girocard und von an carte cb vir virement prlv prelevement \
        paiement achat du le pagamento carta bonifico addebito betaling betaalpas incasso ccv paypal \
        eur usd gbp
        """.split(separator: " ").map { Array($0.utf8) })
}
