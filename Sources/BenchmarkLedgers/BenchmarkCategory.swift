/// One of the 120 categories of a benchmark ledger.
struct BenchmarkCategory: Sendable {
    enum Kind: String, Sendable { case expense, income, transfer }

    let path: String
    let kind: Kind
    let keywords: String

    /// 100 expense categories, then 10 of income, then 10 of kind transfer; parents come first.
    static let all: [BenchmarkCategory] = tree.flatMap { top in
        [BenchmarkCategory(path: top.name, kind: top.kind, keywords: "")]
            + top.children.map { child in
                let path = "\(top.name)/\(child)"
                return BenchmarkCategory(path: path, kind: top.kind, keywords: keywords[path] ?? "")
            }
    }

    static let expenseCount = 100

    /// The place of a path in `all`; every path that this target names is there.
    static func index(of path: String) -> Int {
        guard let index = all.firstIndex(where: { $0.path == path }) else {
            preconditionFailure("no benchmark category \(path)")
        }
        return index
    }

    /// `expenses:food:groceries`; what reports leave out goes to `equity:`.
    var journalAccount: String {
        let prefix =
            switch kind {
            case .expense: "expenses"
            case .income: "income"
            case .transfer: "equity"
            }
        return "\(prefix):" + path.split(separator: "/").joined(separator: ":")
    }

    private static let keywords = [
        "food/groceries": "mercadona, carrefour, lidl",
        "food/coffee": "café",
        "transport/fuel": "repsol, cepsa",
        "leisure/streaming": "netflix",
        "income/salary": "nómina",
    ]

    private static let tree: [(name: String, kind: Kind, children: [String])] = [
        (
            "food", .expense,
            [
                "groceries", "coffee", "eating out", "takeaway", "bakery", "drinks", "market",
                "snacks",
                "work lunch",
            ]
        ),
        (
            "home", .expense,
            [
                "rent", "electricity", "gas", "water", "internet", "furniture", "repairs", "décor",
                "cleaning",
            ]
        ),
        (
            "transport", .expense,
            ["fuel", "train", "metro", "taxi", "parking", "tolls", "bicycle", "car repair", "bus"]
        ),
        (
            "health", .expense,
            [
                "pharmacy", "dentist", "gym", "doctor", "glasses", "therapy", "insurance",
                "hospital",
                "sport",
            ]
        ),
        (
            "leisure", .expense,
            [
                "streaming", "cinema", "books", "games", "concerts", "museums", "hobbies", "music",
                "parties",
            ]
        ),
        (
            "shopping", .expense,
            [
                "clothes", "online", "electronics", "shoes", "gifts", "cosmetics", "garden", "toys",
                "stationery",
            ]
        ),
        (
            "travel", .expense,
            [
                "hotel", "flights", "car rental", "food & drinks", "tours", "visas", "luggage",
                "souvenirs", "camping",
            ]
        ),
        (
            "education", .expense,
            [
                "courses", "fees", "textbooks", "languages", "software", "conferences", "exams",
                "tutoring", "library",
            ]
        ),
        (
            "family", .expense,
            [
                "childcare", "pets", "school", "allowance", "care", "presents", "clubs",
                "babysitter",
                "weddings",
            ]
        ),
        (
            "finance", .expense,
            [
                "insurance", "fees", "interest", "taxes", "cashback", "adviser", "fines",
                "donations",
                "pension",
            ]
        ),
        (
            "income", .income,
            [
                "salary", "tax refund", "dividends", "interest", "rent received", "sales", "gifts",
                "bonus", "freelance",
            ]
        ),
        (
            "moves", .transfer,
            [
                "cash", "broker", "friends", "deposit", "wallet", "shared account", "escrow",
                "voucher",
                "exchange",
            ]
        ),
    ]
}
