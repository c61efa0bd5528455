import SourceText

/// International bank account numbers.
enum IBAN {
    /// Whether the text is an IBAN with the right check digits; blanks inside do not matter.
    static func isValid(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count >= 15, text.count <= 42, let head = text.first, head.isUpper else {
            return false
        }
        let compact = text.filter { $0 != Ascii.space }
        guard compact.count >= 15, compact.count <= 34, compact[1].isUpper, compact[2].isDigit,
            compact[3].isDigit
        else { return false }
        var rest = 0
        for byte in compact[4...] + compact[..<4] {
            if byte.isDigit {
                rest = (rest * 10 + Int(byte - Ascii.zero)) % 97
            } else if byte.isUpper {
                rest = (rest * 100 + Int(byte) - 55) % 97
            } else {
                return false
            }
        }
        return rest == 1
    }

    /// The IBAN that a text is, without its blanks; `nil` where it is none.
    static func compact(_ text: String) -> String? {
        let bytes = Array(text.uppercased().utf8)
        return isValid(bytes[...])
            ? String(readable: bytes.filter { $0 != Ascii.space }) : nil
    }

    /// The IBAN of a Spanish account from its bank, branch and number, with the two pairs of check digits
    /// that the older number leaves out; `nil` where they are not 4, 4 and 10 digits.
    static func spanish(bank: String, branch: String, account: String) -> String? {
        let front = Array((bank + branch).utf8)
        let number = Array(account.utf8)
        guard front.count == 8, number.count == 10, (front + number).allSatisfy(\.isDigit) else {
            return nil
        }
        func digit(_ digits: [UInt8]) -> Int {
            let weights = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6]
            let sum = zip(digits, weights).reduce(0) { $0 + Int($1.0 - Ascii.zero) * $1.1 }
            let rest = 11 - sum % 11
            return rest == 10 ? 1 : rest == 11 ? 0 : rest
        }
        let domestic =
            bank + branch + "\(digit([Ascii.zero, Ascii.zero] + front))\(digit(number))" + account
        for check in 2...98 {
            let text = "ES" + (check < 10 ? "0" : "") + "\(check)" + domestic
            if isValid(Array(text.utf8)[...]) { return text }
        }
        return nil
    }

    /// The first IBAN in a text, without its blanks.
    static func first(in text: ArraySlice<UInt8>) -> String? {
        let compact = Array(text.filter { $0 != Ascii.space })
        var start = 0
        while start + 15 <= compact.count {
            guard compact[start].isUpper, compact[start + 1].isUpper, compact[start + 2].isDigit,
                start == 0 || !compact[start - 1].isUpper
            else {
                start += 1
                continue
            }
            var end = start + 4
            while end < compact.count, compact[end].isUpper || compact[end].isDigit { end += 1 }
            var length = min(end - start, 34)
            while length >= 15 {
                if isValid(compact[start..<start + length]) {
                    return String(readable: compact[start..<start + length])
                }
                length -= 1
            }
            start = end
        }
        return nil
    }
}
