extension String {
    /// The text without what steers a terminal: control characters become blanks, and signs that turn the order of what
    /// follows are left out. Line feeds stay.
    ///
    /// - Complexity: O(bytes); plain ASCII is only looked at.
    package var harmless: String {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A }) { return self }
        var result = String.UnicodeScalarView()
        var isChanged = false
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x0A: result.append(scalar)
            case ..<0x20, 0x7F..<0xA0:
                result.append(" ")
                isChanged = true
            // Embeddings, overrides and isolates of directions.
            case 0x202A...0x202E, 0x2066...0x2069: isChanged = true
            default: result.append(scalar)
            }
        }
        return isChanged ? String(result) : self
    }
}
