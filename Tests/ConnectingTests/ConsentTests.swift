import Connecting
import JSONText
import Model
import Testing

/// What follows from dates, logs and settings alone.
@Suite struct ConsentTests {
    private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso: text)) }

    private func connection(
        _ access: String, granted: String? = nil, days: Int? = nil, country: String = "ES"
    ) throws -> Connection {
        let json = JSONValue.object([
            "uid": .string("u"), "bank": .string("B"), "country": .string(country),
            "access": .string(access), "connector": .string("c"),
            "accounts": .object([JSONMember("k", .string("main"))]),
            "consent": granted.map { granted in
                .object([
                    "granted": .string(granted), "valid_days": days.map { .integer($0) },
                ])
            },
        ])
        return try #require(Connection(name: "b", json))
    }

    private func attempt(
        _ at: String, _ outcome: FetchOutcome, _ access: Access = .direct, class: String? = nil
    ) throws -> JSONValue {
        var attempt = FetchAttempt(
            at: try #require(Moment(at)), outcome: outcome, connector: "c", access: access)
        attempt.errorClass = `class`
        return attempt.json
    }

    @Test(
        "BC-11: a consent is valid for 90 days, or as many as are set, and not on the day after",
        arguments: [
            (90, "2025-03-31", "2025-04-01"), (180, "2025-06-29", "2025-06-30"),
            (1, "2025-01-01", "2025-01-02"),
        ])
    func clock(days: Int, last: String, over: String) throws {
        let connection = try connection("open-banking", granted: "2025-01-01", days: days)
        #expect(!connection.isExpired(try day(last)))
        #expect(connection.isExpired(try day(over)))
        let usual = try self.connection("open-banking", granted: "2025-01-01")
        #expect(usual.expiry == (try day("2025-04-01")))
    }

    @Test("BC-11: the states are active, expiring with 14 days and less, expired")
    func states() throws {
        let connection = try connection("open-banking", granted: "2025-01-01")
        let log = ConnectionLog([])
        for (today, state) in [
            ("2025-01-01", ConnectionState.active), ("2025-03-17", .active),
            ("2025-03-18", .expiring), ("2025-03-31", .expiring), ("2025-04-01", .expired),
        ] {
            #expect(
                ConnectionState(connection, log, today: try day(today)) == state, "\(today)")
        }
    }

    @Test("BC-13: direct access has no planned end; one of 400 days without a failure is active")
    func direct() throws {
        let connection = try connection("direct", granted: "2025-01-01")
        let today = try day("2026-02-05")
        #expect(connection.expiry == nil)
        let log = ConnectionLog([try attempt("2026-02-05T06:00:00Z", .ok)])
        #expect(ConnectionState(connection, log, today: today) == .active)
        #expect(Reminders.due(connection, log, today: today).isEmpty)
    }

    @Test(
        "reminders come 14, 7 and 1 days before the end, each once, and the nearest after a time of silence"
    )
    func reminders() throws {
        let connection = try connection("open-banking", granted: "2025-01-01")
        var lines: [JSONValue] = []
        var told: [(String, Int)] = []
        var today = try day("2025-03-01")
        while today <= (try day("2025-04-10")) {
            let due = Reminders.due(connection, ConnectionLog(lines), today: today)
            if let nearest = due.first { told.append((today.description, nearest)) }
            for days in due {
                lines.append(ConnectionLog.reminder(granted: try day("2025-01-01"), days: days))
            }
            today = try #require(today.adding(days: 1))
        }
        #expect(told.map(\.0) == ["2025-03-18", "2025-03-25", "2025-03-31"])
        #expect(told.map(\.1) == [14, 7, 1])
        let late = Reminders.due(connection, ConnectionLog([]), today: try day("2025-03-30"))
        #expect(late == [7, 14])
        // A new consent begins anew.
        let renewed = try self.connection("open-banking", granted: "2025-03-30")
        #expect(
            Reminders.due(renewed, ConnectionLog(lines), today: try day("2025-06-20")) == [14])
    }

    @Test("BC-16: three unplanned failures in 30 days give the advice once in each episode")
    func advice() throws {
        let connection = try connection("direct")
        var lines: [JSONValue] = []
        var told: [String] = []
        func run(_ date: String, _ outcome: FetchOutcome, class: String = "bank_unavailable") throws
        {
            let at = date + "T06:00:00Z"
            lines.append(try attempt(at, outcome, class: outcome == .ok ? nil : `class`))
            let log = ConnectionLog(lines)
            if Advice.isDue(connection, log, today: try day(date)) {
                told.append(date)
                let word = try #require(Advice.current(connection, log, today: try day(date)))
                #expect(word == .switchToOpenBanking)
                lines.append(
                    ConnectionLog.advice(word.rawValue, at: try #require(Moment(at))))
            }
        }
        try run("2026-01-01", .temporary)
        try run("2026-01-02", .ok)
        try run("2026-01-05", .formatChanged)
        #expect(told.isEmpty)
        try run("2026-01-09", .reconnect, class: "reauth_required")
        #expect(told == ["2026-01-09"])
        try run("2026-01-12", .temporary)
        try run("2026-01-20", .ok)
        #expect(told == ["2026-01-09"])
        // The episode ends when the failures are long ago, and another begins.
        try run("2026-03-15", .temporary)
        try run("2026-03-16", .temporary)
        #expect(told == ["2026-01-09"])
        try run("2026-03-17", .temporary)
        #expect(told == ["2026-01-09", "2026-03-17"])
    }

    @Test(
        "BC-16: neither a planned end nor a limit counts, and a bank without open banking gets other advice"
    )
    func plannedEnds() throws {
        let today = try day("2026-01-20")
        let planned = ConnectionLog(
            try (1...5).map {
                try attempt(
                    "2026-01-1\($0)T06:00:00Z", .reconnect, .openBanking, class: "consent_expired")
            })
        let open = try connection("open-banking", granted: "2025-12-01")
        #expect(!Advice.isDue(open, planned, today: today))
        let limits = ConnectionLog(
            try (1...5).map {
                try attempt("2026-01-1\($0)T06:00:00Z", .rateLimited, class: "rate_limited")
            })
        #expect(!Advice.isDue(try connection("direct"), limits, today: today))
        let failures = ConnectionLog(
            try (1...3).map { try attempt("2026-01-1\($0)T06:00:00Z", .temporary) })
        let abroad = try connection("direct", country: "NZ")
        #expect(Advice.isDue(abroad, failures, today: today))
        #expect(Advice.current(abroad, failures, today: today) == .reconnect)
    }

    @Test("BC-15: health is counted from the log, by access")
    func health() throws {
        let log = ConnectionLog([
            try attempt("2026-01-10T06:00:00Z", .ok),
            try attempt("2026-01-11T06:00:00Z", .temporary),
            try attempt("2026-01-12T06:00:00Z", .rateLimited),
            try attempt("2026-01-13T06:00:00Z", .partial, .openBanking),
            try attempt("2025-11-01T06:00:00Z", .temporary),
        ])
        let health = log.health(30, try day("2026-01-20"))
        #expect(health.map(\.access) == [.direct, .openBanking])
        #expect(health.map(\.good) == [1, 1])
        #expect(health.map(\.all) == [2, 1])
    }

    @Test("BC-20: the recommendation follows from the accounts that are needed")
    func explain() {
        func access(_ kinds: [AccountKind], balances: Bool = false, stable: Bool = false) -> Access
        {
            Comparison(
                Comparison.Needs(kinds: kinds, wantsBalances: balances, wantsStability: stable),
                country: "ES"
            ).recommended
        }
        #expect(access([.card]) == .direct)
        #expect(access([.current, .card], stable: true) == .direct)
        #expect(access([.current], stable: true) == .openBanking)
        #expect(access([.current], balances: true) == .direct)
        #expect(access([.investment]) == .direct)
    }

    @Test("a quota counts the calls of the day in UTC, and a pause that the bank asked for is kept")
    func quota() throws {
        var attempt = FetchAttempt(
            at: try #require(Moment("2026-01-10T23:59:00Z")), outcome: .ok, connector: "c",
            access: .openBanking)
        attempt.calls = ["main": 3]
        let log = ConnectionLog([attempt.json])
        let quota = Quota(perDay: 4, isShared: false)
        let evening = try #require(Moment("2026-01-10T23:59:30Z"))
        let night = try #require(Moment("2026-01-11T00:00:00Z"))
        #expect(quota.left("main", log, now: evening) == 1)
        #expect(quota.left("main", log, now: night) == 4)
        #expect(quota.left("other", log, now: evening) == 4)
        #expect(Quota(perDay: 4, isShared: true).left("other", log, now: evening) == 1)
        #expect(Quota(perDay: nil, isShared: false).left("main", log, now: evening) == nil)
        attempt.nextAllowed = night
        let paused = ConnectionLog([attempt.json])
        let connection = try connection("open-banking", granted: "2026-01-01")
        #expect(Quota.pause(paused, connection, now: evening) == night)
        #expect(Quota.pause(paused, connection, now: night) == nil)
    }

    @Test(
        "a first fetch asks for 89 days, the next ones overlap, and from time to time all is asked again"
    )
    func windows() throws {
        let window = FetchWindow(historyDays: 730, firstDays: 89)
        func days(_ lines: [JSONValue], _ today: String, historical: Bool = false) throws -> Int {
            let range = window.days(
                "main", ConnectionLog(lines), isHistorical: historical, today: try day(today))
            #expect(range.upperBound == (try day(today)))
            return Int(range.upperBound.day - range.lowerBound.day)
        }
        func told(_ at: String, _ from: String, _ to: String, _ outcome: FetchOutcome = .ok) throws
            -> JSONValue
        {
            var attempt = FetchAttempt(
                at: try #require(Moment(at)), outcome: outcome, connector: "c",
                access: .openBanking)
            attempt.windows = ["main": try day(from)...(try day(to))]
            return attempt.json
        }
        #expect(try days([], "2026-04-01") == 89)
        #expect(try days([], "2026-04-01", historical: true) == 730)
        let first = try told("2026-04-01T06:00:00Z", "2026-01-02", "2026-04-01")
        #expect(try days([first], "2026-04-02") == 15)
        // After a failure more is asked for.
        let failure = try attempt("2026-04-03T06:00:00Z", .temporary)
        #expect(try days([first, failure], "2026-04-04") == 33)
        // After a lapse from before its beginning.
        #expect(try days([first], "2026-06-01") == 91)
        // Once in 30 days everything that a first fetch asks for.
        let later = try told("2026-04-30T06:00:00Z", "2026-04-16", "2026-04-30")
        #expect(try days([first, later], "2026-05-02") == 89)
    }

    @Test("days of which nobody told are gaps, and only between what was told")
    func gaps() throws {
        func told(_ from: String, _ to: String) throws -> JSONValue {
            var attempt = FetchAttempt(
                at: Moment(try day(to)), outcome: .ok, connector: "c", access: .direct)
            attempt.windows = ["main": try day(from)...(try day(to))]
            return attempt.json
        }
        let log = ConnectionLog([
            try told("2026-01-01", "2026-01-31"), try told("2026-01-20", "2026-02-10"),
            try told("2026-03-01", "2026-03-10"),
        ])
        #expect(log.gaps("main") == [try day("2026-02-11")...(try day("2026-02-28"))])
        #expect(log.gaps("other").isEmpty)
    }

    @Test("an answer that begins 90 days ago, though more was asked for, counts as cut")
    func cut() throws {
        let today = try day("2026-06-30")
        let early = try #require(today.adding(days: -90))
        let asked = try #require(today.adding(days: -400))
        #expect(CutAnswer.first([early, today], asked: asked, today: today) == early)
        let middle = try #require(today.adding(days: -120))
        #expect(CutAnswer.first([middle, today], asked: asked, today: today) == nil)
        #expect(CutAnswer.first([early], asked: early, today: today) == nil)
        #expect(CutAnswer.first([], asked: asked, today: today) == nil)
    }

    @Test("scheduled runs wait longer after each failure, and leave alone what needs a person")
    func backoff() throws {
        let connection = try connection("direct")
        func waits(_ outcomes: [(String, FetchOutcome)], _ now: String) throws -> Bool {
            let log = ConnectionLog(try outcomes.map { try attempt($0.0, $0.1) })
            return Backoff.isWaiting(connection, log, now: try #require(Moment(now)))
        }
        #expect(try !waits([], "2026-01-01T00:00:00Z"))
        #expect(try waits([("2026-01-01T00:00:00Z", .ok)], "2026-01-01T05:00:00Z"))
        #expect(try !waits([("2026-01-01T00:00:00Z", .ok)], "2026-01-01T05:56:00Z"))
        let one = [("2026-01-01T00:00:00Z", FetchOutcome.temporary)]
        #expect(try waits(one, "2026-01-01T00:00:50Z"))
        #expect(try !waits(one, "2026-01-01T00:01:00Z"))
        let two = one + [("2026-01-01T00:01:00Z", .temporary)]
        #expect(try waits(two, "2026-01-01T00:05:00Z"))
        #expect(try !waits(two, "2026-01-01T00:06:00Z"))
        #expect(try waits([("2026-01-01T00:00:00Z", .credentials)], "2026-03-01T00:00:00Z"))
        #expect(try waits([("2026-01-01T00:00:00Z", .reconnect)], "2026-03-01T00:00:00Z"))
    }

    @Test(
        "moments are read with any offset and written in UTC",
        arguments: [
            ("2026-11-24T12:43:11Z", "2026-11-24T12:43:11Z"),
            ("2026-01-08T00:05:00+01:00", "2026-01-07T23:05:00Z"),
            ("2026-01-07T20:00:00.250-05:30", "2026-01-08T01:30:00Z"),
        ])
    func moments(text: String, utc: String) {
        #expect(Moment(text)?.description == utc)
        #expect(Moment(String(text.prefix(16))) == nil)
        #expect(Moment("2026-13-08T00:05:00Z") == nil)
        #expect(Moment("2026-01-08T24:05:00Z") == nil)
    }
}
