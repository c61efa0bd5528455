import Foundation
import TestSupport

/// Half a year of five accounts of one person with transfers between them, and with what only looks like
/// transfers. Made before the matcher was written; nothing here is taken from it.
struct LabelledTransfers {
    /// What makes a transfer hard to see.
    enum Difficulty: String, CaseIterable {
        /// One day, one amount, and both texts say so.
        case plain
        /// The texts say little, but the bank names the other account's IBAN.
        case iban
        /// One to four days apart.
        case days
        /// Less arrives than was sent.
        case fee
        /// Another currency arrives.
        case currency
        /// One of the texts says nothing.
        case terse
        /// The month's bill of a card.
        case card
        /// Two equal ones on one day, or one each day.
        case twins
    }

    struct Row {
        var account: String
        var day: Int
        var cents: Int
        var text: String
        var name: String?
        var iban: String?

        var key: String { "\(account) \(date) \(amount) \(text)" }

        var date: String { LabelledTransfers.date(day) }

        var amount: String {
            (cents < 0 ? "-" : "") + String(format: "%d.%02d", abs(cents) / 100, abs(cents) % 100)
        }

        var json: String {
            var members = [
                "\"bookingDate\":\"\(date)\"",
                "\"transactionAmount\":{\"amount\":\"\(amount)\",\"currency\":\"\(currency)\"}",
                "\"remittanceInformationUnstructured\":\"\(text)\"",
            ]
            let side = cents < 0 ? "creditor" : "debtor"
            if let name { members.append("\"\(side)Name\":\"\(name)\"") }
            if let iban { members.append("\"\(side)Account\":{\"iban\":\"\(iban)\"}") }
            return "{" + members.joined(separator: ",") + "}"
        }

        private var currency: String { account == "dollars" ? "USD" : "EUR" }
    }

    static let accounts = ["main", "savings", "joint", "card", "dollars"]
    static let ibans = [
        "main": "ES9121000418450200051332", "savings": "ES7921000813610123456789",
        "joint": "ES6000491500051234567892",
    ]
    private static let owner = "ANA RUIZ GOMEZ"
    private static let others = [
        "JUAN PEREZ SANZ", "MARIA LOPEZ VEGA", "TALLERES NORTE SL", "FARMACIA SOL", "LUIS MORA",
    ]

    var rows: [Row] = []
    /// The rows of each transfer: out, then in.
    var transfers: [(difficulty: Difficulty, out: Row, into: Row)] = []
    private var random: Seeded

    static func date(_ day: Int) -> String {
        let lengths = [31, 28, 31, 30, 31, 30, 31]
        var rest = day
        var month = 0
        while rest >= lengths[month] {
            rest -= lengths[month]
            month += 1
        }
        return String(format: "2026-%02d-%02d", month + 1, rest + 1)
    }

    /// Dollars for a euro, in ten thousandths, on a day.
    static func rate(_ day: Int) -> Int { 10_800 + (day * 37) % 400 }

    init(seed: UInt64) {
        random = Seeded(seed)
        for day in 0..<180 {
            addOrdinary(day)
            if random.oneIn(2) { addTransfer(day) }
            if random.oneIn(3) { addDecoy(day) }
        }
        rows.sort { ($0.day, $0.key) < ($1.day, $1.key) }
    }

    private mutating func round() -> Int {
        random.oneIn(2) ? 5_000 * (1 + random.below(12)) : 1_000 + random.below(90_000)
    }

    private mutating func addOrdinary(_ day: Int) {
        let shops = ["MERCADONA MADRID", "CAFE SOL", "REPSOL 3321", "AMAZON EU SARL", "ZARA"]
        for _ in 0..<2 + random.below(3) {
            let account = random.pick(["main", "card", "joint", "card"])
            rows.append(
                Row(
                    account: account, day: day, cents: -(100 + random.below(12_000)),
                    text: "COMPRA TARJ. 4321XXXX1234 " + random.pick(shops)))
        }
        if day % 30 == 27 {
            rows.append(
                Row(
                    account: "main", day: day, cents: 215_000, text: "NOMINA ACME SL",
                    name: "ACME SL"))
        }
        if day % 30 == 2 {
            rows.append(
                Row(
                    account: "joint", day: day, cents: -85_000, text: "RECIBO ALQUILER",
                    name: "INMOBILIARIA CENTRO SL"))
        }
    }

    private mutating func addTransfer(_ day: Int) {
        let difficulty = random.pick(Difficulty.allCases)
        let names = ["main", "savings", "joint"].shuffled(using: &random)
        var out = Row(account: names[0], day: day, cents: -round(), text: "")
        var into = Row(account: names[1], day: day, cents: -out.cents, text: "")
        (out.text, into.text) = words(out.account, into.account)
        switch difficulty {
        case .plain: break
        case .iban:
            (out.text, into.text) = ("TRANSF. 00\(random.below(9000))", "ABONO")
            out.iban = Self.ibans[into.account]
            if random.oneIn(2) { into.iban = Self.ibans[out.account] }
        case .days: into.day += 1 + random.below(4)
        case .fee:
            into.cents -= max(50, min(500, into.cents * (15 + random.below(100)) / 10_000))
        case .currency:
            into.account = "dollars"
            let spread = 9_900 + random.below(200)
            into.cents = -out.cents * Self.rate(day) / 10_000 * spread / 10_000
            into.day += random.below(2)
            (out.text, into.text) = words(out.account, into.account)
        case .terse: into.text = random.pick(["INGRESO", "ABONO", "INGRESO EN CUENTA"])
        case .card:
            out.account = random.pick(["main", "joint"])
            into.account = "card"
            into.day += random.below(2)
            out.text = random.pick(["LIQUIDACION TARJETA 1234", "RECIBO TARJETA VISA 1234"])
            into.text = random.pick(["PAGO LIQUIDACION MENSUAL", "PAGO RECIBIDO, GRACIAS"])
        case .twins:
            let gap = random.oneIn(2) ? 0 : 1
            add(difficulty, out, into)
            out.day += gap
            into.day += gap
        }
        add(difficulty, out, into)
    }

    private mutating func add(_ difficulty: Difficulty, _ out: Row, _ into: Row) {
        if max(out.day, into.day) >= 190 { return }
        rows += [out, into]
        transfers.append((difficulty, out, into))
    }

    /// Texts of a transfer as banks of several kinds write them.
    private mutating func words(_ out: String, _ into: String) -> (String, String) {
        random.pick([
            ("TRASPASO A CUENTA \(into.uppercased())", "TRASPASO DESDE \(out.uppercased())"),
            ("TRASPASO ENTRE CUENTAS", "TRASPASO ENTRE CUENTAS"),
            ("TRANSFERENCIA A \(Self.owner)", "TRANSFERENCIA DE \(Self.owner)"),
            ("TRANSFERENCIA A FAVOR DE RUIZ GOMEZ ANA", "TRANSF. ORDENANTE \(Self.owner)"),
            ("TRANSFER TO \(into.uppercased())", "TRANSFER FROM \(out.uppercased())"),
            ("UMBUCHUNG \(Self.owner)", "UMBUCHUNG"),
        ])
    }

    /// What looks like a transfer and is none.
    private mutating func addDecoy(_ day: Int) {
        let amount = round()
        let names = ["main", "card", "joint", "savings"].shuffled(using: &random)
        var out = Row(account: names[0], day: day, cents: -amount, text: "")
        var into = Row(account: names[1], day: day + random.below(4), cents: amount, text: "")
        let (one, other) = (random.pick(Self.others), random.pick(Self.others))
        switch random.below(4) {
        case 0:
            out.text = "COMPRA TARJ. 4321XXXX1234 EL CORTE INGLES"
            into.text = "DEVOLUCION EL CORTE INGLES"
        case 1:
            out.text = "TRANSFERENCIA A \(one)"
            into.text = "BIZUM DE \(other) CENA"
            (out.name, into.name) = (one, other)
        case 2:
            out.text = "TRANSFERENCIA"
            out.name = one
            out.iban = "ES1000492352082414205416"
            into.text = "TRANSFERENCIA RECIBIDA"
            into.name = other
            into.iban = "ES7620770024003102575766"
        default:
            out.text = "RECIBO \(one)"
            into.text = "ABONO NOMINA \(other)"
        }
        rows += [out, into]
    }

    /// The rows of an account as an Open Banking service answers them.
    func answer(_ account: String, _ days: Range<Int>) -> String? {
        let own = rows.filter { $0.account == account && days.contains($0.day) }
        if own.isEmpty { return nil }
        return "{\"transactions\":{\"booked\":[\(own.map(\.json).joined(separator: ","))]}}"
    }
}
