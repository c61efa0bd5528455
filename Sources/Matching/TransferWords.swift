import SourceText

/// What a text says of its event being a transfer between own accounts.
struct TransferWords: Sendable {
    /// The words that say who is on the other side.
    let telling: TextWords
    /// Whether a word is used for movements between own accounts alone.
    let saysOwn: Bool
    /// Whether a word is used for transfers of all kinds.
    let saysTransfer: Bool
    /// Whether the words are those of the bill of a card, or of its payment.
    let saysCardBill: Bool
    /// Whether a word says that it is something else, such as a purchase.
    let saysElse: Bool
    /// The accounts that the text names.
    let named: Set<Int>
    /// Whether the other side is the owner of the accounts, as far as it is told.
    private(set) var namesOwner = false

    /// Takes notice of the words of the owner's name.
    mutating func recognise(_ owner: Set<[UInt8]>) {
        namesOwner = telling.words.count >= 2 && telling.words.allSatisfy(owner.contains)
    }

    init(_ text: String, _ accounts: [[[[UInt8]]]]) {
        let words = TextWords.split(Folding.bytes(text))
        func has(_ list: Set<[UInt8]>) -> Bool { words.contains(where: list.contains) }
        saysOwn = has(Self.own) || Self.stands(Self.betweenAccounts, in: words)
        saysTransfer = has(Self.transfer)
        saysCardBill = has(Self.card) && has(Self.bill)
        saysElse = has(Self.elsewhere) && !saysCardBill
        var named: Set<Int> = []
        var ofAccounts: Set<[UInt8]> = []
        for (number, names) in accounts.enumerated() {
            for name in names where Self.stands(name, in: words) {
                named.insert(number)
                ofAccounts.formUnion(name)
            }
        }
        self.named = named
        let silent = Self.own.union(Self.transfer).union(Self.card).union(Self.bill)
            .union(Self.fillers)
        telling = TextWords(
            words: words.filter {
                !silent.contains($0) && !ofAccounts.contains($0) && !TextWords.saysNothing($0)
            })
    }

    /// The words of an account's names, each with more than two letters in all.
    static func names(_ account: TransferAccount) -> [[[UInt8]]] {
        account.names.map { TextWords.split(Folding.bytes($0)) }
            .filter { $0.reduce(0) { $0 + $1.count } > 2 }
    }

    /// Whether words stand in a text, in their order and side by side.
    private static func stands(_ wanted: [[UInt8]], in words: [[UInt8]]) -> Bool {
        guard !wanted.isEmpty, words.count >= wanted.count else { return false }
        return (0...words.count - wanted.count).contains { start in
            wanted.indices.allSatisfy { words[start + $0] == wanted[$0] }
        }
    }

    private static func list(_ text: String) -> Set<[UInt8]> {
        Set(text.split(separator: " ").map { Array($0.utf8) })
    }

    private static let own = list(
        "traspaso traspasos umbuchung ubertrag uebertrag girofondi giroconto internal interna interno "
            + "interne pocket vault spaarrekening")
    private static let betweenAccounts = [Array("entre".utf8), Array("cuentas".utf8)]
    private static let transfer = list(
        "transferencia transferencias transf trf transfer virement uberweisung ueberweisung bonifico "
            + "overboeking overschrijving przelew")
    private static let card = list(
        "tarjeta tarj visa mastercard card kreditkarte kreditkartenabrechnung carte carta")
    private static let bill = list(
        "liquidacion recibo pago payment bill abrechnung kreditkartenabrechnung releve saldo thank "
            + "gracias recibido mensual")
    private static let elsewhere = list(
        "compra nomina devolucion bizum salary gehalt lohn adeudo domiciliacion lastschrift recibo "
            + "factura alquiler miete prestamo intereses impuesto purchase refund cajero reintegro atm"
    )
    private static let fillers = list(
        "cuenta cuentas desde hacia favor ordenante beneficiario account konto compte conto entre su "
            + "recibido recibida enviada orden realizada inmediata instant ingreso abono received sent"
    )
}
