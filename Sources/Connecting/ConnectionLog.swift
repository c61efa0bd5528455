package import JSONText
package import Model

/// One attempt to fetch by a connection.
package struct FetchAttempt: Sendable, Equatable {
    package var at: Moment
    package var outcome: FetchOutcome
    /// The connector's own class of a failure.
    package var errorClass: String?
    package var message: String?
    package var connector: String
    package var access: Access
    /// Whether a person asked for everything that the bank gives.
    package var isHistorical: Bool
    /// How many calls the provider counts, by account here.
    package var calls: [String: Int]
    /// The days that came, by account here.
    package var windows: [String: ClosedRange<CivilDate>]
    /// The moment from which the provider allows the next one.
    package var nextAllowed: Moment?

    package init(
        at: Moment, outcome: FetchOutcome, connector: String, access: Access,
        isHistorical: Bool = false
    ) {
        self.at = at
        self.outcome = outcome
        self.connector = connector
        self.access = access
        self.isHistorical = isHistorical
        calls = [:]
        windows = [:]
    }

    /// Reads a line of the log; `nil` where it is none of an attempt.
    init?(_ json: JSONValue) {
        guard json["account"] == nil, let at = json["at"]?.text.flatMap(Moment.init),
            let outcome = json["result"]?.text.flatMap(FetchOutcome.init(rawValue:)),
            let access = json["access"]?.text.flatMap(Access.init(rawValue:))
        else { return nil }
        self.init(
            at: at, outcome: outcome, connector: json["source"]?.text ?? "", access: access,
            isHistorical: json["historical"] == .bool(true))
        errorClass = json["class"]?.text
        message = json["message"]?.text
        for member in json["calls"]?.members ?? [] { calls[member.key] = member.value.integer }
        for member in json["days"]?.members ?? [] {
            let words = (member.value.text ?? "").split(separator: "/").map(String.init)
            guard words.count == 2, let from = CivilDate(iso: words[0]),
                let to = CivilDate(iso: words[1]), from <= to
            else { continue }
            windows[member.key] = from...to
        }
        nextAllowed = json["next_allowed_at"]?.text.flatMap(Moment.init)
    }

    /// The line of the log.
    package var json: JSONValue {
        let calls = calls.sorted { $0.key < $1.key }
            .map { JSONMember($0.key, .integer($0.value)) }
        let days = windows.sorted { $0.key < $1.key }.map {
            JSONMember($0.key, .string("\($0.value.lowerBound)/\($0.value.upperBound)"))
        }
        return .object([
            "result": .string(outcome.rawValue), "source": .string(connector),
            "access": .string(access.rawValue), "at": .string(at.description),
            "class": errorClass.map { .string($0) }, "message": message.map { .string($0) },
            "historical": isHistorical ? .bool(true) : nil,
            "calls": calls.isEmpty ? nil : .object(calls),
            "days": days.isEmpty ? nil : .object(days),
            "next_allowed_at": nextAllowed.map { .string($0.description) },
        ])
    }
}

/// What the log of a connection tells, in the order of time.
package struct ConnectionLog: Sendable {
    package private(set) var attempts: [FetchAttempt] = []
    /// Which reminders of which consent were told: days before its end by the day of its grant.
    package private(set) var reminders: [CivilDate: Set<Int>] = [:]
    /// When the advice to change something was told.
    package private(set) var advices: [Moment] = []

    /// - Parameter today: what a clock that was wrong noted of later days does not count; `nil` counts all.
    package init(_ lines: [JSONValue], today: CivilDate? = nil) {
        // A day in UTC may be tomorrow here.
        let last = today.map { $0.adding(days: 1) ?? $0 } ?? .last
        for line in lines {
            if var attempt = FetchAttempt(line) {
                if attempt.at.day > last { continue }
                attempt.windows = attempt.windows.compactMapValues { days in
                    days.lowerBound > last ? nil : days.lowerBound...min(days.upperBound, last)
                }
                attempts.append(attempt)
            } else if line["result"]?.text == "reminder", let days = line["days_left"]?.integer,
                let granted = line["granted"]?.text.flatMap(CivilDate.init(iso:))
            {
                reminders[granted, default: []].insert(days)
            } else if line["result"]?.text == "advice",
                let at = line["at"]?.text.flatMap(Moment.init)
            {
                advices.append(at)
            }
        }
        // Of one second what succeeded is the later.
        func rank(_ attempt: FetchAttempt) -> Int { attempt.outcome.isSuccess ? 1 : 0 }
        attempts.sort {
            ($0.at, rank($0), $0.outcome.rawValue) < ($1.at, rank($1), $1.outcome.rawValue)
        }
        advices.sort()
    }

    /// Adds what happens now.
    package mutating func add(_ attempt: FetchAttempt) { attempts.append(attempt) }

    /// The line that says that a reminder was told. It has no time, so that two devices tell the same.
    package static func reminder(granted: CivilDate, days: Int) -> JSONValue {
        .object([
            "result": .string("reminder"), "granted": .string(granted.description),
            "days_left": .integer(days),
        ])
    }

    /// The line that says that an advice was told.
    package static func advice(_ word: String, at: Moment) -> JSONValue {
        .object([
            "result": .string("advice"), "advice": .string(word), "at": .string(at.description),
        ])
    }

    package var lastSuccess: FetchAttempt? { attempts.last { $0.outcome.isSuccess } }

    package var last: FetchAttempt? { attempts.last { $0.outcome != .skipped } }
}
