import Matching
import SourceText

/// By what lines of one payee are known as such: the contact, else the first two telling words of the text.
package struct PayeeKey: Sendable, Hashable {
    private let text: [UInt8]

    /// - Parameter isWhole: whether all telling words count, and not the first two alone.
    package init(_ movement: Movement, isWhole: Bool = false) {
        if let contact = movement.contact {
            text = Array("=\(contact)".utf8)
            return
        }
        let words = TextWords(movement.text).words.filter { !PayeeKey.isPassing($0) }
        if words.isEmpty {
            text = Folding.bytes(movement.text.isEmpty ? movement.category ?? "" : movement.text)
        } else {
            text = Array(
                words.prefix(isWhole ? words.count : 2).joined(separator: [UInt8(ascii: " ")]))
        }
    }

    /// Whether a word differs from one occurrence to the next: a month, or a reference with digits.
    private static func isPassing(_ word: [UInt8]) -> Bool {
        word.count >= 5 && word.contains(where: \.isDigit) || passing.contains(word)
    }

    /// The words before references, and the months, in the languages of the banks that are known.
    private static let passing = Set(
        """
        ref refer referencia reference referenz mandat mandato mandate num numero no nr fact factura invoice rechnung \
        enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre \
        january february march april may june july august september october november december \
        januar februar maerz marz mai juni juli oktober dezember \
        janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre \
        gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre \
        janeiro fevereiro marco maio junho julho setembro outubro dezembro \
        januari februari maart mei augustus
        """.split(separator: " ").map { Array($0.utf8) })
}
