package import JSONText
import Model
package import Statements

/// What `bankbook-read` tells of a file: JSON, one object a line.
///
///     {"statement":{"identifier":"NL26…","currency":"EUR","skipped":0,"opening":{…},"closing":{…}}}
///     {"record":{"row":12,"booking_date":"2026-11-03","amount":"-45.20",…}}     of the statement above
///     {"end":{"format":"camt.053","encoding":"utf-8"}}
///
/// or `{"table":"…"}` with a sheet as CSV, one line each and `{"end":…}` behind them, or a single `{"refused":{"reason":"…","row":3,"value":"…"}}`. A last line of either kind says that the
/// answer is whole.
extension StatementReading {
    /// The lines of a reading. Questions do not occur in the formats of `bankbook-read`.
    package var lines: [JSONValue] {
        switch self {
        case .asked: return []
        case .refused(let reason, let row, _, let value):
            return [
                .object([
                    "refused": .object([
                        "reason": .string(reason), "row": row.map { .integer($0) },
                        "value": value.map { .string($0) },
                    ])
                ])
            ]
        case .read(let statements, _, let signature, let encoding):
            return statements.flatMap { [$0.line] + $0.records.map(\.line) }
                + [StatementReading.end(signature, encoding)]
        }
    }

    private static func end(_ format: String, _ encoding: String) -> JSONValue {
        .object([
            "end": .object(["format": .string(format), "encoding": .string(encoding)])
        ])
    }

    /// The lines of tables that are to be read as CSV.
    package static func lines(tables: [[UInt8]], _ format: StatementFormat) -> [JSONValue] {
        tables.map { .object(["table": .string(String(decoding: $0, as: UTF8.self))]) }
            + [end(format.rawValue, "xml")]
    }

    /// The tables that lines tell; `nil` where they tell something else, or are not whole.
    package static func tables(_ lines: [JSONValue]) -> [[UInt8]]? {
        guard lines.last?["end"]?["format"]?.text == StatementFormat.xlsx.rawValue else {
            return nil
        }
        var tables: [[UInt8]] = []
        for line in lines.dropLast() {
            guard let table = line["table"]?.text else { return nil }
            tables.append(Array(table.utf8))
        }
        return tables
    }

    /// The reading that lines tell; `nil` where they are not whole.
    package init?(lines: [JSONValue]) {
        guard let last = lines.last else { return nil }
        if let refusal = last["refused"] {
            self = .refused(
                reason: refusal["reason"]?.text ?? "", row: refusal["row"]?.integer, column: nil,
                value: refusal["value"]?.text)
            return
        }
        guard let end = last["end"], let format = end["format"]?.text else { return nil }
        var builders: [StatementBuilder] = []
        for line in lines.dropLast() {
            if let head = line["statement"] {
                builders.append(StatementBuilder(line: head))
            } else if let record = line["record"].flatMap(StatementRecord.init(line:)),
                !builders.isEmpty
            {
                builders[builders.count - 1].append(record)
            } else {
                return nil
            }
        }
        self = .read(
            statements: builders.map { $0.finished() }, layout: StatementSettings(),
            headerSignature: format, encoding: end["encoding"]?.text ?? "")
    }
}

extension Statement {
    fileprivate var line: JSONValue {
        .object([
            "statement": .object([
                "identifier": identifier.map { .string($0) },
                "currency": currency.map { .string($0.description) },
                "skipped": .integer(skipped), "opening": opening.map(\.line),
                "closing": closing.map(\.line), "valuation": valuation.map(\.line),
                "part": part == 0 ? nil : .integer(part),
            ])
        ])
    }
}

extension StatedBalance {
    fileprivate var line: JSONValue {
        .object(["date": date.map { .string($0.description) }, "amount": .string(amount.line)])
    }

    fileprivate init?(line: JSONValue) {
        guard let amount = line["amount"]?.text.flatMap({ DecimalNumber($0) }) else { return nil }
        self.init(date: line["date"]?.text.flatMap { CivilDate(iso: $0) }, amount: amount)
    }
}

extension DecimalNumber {
    fileprivate var line: String { decimalText(units, decimals: decimals) }
}

extension StatementBuilder {
    fileprivate init(line: JSONValue) {
        self.init(
            identifier: line["identifier"]?.text,
            currency: line["currency"]?.text.flatMap { CurrencyCode($0) })
        for _ in 0..<min(line["skipped"]?.integer ?? 0, 1_000_000) { skip() }
        part = line["part"]?.integer ?? 0
        setOpening(line["opening"].flatMap(StatedBalance.init(line:)))
        setClosing(line["closing"].flatMap(StatedBalance.init(line:)))
        setValuation(line["valuation"].flatMap(StatedBalance.init(line:)))
    }
}

extension StatementRecord {
    fileprivate var line: JSONValue {
        .object([
            "record": .object([
                "row": .integer(row), "booking_date": .string(bookingDate.description),
                "value_date": valueDate.map { .string($0.description) },
                "made_on": madeOn.map { .string($0.description) },
                "amount": .string(amount.line),
                "currency": currency.map { .string($0.description) },
                "balance": balance.map { .string($0.line) },
                "counterparty": counterparty.map { .string($0) },
                "iban": counterpartyIBAN.map { .string($0) },
                "text": text.isEmpty ? nil : .strings(text),
                "entry": entryReference.map { .string($0) },
                "end_to_end": endToEnd.map { .string($0) },
                "mandate": mandate.map { .string($0) }, "id": transactionID.map { .string($0) },
                "fx": fx.map {
                    .object([
                        "amount": .string($0.amount.line),
                        "currency": .string($0.currency.description),
                    ])
                },
                "trade": trade.map(\.line), "category": category.map { .string($0) },
                "pending": isPending ? .bool(true) : nil, "raw": .string(raw),
            ])
        ])
    }

    fileprivate init?(line: JSONValue) {
        guard let row = line["row"]?.integer,
            let day = line["booking_date"]?.text.flatMap({ CivilDate(iso: $0) }),
            let amount = line["amount"]?.text.flatMap({ DecimalNumber($0) })
        else { return nil }
        self.init(row: row, bookingDate: day, amount: amount, raw: line["raw"]?.text ?? "")
        valueDate = line["value_date"]?.text.flatMap { CivilDate(iso: $0) }
        madeOn = line["made_on"]?.text.flatMap { CivilDate(iso: $0) }
        currency = line["currency"]?.text.flatMap { CurrencyCode($0) }
        balance = line["balance"]?.text.flatMap { DecimalNumber($0) }
        counterparty = line["counterparty"]?.text
        counterpartyIBAN = line["iban"]?.text
        text = line["text"]?.elements?.compactMap(\.text) ?? []
        entryReference = line["entry"]?.text
        endToEnd = line["end_to_end"]?.text
        mandate = line["mandate"]?.text
        transactionID = line["id"]?.text
        if let fx = line["fx"], let amount = fx["amount"]?.text.flatMap({ DecimalNumber($0) }),
            let code = fx["currency"]?.text.flatMap({ CurrencyCode($0) })
        {
            self.fx = ForeignAmount(amount: amount, currency: code)
        }
        trade = line["trade"].flatMap(SecurityTrade.init(line:))
        category = line["category"]?.text
        isPending = line["pending"] == .bool(true)
    }
}

extension SecurityTrade {
    fileprivate var line: JSONValue {
        .object([
            "scheme": scheme.map { .string($0.rawValue) }, "security": .string(security),
            "units": units.map { .string($0.line) }, "price": price.map { .string($0.line) },
        ])
    }

    fileprivate init?(line: JSONValue) {
        guard let security = line["security"]?.text else { return nil }
        self.init(
            scheme: line["scheme"]?.text.flatMap(Scheme.init(rawValue:)), security: security,
            units: line["units"]?.text.flatMap { DecimalNumber($0) },
            price: line["price"]?.text.flatMap { DecimalNumber($0) })
    }
}
