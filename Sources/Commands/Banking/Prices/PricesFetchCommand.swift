import Analysis
import CommandGrammar
import ConnectorWire
import JSONText
import Model
import Reading
import SourceText

/// `prices fetch`: rates of currencies from a central bank, into `prices/`.
struct PricesFetchCommand: Command {
    static let currencies = Positional(
        "CURRENCY", .currency, .many,
        help: "Which; those that accounts hold without any")
    static let from = Flag(
        "from", takes: .date,
        help: "The first day; else the day after the last price, or that of the first line")
    static let to = Flag("to", takes: .date, help: "The last day; today without it")
    static let connector = Flag(
        "connector", takes: .suggestions([ConnectorProgram.rates]), as: "NAME",
        help: "Who tells them; ecb, the European Central Bank, without it")

    static let spec = CommandSpec(
        "fetch", summary: "Fetch rates of currencies into prices/",
        discussion: [
            "The European Central Bank tells one euro's worth each working day in the afternoon; a day without a rate has that of "
                + "the day before. A price that is there stays as it is. Where the base currency is not the euro, prices are worked "
                + "out between the two by their rates of the day."
        ],
        positionals: [currencies], flags: [from, to, connector],
        examples: [
            Example("bankbook prices fetch", "What is missing up to today"),
            Example("bankbook prices fetch USD GBP --from 2020-01-01", "Two currencies since 2020"),
        ],
        exitStatuses: BankStatuses.terms)

    private let codes: [String]
    private let from: String?
    private let to: String?
    private let connector: String
    private let invocation: Invocation

    init(_ invocation: Invocation) throws(UsageError) {
        let own = PricesFetchCommand.self
        codes = invocation.values(of: own.currencies)
        from = invocation.value(of: own.from)
        to = invocation.value(of: own.to)
        connector = invocation.value(of: own.connector) ?? ConnectorProgram.rates
        self.invocation = invocation
        guard NameForm.isName(connector) else {
            throw invocation.refusal(
                of: connector, for: own.connector, "write its name, never a path")
        }
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let wanted = try wanted(ledger)
        guard !wanted.isEmpty else {
            throw .failed(
                message: "accounts hold \(ledger.baseCurrency) alone",
                remedy: "name the currencies: bankbook prices fetch USD")
        }
        let last = try day(to, PricesFetchCommand.to) ?? session.today
        let first = try day(from, PricesFetchCommand.from)
        if let first, first > last {
            throw .usage(
                invocation.refusal(
                    of: from ?? "", for: PricesFetchCommand.from, "it lies behind \(last)"))
        }
        var begin = first ?? last.adding(days: 1) ?? last
        if first == nil {
            for code in wanted {
                let missing = try PriceFiles(ledger).firstMissing(
                    code, threads: session.environment.threads)
                begin = min(begin, missing)
            }
        }
        guard begin <= last else {
            try session.note("every price up to \(last) is there")
            return try session.finish(
                WriteResult(operation: nil, edits: [], notes: []), schema: "prices.fetch")
        }
        let answer = try fetch(wanted + [ledger.baseCurrency], begin, last, session)
        for warning in answer.warnings { try session.note(warning.message) }
        let count = answer.rates.count
        let result = try session.write { ledger throws(CommandFailure) in
            WritePlan(edits: try PriceFiles(ledger).edits(answer.rates, wanted))
        }
        if count == 0 { try session.note("no rate was told for these days") }
        return try session.finish(result, schema: "prices.fetch")
    }

    private func day(_ text: String?, _ flag: Flag) throws(CommandFailure) -> CivilDate? {
        guard let text else { return nil }
        if let day = CivilDate(iso: text) { return day }
        throw .usage(invocation.refusal(of: text, for: flag, "write YYYY-MM-DD"))
    }

    private func wanted(_ ledger: Ledger) throws(CommandFailure) -> [CurrencyCode] {
        if codes.isEmpty { return ledger.heldCurrencies.filter { $0 != ledger.baseCurrency } }
        var wanted: [CurrencyCode] = []
        for text in codes {
            guard let code = CurrencyCode(text), ledger.currencies.decimals(of: code) != nil else {
                throw .usage(
                    invocation.refusal(
                        of: text, for: PricesFetchCommand.currencies,
                        "write an ISO 4217 code such as USD"))
            }
            if code != ledger.baseCurrency, !wanted.contains(code) { wanted.append(code) }
        }
        return wanted
    }

    private func fetch(
        _ currencies: [CurrencyCode], _ from: CivilDate, _ to: CivilDate, _ session: Session
    ) throws(CommandFailure) -> ConnectorAnswer {
        let environment = session.environment
        var request = ConnectorRequest(
            .rates, connection: "prices", today: session.today, now: environment.timestamp(),
            stateFolder: "", deadline: 120)
        request.params = RateOrder(currencies: currencies, from: from, to: to).json
        let program = ConnectorProgram(connector, environment)
        let call = ConnectorCall(program: program, environment: environment)
        do throws(ConnectorFailure) { return try call.run(request) } catch {
            throw CommandFailure(error)
        }
    }
}
