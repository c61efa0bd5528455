package import JSONText
import Model
package import SourceText

/// A JSON file of the ledger with its text, so that findings can point into it.
package struct JSONFile: Sendable {
    /// The path inside the ledger.
    package let path: String
    package let bytes: [UInt8]
    package let value: JSONValue

    /// Reads the text of a file, whose top level must be an object.
    ///
    /// - Throws: the finding that says where the text is no such JSON (J2).
    package init(path: String, bytes: [UInt8]) throws(JSONFileProblem) {
        self.path = path
        self.bytes = bytes
        do throws(JSONProblem) {
            value = try JSONParser.parse(bytes)
        } catch {
            throw JSONFileProblem(
                JSONFile.diagnostic(
                    "json.form", path, bytes, error.offset, error.message, remedy: error.remedy))
        }
        guard value.members != nil else {
            throw JSONFileProblem(
                JSONFile.diagnostic(
                    "json.form", path, bytes, JSONParser.offsets(bytes)[""] ?? 0,
                    "the file holds \(value.typeName), not an object", remedy: "begin it with “{”"))
        }
    }

    /// A finding at the value that stands at `pointer`, such as `/opening/date`.
    package func finding(
        _ code: String, _ severity: Severity = .error, at pointer: String, _ message: String,
        remedy: String
    ) -> Diagnostic {
        JSONFile.diagnostic(
            code, path, bytes, JSONParser.offsets(bytes)[pointer] ?? 0, message, remedy: remedy,
            severity: severity)
    }

    private static func diagnostic(
        _ code: String, _ path: String, _ bytes: [UInt8], _ offset: Int, _ message: String,
        remedy: String, severity: Severity = .error
    ) -> Diagnostic {
        let before = bytes[..<min(offset, bytes.count)]
        let number = before.reduce(into: 1) { $0 += $1 == Ascii.lineFeed ? 1 : 0 }
        let start = before.lastIndex(of: Ascii.lineFeed).map { $0 + 1 } ?? 0
        let end = bytes[start...].firstIndex(of: Ascii.lineFeed) ?? bytes.count
        let column = offset - start + 1
        return Diagnostic(
            code, severity,
            at: Location(file: path, line: number, column: column, endColumn: column + 1), message,
            excerpt: String(readable: bytes[start..<end]), remedy: remedy)
    }
}

/// A JSON file that cannot be used, as a finding.
package struct JSONFileProblem: Error, Sendable {
    package let finding: Diagnostic

    package init(_ finding: Diagnostic) { self.finding = finding }
}

extension FileSchema {
    /// What in the file does not follow the schema. Unknown members are allowed and kept.
    package func findings(in file: JSONFile) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        FileSchema.check(file.value, fields, "", file, &findings)
        return findings
    }

    private static func check(
        _ value: JSONValue, _ fields: [FieldSchema], _ pointer: String, _ file: JSONFile,
        _ findings: inout [Diagnostic]
    ) {
        for field in fields {
            let at = "\(pointer)/\(field.name)"
            if let member = value[field.name] {
                check(member, field.form, at, file, &findings)
            } else if field.isRequired {
                findings.append(
                    file.finding(
                        "json.missing", at: pointer, "“\(field.name)” is missing",
                        remedy: "add \"\(field.name)\": \(field.form.summary)"))
            }
        }
    }

    private static func check(
        _ value: JSONValue, _ form: FieldForm, _ pointer: String, _ file: JSONFile,
        _ findings: inout [Diagnostic]
    ) {
        switch (form, value) {
        case (.anything, .object): return
        case (.object(let fields), .object): check(value, fields, pointer, file, &findings)
        case (.list(let element), .array(let values)):
            for (index, value) in values.enumerated() {
                check(value, element, "\(pointer)/\(index)", file, &findings)
            }
        case (.map(let keys, let values), .object(let members)):
            for member in members {
                let at = "\(pointer)/\(member.key)"
                check(.string(member.key), keys, at, file, &findings)
                check(member.value, values, at, file, &findings)
            }
        default:
            if form.accepts(value) { return }
            let shown =
                if case .string(let text) = value { "“\(text)”" } else { value.typeName }
            findings.append(
                file.finding(
                    "json.type", at: pointer, "\(pointer) is \(shown)",
                    remedy: "write \(form.summary)"))
        }
    }
}

extension FieldForm {
    fileprivate func accepts(_ value: JSONValue) -> Bool {
        switch self {
        case .flag: if case .bool = value { return true } else { return false }
        case .count: return value.integer.map { $0 >= 0 } ?? false
        case .list, .map, .object, .anything: return false
        default: return value.text.map(accepts) ?? false
        }
    }

    private func accepts(_ text: String) -> Bool {
        switch self {
        case .identifier: NameForm.isID(text)
        case .name: NameForm.isName(text)
        case .date: CivilDate(iso: text) != nil
        case .currency: CurrencyCode(text) != nil
        case .country: text.utf8.count == 2 && text.utf8.allSatisfy { $0 &- 0x41 < 26 }
        case .amount: DecimalNumber(text) != nil
        case .choice(let words): words.contains(text)
        case .text, .path: true
        case .flag, .count, .list, .map, .object, .anything: false
        }
    }
}
