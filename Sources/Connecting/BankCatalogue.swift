/// Banks that can be reached by direct access, as data: the modules of woob, by country and name.
package enum BankCatalogue {
    /// A bank with the module that reads its site.
    package struct Bank: Sendable, Equatable {
        package var name: String
        package var country: String
        package var module: String
    }

    private static let table = """
        FR bnp BNP Paribas
        FR hellobank Hello bank!
        FR boursorama BoursoBank
        FR cragr Crédit Agricole
        FR creditmutuel Crédit Mutuel
        FR cic CIC
        FR bp La Banque Postale
        FR caissedepargne Caisse d'Épargne
        FR banquepopulaire Banque Populaire
        FR societegenerale Société Générale
        FR bred BRED
        FR fortuneo Fortuneo
        FR ing ING
        FR lcl LCL
        FR axabanque AXA Banque
        FR amundi Amundi
        FR n26 N26
        DE n26 N26
        ES n26 N26
        IT n26 N26
        AT n26 N26
        GB barclays Barclays
        HK hsbchk HSBC Hong Kong
        NL degiro Degiro
        BE bnporc BNP Paribas Fortis
        US citibank Citibank
        US americanexpress American Express
        NZ kiwibank Kiwibank
        """

    package static let banks: [Bank] = table.split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ", maxSplits: 2).map(String.init)
        return words.count == 3 ? Bank(name: words[2], country: words[0], module: words[1]) : nil
    }

    /// The banks of a country whose names hold the words of a search; letters of every case, accents left aside by the
    /// caller's folding.
    package static func find(
        _ text: String, country: String?, folding: (String) -> String
    ) -> [Bank] {
        let wanted = folding(text).split(separator: " ")
        return banks.filter { bank in
            let name = folding(bank.name)
            return (country.map { $0.uppercased() == bank.country } ?? true)
                && wanted.allSatisfy { name.contains($0) }
        }
    }
}
