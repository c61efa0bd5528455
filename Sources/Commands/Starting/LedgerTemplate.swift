import JSONText
import Model

/// The files of a new ledger.
enum LedgerTemplate {
    static func files(
        uid: String, name: String?, currency: CurrencyCode
    ) -> [(path: String, bytes: [UInt8])] {
        let ledger = JSONValue.object([
            "format": .integer(1), "uid": .string(uid), "name": name.map { .string($0) },
            "base_currency": .string(currency.description),
        ])
        return [
            ("ledger.json", JSONWriter.file(ledger)), ("categories.txt", Array(categories.utf8)),
            (".gitattributes", Array(attributes.utf8)), (".gitignore", Array(ignored.utf8)),
        ]
    }

    /// The uid that stands in the files of a ledger.
    static func uid(_ files: [(path: String, bytes: [UInt8])]) -> String {
        let bytes = files.first { $0.path == "ledger.json" }?.bytes ?? []
        do throws(JSONProblem) {
            return try JSONParser.parse(bytes)["uid"]?.text ?? ""
        } catch {
            return ""
        }
    }

    static let attributes = """
        *.txt    text eol=lf merge=bankbook diff=bankbook
        *.json   text eol=lf merge=bankbook
        *.jsonl  text eol=lf merge=bankbook

        """

    static let ignored = """
        ~*.tmp
        .DS_Store

        """

    private static let categories = """
        # PATH | KIND | keywords that choose the category, separated by commas
        income | income
        income/salary | income | salary, payroll, nomina
        income/other
        home | expense
        home/rent | | rent, alquiler
        home/utilities
        food | expense
        food/groceries | | supermarket, mercadona, carrefour, lidl, aldi
        food/dining | | restaurant
        transport | expense
        health | expense | pharmacy, farmacia
        leisure | expense
        shopping | expense
        travel | expense
        finance | expense
        finance/fees | | commission, comision
        tax | expense
        savings | transfer

        """
}
