package import JSONText
package import Model

/// What one file or fetch told of an account (formats 6).
package struct BatchFact: Sendable {
    package var source: String
    package var digest: String?
    package var account: String
    /// The first and the last day that it tells of.
    package var days: ClosedRange<CivilDate>?
    /// Whether it told of everything that is pending.
    package var isComplete: Bool
    package var records: Set<String>

    package init(
        source: String, digest: String?, account: String, days: ClosedRange<CivilDate>?,
        isComplete: Bool, records: Set<String>
    ) {
        self.source = source
        self.digest = digest
        self.account = account
        self.days = days
        self.isComplete = isComplete
        self.records = records
    }

    /// Reads a line of a log; `nil` where it tells of no account.
    package init?(_ json: JSONValue) {
        guard let account = json["account"]?.text else { return nil }
        let days = (json["from"]?.text, json["to"]?.text)
        let from = days.0.flatMap(CivilDate.init(iso:))
        let to = days.1.flatMap(CivilDate.init(iso:))
        self.init(
            source: json["source"]?.text ?? "", digest: json["digest"]?.text, account: account,
            days: from.flatMap { from in to.flatMap { from <= $0 ? from...$0 : nil } },
            isComplete: json["complete"] == .bool(true),
            records: Set(json["records"]?.elements?.compactMap(\.text) ?? []))
    }
}

/// What the files and fetches of an account told, whatever the order in which they came.
struct BatchHistory: Sendable {
    private var batches: [BatchFact]

    init(_ batches: [BatchFact]) { self.batches = batches }

    mutating func add(_ batch: BatchFact) { batches.append(batch) }

    /// Whether one batch has records of both, which are two events then.
    func tellsApart(_ one: [String], _ other: [String]) -> Bool {
        batches.contains { batch in
            one.contains(where: batch.records.contains)
                && other.contains(where: batch.records.contains)
        }
    }

    func hasComplete(_ source: String) -> Bool {
        batches.contains { $0.isComplete && $0.source == source }
    }

    /// The last day that a batch with one of some records tells of.
    func lastMention(of ids: [String]) -> CivilDate? {
        batches.lazy.filter { batch in ids.contains(where: batch.records.contains) }
            .compactMap { $0.days?.upperBound }.max()
    }

    /// Whether a pending event has vanished: a later complete batch of its source tells of its day and not of
    /// it (merge design 12.4). The order in which batches were taken in does not matter.
    func hasVanished(_ ids: [String], source: String, _ date: CivilDate) -> Bool {
        let complete = batches.filter { $0.isComplete && $0.source == source }
        guard !complete.isEmpty, let mention = lastMention(of: ids) else { return false }
        return complete.contains { batch in
            guard let days = batch.days, days.upperBound > mention, days.contains(date) else {
                return false
            }
            return !ids.contains(where: batch.records.contains)
        }
    }
}
