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
