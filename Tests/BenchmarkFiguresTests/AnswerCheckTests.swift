import BenchmarkFigures
import BenchmarkLedgers
import Testing

struct AnswerCheckTests {
    private let expected = [
        ExactSum(name: "food", currency: "EUR", units: -4_520),
        ExactSum(name: "food", currency: "USD", units: 100),
        ExactSum(name: "home", currency: "EUR", units: 0),
    ]

    @Test(arguments: [
        "name,depth,currency,amount\nfood,1,EUR,-45.20\nfood,1,USD,1.00\n",
        "name,depth,currency,amount\nfood,1,EUR,-45.20\nfood,1,USD,1.00\nhome,1,EUR,0.00\n",
        "depth,name,amounts\n1,food,\"{\"\"EUR\"\":\"\"-45.20\"\",\"\"USD\"\":\"\"1.00\"\"}\"\n",
        "name,total\r\n\"food\",\"-45.20 EUR, 1.00 USD\"\r\n",
    ])
    func `a right answer is taken in any shape of table`(_ text: String) throws {
        let differences = try AnswerCheck.differences(DelimitedTable(text), expected)
        #expect(differences == [])
    }

    @Test(arguments: [
        ("food,EUR,-45.21\nfood,USD,1.00", "food EUR: -4521 instead of -4520 hundredths"),
        ("food,EUR,-45.20", "food USD: 0 instead of 100 hundredths"),
        ("food,EUR,-45.20\nfood,USD,1.00\nhome,EUR,0.01", "home EUR: 1 instead of 0 hundredths"),
        ("food,EUR,-45.20\nfood,USD,1.00\nfun,EUR,2.00", "fun EUR: 200 instead of nothing"),
        (
            "food,EUR,-45.20\nfood,USD,1.00\nfood,USD,1.00",
            "food USD: 200 instead of 100 hundredths"
        ),
    ])
    func `a cent too much or too little is told`(_ rows: String, _ difference: String) throws {
        let table = DelimitedTable("name,currency,amount\n\(rows)\n")
        let differences = try AnswerCheck.differences(table, expected)
        #expect(differences == [difference])
    }

    @Test(arguments: [
        "code,amount\nfood,1.00\n", "name,currency,amount\nfood,EUR,1.0\n",
        "name,currency,amount\nfood,EUR\n", "name,amounts\nfood,1.00\n",
    ])
    func `a table that cannot be read is refused`(_ text: String) {
        #expect(throws: BenchmarkFailure.self) {
            try AnswerCheck.differences(DelimitedTable(text), expected)
        }
    }

    @Test func `the floor's answer is compared the same way`() throws {
        let right = try AnswerCheck.differences(
            floor: "food\tEUR\t-4520\nfood\tUSD\t100\nhome\tEUR\t0\n", expected)
        let wrong = try AnswerCheck.differences(floor: "food\tEUR\t-4520\n", expected)
        #expect(right == [])
        #expect(wrong == ["food USD: 0 instead of 100 hundredths"])
    }
}
