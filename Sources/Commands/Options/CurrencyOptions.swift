import Analysis
import CommandGrammar
import Model
import Reading

/// The options that tell everything in one currency (S3).
struct CurrencyOptions: Sendable {
    static let exchange = Flag(
        "exchange", short: "X", takes: .currency,
        help: "Tell everything in CURRENCY, by the prices in prices/")
    static let rate = Flag(
        "rate", takes: .suggestions(["day", "end", "today"]), as: "DAY",
        help: "The day whose price counts: of each line, the period's end, today or a date")
    static let gaps = Flag("gaps", help: "Show what has no price unconverted, instead of failing")

    static let group = FlagGroup("Currency options", [exchange, rate, gaps])

    let code: String?
    let rate: String?
    let hasGaps: Bool
    private let invocation: Invocation

    init(_ invocation: Invocation) {
        code = invocation.value(of: CurrencyOptions.exchange)
        rate = invocation.value(of: CurrencyOptions.rate)
        hasGaps = invocation.isSet(CurrencyOptions.gaps)
        self.invocation = invocation
    }

    /// The currency, where one was asked for.
    func target(_ ledger: Ledger) throws(CommandFailure) -> CurrencyCode? {
        guard let code else { return nil }
        if let known = CurrencyCode(code), ledger.currencies.decimals(of: known) != nil {
            return known
        }
        let upper = code.uppercased()
        let isKnown = CurrencyCode(upper).flatMap { ledger.currencies.decimals(of: $0) } != nil
        throw .usage(
            invocation.refusal(
                of: code, for: CurrencyOptions.exchange,
                isKnown
                    ? "did you mean \(upper)?"
                    : "write an ISO 4217 code such as EUR, or declare it in ledger.json"))
    }

    /// The day whose price counts.
    ///
    /// - Parameter usual: where the option is not given.
    func rateDay(today: CivilDate, usual: RateDay = .end) throws(CommandFailure) -> RateDay {
        guard let rate else { return usual }
        if let day = RateDay(rate, today: today) { return day }
        throw .usage(
            invocation.refusal(
                of: rate, for: CurrencyOptions.rate,
                "write day, end, today or a date such as 2026-11-03"))
    }
}
