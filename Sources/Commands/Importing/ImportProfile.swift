import JSONText
import Model
import Statements

/// How the files of one bank are read, as a connection's file keeps it: text that a person may edit.
struct ImportProfile {
    let name: String
    let uid: String
    let format: StatementFormat
    /// Account numbers in the file, `""` where it has none, with the accounts here.
    let accounts: [String: String]
    /// What tells the file's header.
    let signature: String
    let settings: StatementSettings

    /// `nil` where the bytes are no connection by files of a known format.
    init?(name: String, _ bytes: [UInt8]) {
        let value: JSONValue
        do throws(JSONProblem) { value = try JSONParser.parse(bytes) } catch { return nil }
        guard value["access"]?.text == "file",
            let format = value["connector"]?.text.flatMap(StatementFormat.init),
            let config = value["config"]?.members, let uid = value["uid"]?.text
        else { return nil }
        self.name = name
        self.uid = uid
        self.format = format
        signature = value["config"]?["signature"]?.text ?? ""
        let connection = ConnectionFile(bytes)
        accounts = connection.accounts
        settings = StatementSettings(
            entries: config.compactMap { member in
                member.key == "signature" ? nil : member.value.text.map { (member.key, $0) }
            })
    }

    /// Whether the profile was made or confirmed for an account.
    func covers(_ account: String) -> Bool { accounts.values.contains(account) }

    static func json(
        uid: String, name: String, format: StatementFormat, accounts: [JSONMember],
        signature: String, settings: StatementSettings
    ) -> JSONValue {
        .object([
            JSONMember("uid", .string(uid)), JSONMember("bank", .string(name)),
            JSONMember("access", .string("file")),
            JSONMember("connector", .string(format.rawValue)),
            JSONMember("accounts", .object(accounts)),
            JSONMember(
                "config",
                .object(
                    [JSONMember("signature", .string(signature))]
                        + settings.entries.map { JSONMember($0.key, .string($0.value)) })),
        ])
    }
}

extension StatementSettings {
    /// These settings with what `other` says put over them.
    func overridden(by other: StatementSettings) -> StatementSettings {
        var result = self
        for (key, value) in other.entries { _ = result.set(key, to: value) }
        return result
    }
}
