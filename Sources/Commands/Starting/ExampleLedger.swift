import JSONText
import Model

/// A small ledger to try things on: a few weeks around today in three accounts.
enum ExampleLedger {
    static func files(today: CivilDate) -> [(path: String, bytes: [UInt8])] {
        let base = LedgerTemplate.files(uid: "examp1e000", name: "Example", currency: .eur)
        var files = base.filter { $0.path != "categories.txt" }
        files.append(("categories.txt", Array(categories.utf8)))
        let start = today.adding(days: -40) ?? today
        files.append(account("main", "current", "Current account", "1250.00", start, order: 1))
        files.append(account("savings", "savings", "Savings", "5000.00", start, order: 2))
        files.append(account("cash", "cash", "Cash", "40.00", start, order: 3))
        for name in ["main", "savings", "cash"] {
            files += transactions(name, today: today)
        }
        return files
    }

    private static func account(
        _ name: String, _ kind: String, _ title: String, _ opening: String, _ start: CivilDate,
        order: Int
    ) -> (path: String, bytes: [UInt8]) {
        let value = JSONValue.object([
            "uid": .string("examp1e00\(order)"), "name": .string(title), "kind": .string(kind),
            "currency": .string("EUR"),
            "opening": .object([
                "date": .string(start.description), "amounts": .object(["EUR": .string(opening)]),
            ]),
            "order": .integer(order),
        ])
        return ("accounts/\(name).json", JSONWriter.file(value))
    }

    /// The lines of an account by year; `@N` in the table below is the day N days before today.
    private static func transactions(
        _ account: String, today: CivilDate
    ) -> [(path: String, bytes: [UInt8])] {
        var years: [Int: String] = [:]
        for line in lines.split(separator: "\n") {
            let parts = line.split(separator: ";", maxSplits: 2).map(String.init)
            guard parts.count == 3, parts[0] == account, let back = Int(parts[1]),
                let date = today.adding(days: -back)
            else { continue }
            years[date.year, default: ""] += "\(date)\(parts[2])\n"
        }
        return years.keys.sorted().map { year in
            ("transactions/\(account)/\(year).txt", Array((years[year] ?? "").utf8))
        }
    }

    private static let lines = """
        main;38;   |     -38.75 EUR | food/groceries         | MERCADONA VALENCIA       | id:exa0000001
        main;36;   |    -750.00 EUR | home/rent              | ALQUILER                 | id:exa0000002
        main;33;   |     -12.99 EUR | leisure                | NETFLIX.COM              | id:exa0000003 #subscription
        main;30;   |    2150.00 EUR | income/salary 2700.00, tax/income -550.00 | ACME SL NOMINA           | id:exa0000004
        main;29;   |    -300.00 EUR | =savings               | To savings               | id:exa0000005 pair:exa0000006
        main;27;   |     -60.00 EUR | =cash                  | CAJERO 0412              | id:exa0000007 pair:exa0000008
        main;24;   |     -54.10 EUR | food/groceries 41.50, home/utilities | CARREFOUR                | id:exa0000009
        main;20;   |     -48.00 EUR | food/dining 24.00, ignored | CASA PEPE                | id:exa0000010 note:"half is Ana's"
        main;14;   |      15.00 EUR | food/groceries         | DEVOLUCION MERCADONA     | id:exa0000011
        main;9;   |     -41.22 EUR |                        | AMZN MKTP                | id:exa0000012
        main;3;   |     -62.40 EUR | food/groceries         | MERCADONA VALENCIA       | id:exa0000013
        main;1; ! |     -23.90 EUR | transport              | REPSOL                   | id:exa0000014
        savings;29;   |     300.00 EUR | =main                  | From main                | id:exa0000006 pair:exa0000005
        cash;27;   |      60.00 EUR | =main                  | CAJERO 0412              | id:exa0000008 pair:exa0000007
        cash;21;   |      -3.20 EUR | food/dining            | Café                     | id:exa0000015
        cash;12;   |     -18.00 EUR | leisure                | Cine Doré                | id:exa0000016
        cash;2;   |      -6.50 EUR | food/groceries         | Market                   | id:exa0000017
        """

    private static let categories = """
        # PATH | KIND | keywords that choose the category, separated by commas
        income | income
        income/salary | | nomina
        home | expense
        home/rent | | alquiler
        home/utilities
        food | expense
        food/groceries | | mercadona, carrefour
        food/dining
        transport | expense | repsol
        leisure | expense | netflix
        tax | expense
        tax/income

        """
}
