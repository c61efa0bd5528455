package import Model

/// What the lines of one account need to be understood.
package struct AccountContext: Sendable {
    package let name: String
    /// What a line without a currency is in.
    package let currency: CurrencyCode
    /// The currencies that the account holds, with their decimals and their index in the scan's
    /// list of currencies; `currency` first.
    package let allowed: [AllowedCurrency]

    package struct AllowedCurrency: Sendable {
        package let code: CurrencyCode
        package let decimals: Int
        package let index: CurrencyIndex
    }

    /// A blank and a three-letter code as the scanner reads them, with the index; for the
    /// currencies with two decimals.
    private let scanned: [(word: UInt32, index: CurrencyIndex)]
    private let firstWord: UInt32
    private let firstIndex: CurrencyIndex

    package init(name: String, currency: CurrencyCode, allowed: [AllowedCurrency]) {
        self.name = name
        self.currency = currency
        self.allowed = allowed
        scanned = allowed.compactMap { entry in
            let code = entry.code.bytes
            guard code.count == 3, entry.decimals == 2 else { return nil }
            let word = code.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << 8 | 0x20
            return (word, entry.index)
        }
        firstWord = scanned.first?.word ?? 0
        firstIndex = scanned.first?.index ?? 0
    }

    /// The index of the currency whose code stands in `word` behind a blank, the first byte lowest.
    @inline(__always)
    func scanIndex(ofBlankAndCode word: UInt32) -> CurrencyIndex? {
        if word == firstWord { return firstIndex }
        for entry in scanned where entry.word == word { return entry.index }
        return nil
    }

    package func allowed(_ code: CurrencyCode) -> AllowedCurrency? {
        allowed.first { $0.code == code }
    }
}
