import Model
import Testing

struct CategoryTreeTests {
    private static func tree(_ rows: [(path: String, kind: CategoryKind?, was: String)])
        -> CategoryTree
    {
        CategoryTree(
            rows.map {
                Category(
                    path: $0.path, kind: $0.kind, keywords: [],
                    attributes: Attributes($0.was.isEmpty ? [] : [.value(key: "was", $0.was)]))
            })
    }

    private static let usual = tree([
        ("income", .income, ""), ("food", .expense, "eating,meals"),
        ("food/out", nil, "food/dining,eating/bar"),
        ("loans", .transfer, ""), ("loans/fees", .expense, ""), ("x", nil, "old"),
        ("x2/y", nil, "x/z"),
        ("live", nil, ""), ("taker", nil, "live"),
    ])

    @Test(arguments: [
        ("food", "food"), ("eating", "food"), ("meals/a/b", "food/a/b"), ("eating/bar", "food/out"),
        ("eating/bar/tapas", "food/out/tapas"), ("food/dining", "food/out"),
        ("food/dining/x", "food/out/x"),
        ("eatings", "eatings"), ("eating2/x", "eating2/x"), ("unknown", "unknown"),
        ("old/z", "x/z"), ("x/z", "x2/y"),
        ("live", "live"), ("live/x", "live/x"), ("loans/fees", "loans/fees"),
    ])
    func `S24, M4: a path is resolved once, by its longest former prefix, and never while it lives`(
        _ path: String, _ wanted: String
    ) {
        #expect(CategoryTreeTests.usual.resolve(path) == wanted)
    }

    @Test(
        arguments: [
            ("food", .expense), ("food/out", .expense), ("food/a/b", .expense),
            ("income/salary", .income), ("loans/x", .transfer),
            ("loans/fees/late", .expense), ("x", nil), ("foods", nil), ("unknown/food", nil),
        ] as [(String, CategoryKind?)])
    func `S9: the kind is the nearest declared ancestor's`(_ path: String, _ wanted: CategoryKind?)
    {
        #expect(CategoryTreeTests.usual.kind(of: path) == wanted)
    }

    @Test
    func `S25: declared paths come first, in the order of the file, then the others by bytes`() {
        let paths = ["zoo", "food/out", "Ärger", "food", "aa", "income"]
        let sorted = paths.sorted(by: CategoryTreeTests.usual.precedes)
        #expect(sorted == ["income", "food", "food/out", "aa", "zoo", "Ärger"])
    }

    @Test(
        arguments: [
            ("gorceries", ["groceries", "gas"], "groceries"),
            ("savngs", ["savings", "main"], "savings"),
            ("ab", ["ba", "xy"], "ba"), ("mian", ["main", "mian2"], "main"),
            ("zzz", ["main", "savings"], nil), ("a", ["b"], nil),
            ("main", [], nil), ("cat", ["car", "bat"], "bat"), ("", ["a"], nil),
            ("ñandu", ["ñandú"], "ñandú"),
        ] as [(String, [String], String?)])
    func `a suggestion is the nearest name, ties by bytes`(
        _ word: String, _ names: [String], _ wanted: String?
    ) {
        #expect(Suggestion.nearest(to: word, in: names) == wanted)
    }

    @Test(arguments: [
        ("main", true), ("a-1", true), ("2026", true), ("", false), ("-a", false), ("A", false),
        ("a_b", false),
        (String(repeating: "a", count: 40), true), (String(repeating: "a", count: 41), false),
        ("año", false),
    ])
    func `a name has up to forty of a-z, 0-9 and hyphens`(_ text: String, _ isName: Bool) {
        #expect(NameForm.isName(text) == isName)
    }

    @Test func `two Unicode forms of a name are two categories`() {
        let composed = "caf\u{E9}"
        let decomposed = "cafe\u{301}"
        let tree = Self.tree([
            (composed, .income, "bar\u{E9}"), (decomposed, .expense, ""),
        ])
        #expect(tree.kind(of: composed) == .income)
        #expect(tree.kind(of: decomposed) == .expense)
        #expect(tree.position(of: decomposed) == 1)
        #expect(tree.resolve("bare\u{301}") == "bare\u{301}")
        #expect(Array(tree.resolve("bar\u{E9}").utf8) == Array(composed.utf8))
    }
}
