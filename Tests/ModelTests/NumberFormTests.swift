import Model
import TestSupport
import Testing

/// Numbers as people want them on a terminal.
struct NumberFormTests {
    @Test(arguments: [
        ("1234.56", "1234567.89", "-0.05", "1000"), ("1,234.56", "1,234,567.89", "-0.05", "1,000"),
        ("1.234,56", "1.234.567,89", "-0,05", "1.000"),
        ("1 234,56", "1 234 567,89", "-0,05", "1 000"),
        ("1\u{202F}234,56", "1\u{202F}234\u{202F}567,89", "-0,05", "1\u{202F}000"),
        ("1’234.56", "1’234’567.89", "-0.05", "1’000"), ("1234,56", "1234567,89", "-0,05", "1000"),
    ])
    func `a sample shows the form`(
        _ sample: String, _ large: String, _ small: String, _ whole: String
    ) throws {
        let form = try #require(NumberForm(sample: sample))
        #expect(form.text(123_456_789, decimals: 2) == large)
        #expect(form.text(-5, decimals: 2) == small)
        #expect(form.text(1_000, decimals: 0) == whole)
        #expect(form.text(-123_456, decimals: 3) == "-123\(sample.contains(",56") ? "," : ".")456")
        #expect(form.isPlain == (sample == "1234.56"))
    }

    @Test(arguments: [
        "", "1234", "1.234.56", "12,34.56", "2.345,67", "1_234.56", "1234.5", "１.234,56",
    ])
    func `anything else is no sample`(_ sample: String) {
        #expect(NumberForm(sample: sample) == nil)
    }

    @Test func `only signs between and before digits change, and the width is that of the text`() {
        for seed in Trials.seeds(300, of: "number forms") {
            var seeded = Seeded(seed)
            let decimals = seeded.below(10)
            let units = Int128(Int64(bitPattern: seeded.next())) >> Int128(seeded.below(64))
            let plain = decimalText(units, decimals: decimals)
            for sample in NumberForm.samples {
                guard let form = NumberForm(sample: sample) else { continue }
                let text = form.text(units, decimals: decimals)
                #expect(text.filter { $0.isNumber || $0 == "-" } == plain.filter { $0 != "." })
                #expect(form.width(units, decimals: decimals) == text.count, "seed \(seed) \(text)")
            }
        }
    }
}
