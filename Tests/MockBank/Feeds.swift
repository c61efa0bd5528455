import Foundation
import JSONText
import Model

/// The views of the world that the providers give.
enum Feeds {
    private static func days(_ request: Request, _ world: World) -> ClosedRange<CivilDate> {
        let limit = world.today.adding(days: -world.historyDays) ?? .first
        let from = request.query["date_from"].flatMap { CivilDate(iso: $0) } ?? .first
        let to = request.query["date_to"].flatMap { CivilDate(iso: $0) } ?? world.today
        let start = max(from, limit)
        return start...max(to, start)
    }

    // MARK: Enable Banking

    private static func enableBanking(
        _ event: World.Event, _ account: World.Account, isPending: Bool, _ world: World
    ) -> JSONValue {
        let amount = isPending ? event.pendingAmount : event.amount
        return .object([
            "entry_reference": isPending
                ? nil : .string("EB\(event.number)-000000\(world.idSuffix)"),
            "status": .string(isPending ? "PDNG" : "BOOK"),
            "transaction_amount": .object([
                "currency": .string(account.currency),
                // Some banks write a minus beside the direction.
                "amount": .string(
                    (event.number % 7 == 0 && amount < 0 ? "-" : "") + World.text(abs(amount))),
            ]),
            "credit_debit_indicator": .string(amount < 0 ? "DBIT" : "CRDT"),
            "booking_date": .string((isPending ? event.seen : event.booked).description),
            "value_date": .string(event.value.description),
            (amount < 0 ? "creditor" : "debtor"): event.party.map {
                .object([JSONMember("name", .string($0))])
            },
            "remittance_information": .strings([
                // Not what the bank's own site shows.
                "OB " + (isPending ? event.pendingText : event.text)
            ]),
        ])
    }

    static func enableBanking(
        _ account: World.Account, _ request: Request, _ world: World
    ) -> Reply {
        let days = days(request, world)
        let pending = world.pending(account.key).filter { days.contains($0.seen) }
            .map { enableBanking($0, account, isPending: true, world) }
        let booked = world.booked(account.key).filter { days.contains($0.booked) }.reversed()
            .map { enableBanking($0, account, isPending: false, world) }
        let all = pending + booked
        // The second page is empty and still names a next one.
        let key = request.query["continuation_key"].flatMap { Int($0) } ?? 0
        let isEmpty = key == -1
        let start = isEmpty ? world.pageSize : key
        let list = isEmpty ? [] : Array(all.dropFirst(start).prefix(world.pageSize))
        let end = start + list.count
        let next = isEmpty ? start : end < all.count ? (key == 0 ? -1 : end) : nil
        return Reply(
            200,
            .object([
                "transactions": .array(list),
                "continuation_key": next.map { .string("\($0)") } ?? .null,
            ]))
    }

    static func enableBankingBalances(_ account: World.Account, _ world: World) -> Reply {
        let booked = JSONValue.object([
            "balance_amount": .object([
                "currency": .string(account.currency),
                "amount": .string(World.text(world.balance(account))),
            ]),
            "balance_type": .string("ITBD"), "reference_date": .string(world.today.description),
        ])
        let available = JSONValue.object([
            "balance_amount": .object([
                "currency": .string(account.currency), "amount": .string("99999.00"),
            ]),
            "balance_type": .string("ITAV"),
        ])
        return Reply(200, .object([JSONMember("balances", .array([available, booked]))]))
    }

    // MARK: GoCardless

    private static func goCardless(
        _ event: World.Event, _ account: World.Account, isPending: Bool, _ world: World
    ) -> JSONValue {
        let amount = isPending ? event.pendingAmount : event.amount
        return .object([
            "transactionId": isPending ? nil : .string("NOTPROVIDED"),
            "internalTransactionId": isPending
                ? nil : .string("gc-int-\(event.number)-00\(world.idSuffix)"),
            "bookingDate": isPending ? nil : .string(event.booked.description),
            "valueDate": .string((isPending ? event.seen : event.value).description),
            "transactionAmount": .object([
                "amount": .string(World.text(amount)), "currency": .string(account.currency),
            ]),
            (amount < 0 ? "creditorName" : "debtorName"): event.party.map { .string($0) },
            "remittanceInformationUnstructured": .string(
                "GC " + (isPending ? event.pendingText : event.text)),
        ])
    }

    static func goCardless(_ account: World.Account, _ request: Request, _ world: World) -> Reply {
        let days = days(request, world)
        let booked = world.booked(account.key).filter { days.contains($0.booked) }.reversed()
        return Reply(
            200,
            .object([
                "transactions": .object([
                    "booked": .array(
                        booked.map { goCardless($0, account, isPending: false, world) }),
                    "pending": .array(
                        world.pending(account.key).map {
                            goCardless($0, account, isPending: true, world)
                        }),
                ])
            ]))
    }

    static func goCardlessBalances(_ account: World.Account, _ world: World) -> Reply {
        Reply(
            200,
            .object([
                JSONMember(
                    "balances",
                    .array([
                        .object([
                            "balanceAmount": .object([
                                "amount": .string(World.text(world.balance(account))),
                                "currency": .string(account.currency),
                            ]),
                            "balanceType": .string("interimBooked"),
                            "referenceDate": .string(world.today.description),
                        ])
                    ]))
            ]))
    }

    // MARK: SimpleFIN

    /// Noon in UTC of a day, as seconds since 1970.
    private static func seconds(_ day: CivilDate) -> Int {
        (Int(day.day) - 25_567) * 86_400 + 43_200
    }

    static func simpleFIN(_ request: Request, _ world: World) -> Reply {
        let start = request.query["start-date"].flatMap { Int($0) }
        let end = request.query["end-date"].flatMap { Int($0) } ?? .max
        var isTooWide = false
        if let start, end != .max, end - start > 45 * 86_400 { isTooWide = true }
        let accounts = world.accounts.map { account -> JSONValue in
            var rows: [JSONValue] = []
            if let start {
                for event in world.booked(account.key)
                where start..<end ~= seconds(event.booked) {
                    rows.append(
                        .object([
                            "id": .string("TRN-\(event.number)-0000\(world.idSuffix)"),
                            "posted": .integer(seconds(event.booked)),
                            "transacted_at": .integer(seconds(event.seen)),
                            "amount": .string(World.text(event.amount)),
                            "description": .string(event.text),
                            "payee": event.party.map { .string($0) },
                        ]))
                }
                if request.query["pending"] == "1" {
                    for event in world.pending(account.key)
                    where start..<end ~= seconds(event.seen) {
                        rows.append(
                            .object([
                                "id": .string("PND-\(event.number)"), "posted": .integer(0),
                                "transacted_at": .integer(seconds(event.seen)),
                                "amount": .string(World.text(event.pendingAmount)),
                                "description": .string(event.pendingText),
                                "pending": .bool(true),
                            ]))
                    }
                }
            }
            return .object([
                "org": .object([JSONMember("domain", .string("bank.example"))]),
                "id": .string("ACT-\(account.key)"), "name": .string(account.name),
                "currency": .string(account.currency),
                // Some write numbers where texts are due.
                "balance": .number(World.text(world.balance(account))),
                "balance-date": .integer(seconds(world.today)),
                "transactions": .array(rows.reversed()),
            ])
        }
        let errors = isTooWide ? ["the date range is too long"] : []
        return Reply(
            200,
            .object([
                "errors": .strings(errors), "errlist": .array([]), "accounts": .array(accounts),
            ]))
    }
}
