/// The currencies a ledger knows, each with its number of decimals.
///
/// ISO 4217's active and X-codes as of 2026-01-01, plus what `ledger.json` declares; a declared code
/// wins over ISO's decimals.
package struct CurrencyTable: Sendable {
    private var decimalsByCode: [CurrencyCode: Int]
    /// The codes that `ledger.json` declares, with their decimals.
    package let declared: [CurrencyCode: Int]

    package init(declared: [CurrencyCode: Int] = [:]) {
        self.declared = declared
        decimalsByCode = CurrencyTable.iso.merging(declared) { _, own in own }
    }

    /// The number of decimals, 0…9, or `nil` for an unknown code.
    package func decimals(of code: CurrencyCode) -> Int? { decimalsByCode[code] }

    /// Every known code in the order of bytes.
    package var codes: [CurrencyCode] { decimalsByCode.keys.sorted() }

    private static let iso: [CurrencyCode: Int] = {
        var table: [CurrencyCode: Int] = [:]
        for (decimals, names) in isoByDecimals {
            for name in names.split(separator: " ") {
                guard let code = CurrencyCode(Array(name.utf8)) else { continue }
                table[code] = decimals
            }
        }
        return table
    }()

    /// ISO 4217 list one, by minor units. Funds and metals whose minor unit is "N.A." are kept with
    /// the decimals in which they are quoted in practice: none.
    private static let isoByDecimals: [(Int, String)] = [
        (
            0,
            """
            BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF \
            XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX
            """
        ),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
        (
            2,
            """
            AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN \
            BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD \
            FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW \
            KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR \
            MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG \
            SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD \
            USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
            """
        ),
    ]
}
