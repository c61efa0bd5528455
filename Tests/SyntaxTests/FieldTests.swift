import Model
import Syntax
import Testing

struct FieldTests {
    @Test(
        arguments: [
            ("", [""]), ("a", ["a"]), ("a|b", ["a", "b"]), (" a \t|\t b ", ["a", "b"]),
            ("|", ["", ""]),
            ("a\\|b", ["a\\|b"]), ("a\\\\|b", ["a\\\\", "b"]), ("a\\\\\\|b", ["a\\\\\\|b"]),
            ("\"a|b\"", ["\"a", "b\""]), ("a||b|", ["a", "", "b", ""]), ("\\", ["\\"]),
            ("\\|", ["\\|"]),
        ] as [(String, [String])])
    func `bars separate unless an odd number of backslashes stands before`(
        _ line: String, _ wanted: [String]
    ) {
        let bytes = Array(line.utf8)
        let fields = Fields(bytes)
        #expect(fields.ranges.map { String(decoding: bytes[$0], as: UTF8.self) } == wanted)
        #expect(fields.separators.count == wanted.count - 1)
    }

    @Test(
        arguments: [
            ("plain", "plain"), ("a\\|b", "a|b"), ("a\\\\b", "a\\b"), ("a\\nb", "a\nb"),
            ("a\\\\nb", "a\\nb"),
            ("say \"hi\"", "say \"hi\""), ("a\\\"b", nil), ("C:\\TEMP", nil), ("end\\", nil),
            ("\\t", nil),
            ("#1234", "#1234"), ("tab\there", "tab\there"),
        ] as [(String, String?)])
    func `a text has three escapes`(_ typed: String, _ wanted: String?) {
        let line = Array("2026-11-03 | -1 | | \(typed)".utf8)
        let found = try? TransactionRecord.parse(line).description
        #expect(found == wanted)
    }

    @Test(arguments: ["a|b", "a\\b", "two\nlines", "", "\"q\"", "é 日本 🙂", "\\|", "\\n", "a\tb"])
    func `a text written reads back`(_ text: String) throws {
        var bytes = Array("2026-11-03 | -1 | | ".utf8)
        TextField.append(text.utf8, to: &bytes)
        #expect(try TransactionRecord.parse(bytes).description == text)
        var quoted = Array("2026-11-03 | -1 | | | note:".utf8)
        quoted += CanonicalForm.quotedIfNeeded(text)
        let attributes = try TransactionRecord.parse(quoted).attributes.attributes
        #expect(attributes.list == [.value(key: "note", text)])
    }

    @Test(
        arguments: [
            ("", .blank), ("  \t", .blank), ("# c", .comment), ("  # c", .comment), ("x", .record),
            ("2026 # c", .record),
        ] as [(String, LineKind)])
    func `a line is blank, a comment or a record`(_ text: String, _ wanted: LineKind) {
        #expect(LineKind(Array(text.utf8)) == wanted)
    }

    @Test(arguments: [
        ("<<<<<<< HEAD", "conflict.marker 1"), ("=======", "conflict.marker 1"),
        ("||||||| base", "conflict.marker 1"), (">>>>>>> x", "conflict.marker 1"),
        ("a\u{1}b", "line.control 2"), ("# \u{0}", "line.control 3"), ("a\r", "line.control 2"),
    ])
    func `a malformed line says where`(_ text: String, _ wanted: String) {
        guard case .malformed(let problem) = LineKind(Array(text.utf8)) else {
            Issue.record("not malformed")
            return
        }
        #expect("\(problem.code) \(problem.range.lowerBound + 1)" == wanted)
    }

    @Test func `bytes that are not UTF-8 make any line malformed`() {
        for bytes in [[0xFF], Array("# ".utf8) + [0xC3], [0x61, 0xED, 0xA0, 0x80]] as [[UInt8]] {
            guard case .malformed(let problem) = LineKind(bytes) else {
                Issue.record("\(bytes)")
                continue
            }
            #expect(problem.code == "line.utf8")
        }
    }
}
