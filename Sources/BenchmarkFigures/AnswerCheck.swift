package import BenchmarkLedgers

/// Compares answers with the exact sums before anything is timed: a quick wrong answer is worth
/// nothing.
package enum AnswerCheck {
    /// Why bankbook's table is not the right answer, a line for each cell; empty where it is.
    package static func differences(
        _ table: DelimitedTable, _ expected: [ExactSum]
    ) throws(BenchmarkFailure) -> [String] {
        try differences(sums(table), expected)
    }

    /// The same for what the floor printed.
    package static func differences(
        floor text: String, _ expected: [ExactSum]
    ) throws(BenchmarkFailure) -> [String] {
        var found: [Cell: Int] = [:]
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\t").map(String.init)
            guard fields.count == 3, let units = Int(fields[2]) else {
                throw BenchmarkFailure("the floor printed “\(line)”")
            }
            found[Cell(name: fields[0], currency: fields[1])] = units
        }
        return differences(found, expected)
    }

    private struct Cell: Hashable {
        let name: String
        let currency: String
    }

    private static func differences(_ found: [Cell: Int], _ expected: [ExactSum]) -> [String] {
        var rest = found
        var lines: [String] = []
        for sum in expected {
            let answer = rest.removeValue(forKey: Cell(name: sum.name, currency: sum.currency)) ?? 0
            if answer != sum.units {
                lines.append(
                    "\(sum.name) \(sum.currency): \(answer) instead of \(sum.units) hundredths")
            }
        }
        for (cell, units) in rest where units != 0 {
            lines.append("\(cell.name) \(cell.currency): \(units) instead of nothing")
        }
        return lines.sorted()
    }

    /// Figures by row and currency: either a currency column beside the amount, or cells that hold
    /// amounts with their currencies.
    private static func sums(_ table: DelimitedTable) throws(BenchmarkFailure) -> [Cell: Int] {
        guard let name = table.column("name", "category"),
            let amount = table.column("amount", "amounts", "total")
        else { throw BenchmarkFailure("bankbook's table has the columns \(table.header)") }
        let currency = table.column("currency")
        var found: [Cell: Int] = [:]
        for row in table.rows {
            guard row.count == table.header.count else {
                throw BenchmarkFailure("a row of bankbook's table has other columns: \(row)")
            }
            let amounts =
                if let currency { [(currency: row[currency], number: row[amount])] } else {
                    try amounts(in: row[amount])
                }
            for (currency, number) in amounts {
                guard let units = units(number) else {
                    throw BenchmarkFailure("bankbook printed the amount “\(number)”")
                }
                found[Cell(name: row[name], currency: currency), default: 0] += units
            }
        }
        return found
    }

    /// `-45.20 EUR` or `{"EUR":"-45.20"}`: numbers and codes in any order that pairs them.
    private static func amounts(
        in text: String
    ) throws(BenchmarkFailure) -> [(currency: String, number: String)] {
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }.map(
            String.init)
        let codes = words.filter { $0.allSatisfy(\.isLetter) }
        let numbers = words.filter { !$0.allSatisfy(\.isLetter) }
        guard codes.count == numbers.count else {
            throw BenchmarkFailure("bankbook printed the amounts “\(text)”")
        }
        return Array(zip(codes, numbers)).map { (currency: $0.0, number: $0.1) }
    }

    /// Hundredths, from a number with exactly two decimals.
    private static func units(_ text: String) -> Int? {
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count == 2, halves[1].count == 2 else { return nil }
        return Int(halves[0] + halves[1])
    }
}
