/// Where a transaction stands in its life, or what else a line is.
///
/// Public and inlinable, because consumers in other targets compare it in every row.
public enum Status: UInt8, Sendable, CaseIterable {
    case booked, pending, expected, dropped, deleted
    /// Not a transaction: the balance at the end of the day.
    case assertion

    /// A bit of its own, for sets of statuses.
    @inlinable public var bit: UInt8 {
        switch self {
        case .booked: 1
        case .pending: 2
        case .expected: 4
        case .dropped: 8
        case .deleted: 16
        case .assertion: 32
        }
    }

    @inlinable public static func == (left: Status, right: Status) -> Bool {
        left.bit == right.bit
    }

    /// The mark after the date, or `nil` for booked.
    package var mark: UInt8? {
        switch self {
        case .booked: nil
        case .pending: UInt8(ascii: "!")
        case .expected: UInt8(ascii: "?")
        case .dropped: UInt8(ascii: "-")
        case .deleted: UInt8(ascii: "x")
        case .assertion: UInt8(ascii: "=")
        }
    }

    package init?(mark: UInt8) {
        guard let status = Status.allCases.first(where: { $0.mark == mark }) else { return nil }
        self = status
    }

    /// The word that queries and JSON use.
    package var name: String {
        switch self {
        case .booked: "booked"
        case .pending: "pending"
        case .expected: "expected"
        case .dropped: "dropped"
        case .deleted: "deleted"
        case .assertion: "assertion"
        }
    }

    /// Whether the line counts in balances and reports (S4).
    @inlinable public var counts: Bool { bit & 3 != 0 }
}
