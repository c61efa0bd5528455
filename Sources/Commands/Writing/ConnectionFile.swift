import JSONText
import Schemas

/// The members of a connection's file that other commands need.
struct ConnectionFile {
    let access: String
    let connector: String?
    /// The bank's account numbers with the accounts here.
    let accounts: [String: String]
    let config: [(key: String, value: String)]

    init(_ bytes: [UInt8]) {
        var value = JSONValue.null
        do throws(JSONProblem) { value = try JSONParser.parse(bytes) } catch {}
        access = value["access"]?.text ?? ""
        connector = value["connector"]?.text
        accounts = Dictionary(
            (value["accounts"]?.members ?? []).compactMap { member in
                member.value.text.map { (member.key, $0) }
            }, uniquingKeysWith: { first, _ in first })
        config = (value["config"]?.members ?? []).compactMap { member in
            member.value.text.map { (member.key, $0) }
        }
    }
}
