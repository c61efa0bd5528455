import Model
import Syntax
import Testing

struct CategoryTests {
    /// The parts as `target amount`, of a line of -60.00.
    private static func parts(_ field: String, amount: String = "-60.00") throws -> String {
        let reader = try LineReader()
        let line = "2026-11-05 | \(amount) | \(field)"
        let refusal = reader.refusal(line)
        if !refusal.isEmpty { return refusal }
        return try reader.read(line).parts.map { part in
            switch part.target {
            case .uncategorised: "(none) \(part.amount)"
            case .category(let path): "\(path) \(part.amount)"
            case .transfer(let account): "=\(account) \(part.amount)"
            case .ignored: "ignored \(part.amount)"
            }
        }.joined(separator: "; ")
    }

    @Test(arguments: [
        ("", "(none) -6000"), ("food", "food -6000"), ("food/groceries", "food/groceries -6000"),
        ("Ocio & cultura/Cine y teatro", "Ocio & cultura/Cine y teatro -6000"),
        ("=savings", "=savings -6000"),
        ("ignored", "ignored -6000"), ("a:b;c(d)'e'#?~=", "a:b;c(d)'e'#?~= -6000"),
        ("food 60.00", "food -6000"), ("food 41.50, home", "food -4150; home -1850"),
        ("food  41.50 ,  home  18.50", "food -4150; home -1850"),
        ("food -41.50, home -18.5", "food -4150; home -1850"),
        ("food +10, home", "food 1000; home -7000"), ("food 60, home", "food -6000; home 0"),
        ("food 70, home", "food -7000; home 1000"), ("food 30, food 30", "food -3000; food -3000"),
        ("=savings 20, ignored 10, food", "=savings -2000; ignored -1000; food -3000"),
        ("insurance-2026", "insurance-2026 -6000"), ("ignored/x", "ignored/x -6000"),
        ("2026 x", "2026 x -6000"),
        ("food -0, home", "food 0; home -6000"),
    ])
    func `a category field has parts that add up to the line`(
        _ field: String, _ wanted: String
    ) throws {
        #expect(try CategoryTests.parts(field) == wanted)
    }

    @Test(arguments: [
        ("a 1, b", "0", "a 100; b -100"), ("a -1, b", "0", "a -100; b 100"),
        ("a 2800, b -650", "2150.00", "a 280000; b -65000"),
        ("a 2800, b", "2150.00", "a 280000; b -65000"),
        ("food", "-0.00", "food 0"),
    ])
    func `a part without a sign has the direction of the line`(
        _ field: String, _ amount: String, _ wanted: String
    ) throws {
        #expect(try CategoryTests.parts(field, amount: amount) == wanted)
    }

    /// The field begins at column 23.
    @Test(arguments: [
        ("food, home 10", "split.open 23"), ("food 41.50, home 10.00", "split.sum 23"),
        ("food 60.01", "split.sum 23"), ("food 30", "split.sum 23"),
        ("food 1.234, home", "amount.decimals 32"),
        ("food//x", "category.form 28"), ("/food", "category.form 23"),
        ("food/", "category.form 27"),
        ("food /x", "category.form 28"), ("food/ x", "category.form 28"),
        ("a  b", "category.form 25"),
        ("a\tb", "category.form 24"), ("a\"b", "category.form 24"), ("a\\|b", "category.form 24"),
        ("#weekly", "category.form 23"), ("?x", "category.form 23"), ("~x", "category.form 23"),
        ("=nobody", "account.unknown 23"), ("=Savings", "category.form 23"),
        ("=", "category.form 23"),
        ("2026", "category.form 23"), ("-3.20", "category.form 23"), ("food,", "category.form 28"),
        (", food", "category.form 23"), ("food 10 20, x", "category.form 28"),
        ("10, food", "category.form 23"),
        ("food 99999999999999999999, x", "amount.range 28"),
    ])
    func `a category field is refused where it is wrong`(
        _ field: String, _ wanted: String
    ) throws {
        #expect(try CategoryTests.parts(field) == wanted)
    }

    @Test(arguments: [
        ("food", true), ("Ocio & cultura/Cine y teatro", true), ("insurance-2026", true),
        ("", false),
        ("ignored", false), ("a,b", false), ("insurance 2026", false), ("a//b", false),
        ("a ", false),
        ("=a", false), ("a|b", false), ("a\nb", false), ("a\u{7}b", false),
    ])
    func `a path is valid or not`(_ path: String, _ isValid: Bool) {
        #expect(CategoryPath.isValid(path) == isValid)
    }
}
