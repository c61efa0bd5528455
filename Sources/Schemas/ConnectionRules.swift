import JSONText
package import SourceText

/// What a connection's file must not hold beside what its schema says.
package enum ConnectionRules {
    /// Words of a member's name that stand for something secret.
    private static let secretWords: Set<String> = [
        "password", "passwd", "passphrase", "pwd", "pin", "secret", "token", "otp", "tan",
        "credential", "credentials", "apikey", "key",
    ]
    /// Words that name who logs in: by open banking that happens at the bank alone (BC-17).
    private static let loginWords: Set<String> = ["login", "user", "username"]

    /// Members that look like secrets: a folder that is copied and shared holds none (BC-17, BC-18).
    package static func findings(_ file: JSONFile) -> [Diagnostic] {
        let access = file.value["access"]?.text
        // Profiles of files name columns as the bank does.
        if access == "file" { return [] }
        var words = secretWords
        if access == "open-banking" { words.formUnion(loginWords) }
        var findings: [Diagnostic] = []
        find(file.value, "", words, file, &findings)
        if ["direct", "open-banking"].contains(access), file.value["connector"] == nil {
            findings.append(
                file.finding(
                    "json.missing", at: "",
                    "“connector” is missing, and nothing can be fetched without",
                    remedy: "add \"connector\": the name of the program, such as \"enable-banking\""
                ))
        }
        findings += twice(file)
        return findings
    }

    private static func find(
        _ value: JSONValue, _ pointer: String, _ words: Set<String>, _ file: JSONFile,
        _ findings: inout [Diagnostic]
    ) {
        for member in value.members ?? [] where pointer != "/accounts" {
            let place = "\(pointer)/\(member.key)"
            if isSecret(member.key, words) {
                findings.append(
                    file.finding(
                        "connection.secret", at: place,
                        "“\(member.key)” looks like a secret, and the folder holds none",
                        remedy:
                            "delete it, and change the secret if others had the file; “bankbook reconnect” asks for it "
                            + "and keeps it in the system's keychain"))
            }
            find(member.value, place, words, file, &findings)
        }
        for (index, element) in (value.elements ?? []).enumerated() {
            find(element, "\(pointer)/\(index)", words, file, &findings)
        }
    }

    /// Accounts here that stand for two of the bank's: the rows of one would be taken for those of the other.
    private static func twice(_ file: JSONFile) -> [Diagnostic] {
        var seen: Set<String> = []
        return (file.value["accounts"]?.members ?? []).compactMap { member in
            guard let name = member.value.text, !seen.insert(name).inserted else { return nil }
            return file.finding(
                "connection.twice", at: "/accounts/\(member.key)",
                "\(name) stands for two accounts of the bank",
                remedy: "give each an account of its own, or list one in left_out")
        }
    }

    /// Whether a setting of this name would look like a secret.
    package static func isSecret(_ name: String) -> Bool { isSecret(name, secretWords) }

    private static func isSecret(_ name: String, _ words: Set<String>) -> Bool {
        let parts = name.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
        return parts.contains(where: words.contains)
    }
}
