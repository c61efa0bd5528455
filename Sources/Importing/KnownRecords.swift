import JSONText
package import Model

/// What the evidence of an account holds, by the ids of its records.
package struct KnownRecords: Sendable {
    private var records: [String: KnownRecord] = [:]

    /// Takes the records of a file; of several with one id the first counts.
    package mutating func add(_ file: JSONLines) {
        for object in file.objects {
            guard let id = object["id"]?.text, records[id] == nil else { continue }
            records[id] = KnownRecord(
                counterparty: object["counterparty"]?.text,
                text: object["text"]?.elements?.compactMap(\.text) ?? [])
        }
    }

    package init() {}

    /// The record behind a line: that of its `id:`, else the first that its `aka:` names.
    package func record(of transaction: Transaction) -> KnownRecord? {
        for id in transaction.identities {
            if let record = records[id] { return record }
        }
        return nil
    }
}

/// What a line of evidence says of an event's text.
package struct KnownRecord: Sendable {
    private let counterparty: String?
    private let text: [String]

    init(counterparty: String?, text: [String]) {
        self.counterparty = counterparty
        self.text = text
    }

    /// The description that a line gets when it is made of the record.
    package var description: String { BankRecord.description(counterparty, text) }
}
