import Model
import SourceText

/// The lines `S` and `$` of a record, which say what its amount is made of.
struct QIFSplit {
    let record: QIFRecord
    let mark: DecimalMark

    /// The parts, with equal categories added up. None where one names an account, has no amount, or where they
    /// make another amount than the record's: then what the record means is not certain.
    ///
    /// - Parameter amount: the record's, as it stands.
    func parts(of amount: DecimalNumber) -> [StatementPart] {
        var parts = StatementParts()
        var category: String?
        for field in record.fields {
            switch field.letter {
            case UInt8(ascii: "S"):
                if category != nil { return [] }
                category = QIFSplit.category(field.value)
                if category == nil { return [] }
            case UInt8(ascii: "$"):
                guard let name = category, let share = QIFAmounts.number(field.value, mark) else {
                    return []
                }
                parts.add(share, name)
                category = nil
            default: continue
            }
        }
        return category == nil ? parts.list(of: amount) : []
    }

    /// What a field calls the category, without the class that may stand behind it; brackets name an account instead.
    static func category(_ text: String) -> String? {
        guard text.first != "[" else { return nil }
        return String(text.prefix { $0 != "/" }).meaningful
    }
}
