import Model
import Syntax
import Testing

struct AttributeTests {
    /// The field begins at column 21.
    private static func refusal(_ field: String) throws -> String {
        try LineReader().refusal("2026-11-05 | -1 | | | " + field)
    }

    @Test(
        arguments: [
            ("#weekly", [.tag("weekly")]), ("#a #b", [.tag("a"), .tag("b")]),
            ("ignored", [.flag("ignored")]),
            ("ignored:\"not mine\"", [.value(key: "ignored", "not mine")]),
            ("?deleted", [.flag("?deleted")]),
            ("?same", [.flag("?same")]), ("k:v", [.value(key: "k", "v")]),
            ("k:a:b#c", [.value(key: "k", "a:b#c")]),
            ("url:https://x.example/?a=1#t", [.value(key: "url", "https://x.example/?a=1#t")]),
            ("note:\"\"", [.value(key: "note", "")]),
            ("note:\"a\\\"b\\|c\\\\d\\ne\"", [.value(key: "note", "a\"b|c\\d\ne")]),
            (
                "?category:food ?category:home",
                [.value(key: "?category", "food"), .value(key: "?category", "home")]
            ),
            ("-note:x", [.value(key: "-note", "x")]),
            ("k2-x:1   #t", [.value(key: "k2-x", "1"), .tag("t")]),
            ("#año", [.tag("año")]), ("id:a_B-9", [.value(key: "id", "a_B-9")]), ("", []),
        ] as [(String, [Attribute])])
    func `attributes are read in their order`(_ field: String, _ wanted: [Attribute]) throws {
        let line = Array("2026-11-05 | -1 | | | \(field)".utf8)
        #expect(try TransactionRecord.parse(line).attributes.attributes.list == wanted)
    }

    @Test(arguments: [
        ("Bar", "attribute.form 23"), ("id:a id:a", "attribute.twice 28"),
        ("#a #a", "attribute.twice 26"),
        ("ignored ignored:x", "attribute.twice 31"), ("-k:1 -k:2", "attribute.twice 28"),
        ("note:\"open", "attribute.quote 28"), ("note:a\"b", "attribute.form 29"),
        ("note:\"a\"b", "attribute.form 31"),
        ("note:", "attribute.form 23"), ("Note:x", "attribute.form 23"),
        ("k_x:1", "attribute.form 23"),
        (":x", "attribute.form 23"), ("#", "attribute.form 23"), ("#a#b", "attribute.form 25"),
        ("#a,b", "attribute.form 25"),
        ("#a:b", "attribute.form 25"), ("k:a\\|b", "text.escape 26"),
        ("k:\"a\\tb\"", "text.escape 27"),
        ("#a\t#b", "attribute.form 25"), ("?other", "attribute.form 23"),
        ("\"x\"", "attribute.form 23"),
        ("id:a.b", "attribute.value 26"),
        ("id:" + String(repeating: "a", count: 65), "attribute.value 26"),
        ("pair:a,,b", "attribute.value 28"), ("aka:\"a b\"", "attribute.value 27"),
        ("contact:Acme", "attribute.value 31"),
        ("bank-date:2026-02-30", "attribute.value 33"), ("balance:1,2", "attribute.value 31"),
        ("fx:\"49.10 usd\"", "attribute.value 26"), ("plan:p1", "attribute.value 28"),
        ("auto:category", "attribute.value 28"),
        ("value-date:x", "attribute.value 34"),
    ])
    func `attributes are refused where they are wrong`(_ field: String, _ wanted: String) throws {
        #expect(try AttributeTests.refusal(field) == wanted)
    }

    @Test func `a forgotten quote is told as such`() throws {
        let problem = try LineReader().problem("2026-11-03 | -3.20 | food | Café | note:with Ana")
        #expect(problem?.remedy == "quote the value: note:\"with Ana\"")
    }

    @Test func `an empty value is no value`() throws {
        let transaction = try LineReader().read(
            "2026-11-03 | -3.20 | | | id:\"\" note:\"\" contact:\"\" ignored:\"\"")
        #expect(transaction.id == nil && transaction.note == nil && transaction.contact == nil)
        #expect(!transaction.isIgnored)
    }

    @Test(arguments: ["6 | | | | | x", "6 | a | b | #c | ", "6 | | | #a | #b"])
    func `a sixth field names the fifth separator`(_ rest: String) throws {
        let line = "2026-11-03 | \(rest)"
        let bars = line.utf8.enumerated().filter { $0.element == UInt8(ascii: "|") }.map(\.offset)
        #expect(try LineReader().refusal(line) == "field.count \(bars[4] + 1)")
    }

    @Test func `an assertion may have a text and attributes but no category`() throws {
        let reader = try LineReader()
        #expect(reader.refusal("2026-11-30 = | 1 EUR | | seen in the app | #x") == "")
        #expect(reader.refusal("2026-11-30 = | 1 EUR | food") == "assertion.category 24")
    }
}
