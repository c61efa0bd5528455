import Model
import Testing

struct NumberTests {
    @Test(
        arguments: [
            ("-45.20", -4_520, 2), ("+3", 3, 0), ("0", 0, 0), ("-0.00", 0, 2), ("007", 7, 0),
            ("0.5", 5, 1),
            ("9223372036854775807", .max, 0), ("-9223372036854775807", -.max, 0),
            ("0.000000000000000001", 1, 18),
        ] as [(String, Int64, Int)])
    func `a number keeps its digits`(_ text: String, _ units: Int64, _ decimals: Int) {
        #expect(DecimalNumber(text) == DecimalNumber(units: units, decimals: decimals))
    }

    @Test(arguments: [
        "", "-", "+", ".", ".5", "5.", "1,5", "1e3", " 1", "1 ", "--1", "+-1", "1.2.3",
        "9223372036854775808",
        "99999999999999999999", "٣", "0x1", "1_000", "1-", "1.-5",
    ])
    func `what is no number is refused`(_ text: String) {
        #expect(DecimalNumber(text) == nil)
    }

    @Test(
        arguments: [
            ("1.5", 2, 150), ("1.50", 1, 15), ("1.55", 1, nil), ("-1.50", 0, nil), ("-2.00", 0, -2),
            ("92233720368547758.07", 2, .max), ("92233720368547758.08", 2, nil),
            ("1", 18, 1_000_000_000_000_000_000),
            ("10", 18, nil), ("0", 9, 0),
        ] as [(String, Int, Int64?)])
    func `a number is scaled without loss or not at all`(
        _ text: String, _ decimals: Int, _ wanted: Int64?
    ) {
        #expect(DecimalNumber(text).flatMap { $0.scaled(to: decimals) } == wanted)
    }

    @Test(
        arguments: [
            (-4_520, 2, "-45.20"), (5, 0, "5"), (0, 2, "0.00"), (-5, 2, "-0.05"),
            (5, 9, "0.000000005"), (-5, 0, "-5"),
            (Int128(Int64.max) * 1_000, 3, "9223372036854775807.000"),
        ] as [(Int128, Int, String)])
    func `units are written with exactly their decimals`(
        _ units: Int128, _ decimals: Int, _ wanted: String
    ) {
        #expect(decimalText(units, decimals: decimals) == wanted)
    }

    @Test(
        arguments: [
            (5, 2, 2), (15, 10, 2), (25, 10, 2), (35, 10, 4), (-5, 2, -2), (-15, 10, -2),
            (-25, 10, -2), (7, 3, 2),
            (8, 3, 3), (-7, 3, -2), (-8, 3, -3), (0, 7, 0), (1, 2, 0), (3, 2, 2), (-1, 2, 0),
            (-3, 2, -2), (9, 1, 9), (1, 3, 0),
        ] as [(Int128, Int, Int128)])
    func `a quotient is rounded half to even`(_ sum: Int128, _ count: Int, _ wanted: Int128) {
        #expect(dividedHalfToEven(sum, by: count) == wanted)
    }

    @Test(
        arguments: [
            ("EUR", 2), ("USD", 2), ("JPY", 0), ("KRW", 0), ("CLP", 0), ("BHD", 3), ("TND", 3),
            ("CLF", 4), ("UYW", 4),
            ("XAU", 0), ("XXX", 0), ("CHF", 2), ("GBP", 2), ("HUF", 2), ("ISK", 0), ("IQD", 3),
            ("XCG", 2), ("ZWG", 2),
            ("BGN", nil), ("HRK", nil), ("ANG", nil), ("CUC", nil), ("ZWL", nil), ("DEM", nil),
            ("BTC", nil),
        ] as [(String, Int?)])
    func `the currencies are those of 2026-01-01`(_ text: String, _ decimals: Int?) throws {
        let code = try #require(CurrencyCode(text))
        #expect(CurrencyTable().decimals(of: code) == decimals)
    }

    @Test func `a declared currency wins over ISO's decimals`() throws {
        let bitcoin = try #require(CurrencyCode("BTC"))
        let table = CurrencyTable(declared: [.eur: 4, bitcoin: 8])
        #expect(
            table.decimals(of: .eur) == 4 && table.decimals(of: bitcoin) == 8
                && table.decimals(of: .usd) == 2)
    }

    @Test(arguments: [
        ("EUR", true), ("ABCDEFGH", true), ("A1B", true), ("EU", false), ("ABCDEFGHI", false),
        ("eur", false),
        ("1AB", false), ("E-R", false), ("", false), ("ÉUR", false),
    ])
    func `a code has three to eight capitals and digits`(_ text: String, _ isCode: Bool) {
        let code = CurrencyCode(text)
        #expect((code != nil) == isCode)
        #expect(code == nil || code?.description == text)
    }

    @Test func `codes compare in the order of their bytes`() {
        let codes = ["AAA", "AAAA", "AAB", "EUR", "EUR1", "ZZZ"].compactMap { CurrencyCode($0) }
        #expect(codes.sorted() == codes)
    }
}
