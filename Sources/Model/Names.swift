/// The forms of names and ids (formats 1.2).
public enum NameForm {
    /// 1 to 40 of `a-z 0-9 -`, not beginning with `-`: accounts, connections, taxonomies, files.
    package static func isName(_ bytes: some Collection<UInt8>) -> Bool {
        guard let head = bytes.first, bytes.count <= 40, isLowerOrDigit(head) else { return false }
        return bytes.allSatisfy { isLowerOrDigit($0) || $0 == 0x2D }
    }

    package static func isName(_ text: String) -> Bool { isName(text.utf8) }

    /// 1 to 64 of `A-Z a-z 0-9 _ -`.
    package static func isID(_ bytes: some Collection<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.count <= 64 && bytes.allSatisfy(isIDByte)
    }

    package static func isID(_ text: String) -> Bool { isID(text.utf8) }

    /// Whether a byte may stand in an id.
    @inlinable public static func isIDByte(_ byte: UInt8) -> Bool {
        byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte &- 0x41 < 26 || byte == 0x5F || byte == 0x2D
    }

    private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
        byte &- 0x61 < 26 || byte &- 0x30 < 10
    }
}
