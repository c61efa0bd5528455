import JSONText
import Schemas

/// Changes single members of a JSON file of the ledger; the others stay as they stand.
enum JSONFileEdit {
    /// The file with a member set, or taken away; the bytes as they are where nothing changes or they are no JSON.
    static func setting(
        _ key: String, to value: JSONValue?, in bytes: [UInt8], _ schema: FileSchema
    ) -> [UInt8] {
        var document: JSONValue
        do throws(JSONProblem) { document = try JSONParser.parse(bytes) } catch { return bytes }
        let before = document
        document.set(key, to: value, order: schema.fields.map(\.name))
        return document == before ? bytes : JSONWriter.file(document)
    }
}
