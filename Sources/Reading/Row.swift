package import Model

/// What a scan found in one line, without making a `String`.
///
/// Offsets are into the text of the batch; the description's range may end in blanks. `target` is the only target of a line with one part;
/// other lines have `partCount` parts in the batch from `firstPart` on.
package struct Row: Sendable {
    package var amount: Int64
    package var day: Int32
    package var target: TargetID
    package var lineStart: UInt32
    package var lineEnd: UInt32
    package var descriptionStart: UInt32
    package var descriptionEnd: UInt32
    /// Where the attributes begin; `lineEnd` where there are none.
    package var attributesStart: UInt32
    package var lineNumber: UInt32
    package var firstPart: UInt32
    package var partCount: UInt16
    package var currency: CurrencyIndex
    package var status: Status
    package var traits: RowTraits
}

/// What a reader may want to know of a line before it looks at its attributes.
///
/// Public and inlinable, because consumers in other targets ask it of every row.
public struct RowTraits: Sendable {
    @usableFromInline var bits: UInt16

    @inlinable public init() { bits = 0 }

    @inlinable @inline(__always) public func has(_ trait: RowTraits) -> Bool {
        bits & trait.bits != 0
    }

    mutating func insert(_ trait: RowTraits) { bits |= trait.bits }

    /// What a line has that has one of two traits: `has` asks for either.
    @inlinable public static func | (left: RowTraits, right: RowTraits) -> RowTraits {
        var both = left
        both.bits |= right.bits
        return both
    }

    /// The whole line is ignored (S11).
    @inlinable public static var ignored: RowTraits { RowTraits(bit: 0) }
    /// There are attributes besides `id`.
    @inlinable public static var attributed: RowTraits { RowTraits(bit: 1) }
    /// The description holds escapes.
    @inlinable public static var escaped: RowTraits { RowTraits(bit: 2) }
    /// The line has an `id`.
    @inlinable public static var identified: RowTraits { RowTraits(bit: 3) }
    /// The line names the other side of a transfer.
    @inlinable public static var paired: RowTraits { RowTraits(bit: 4) }
    /// The line states the account's balance.
    @inlinable public static var stated: RowTraits { RowTraits(bit: 5) }
    /// The line has further ids.
    @inlinable public static var aliased: RowTraits { RowTraits(bit: 6) }
    /// The line holds a value that lost in a merge.
    @inlinable public static var conflicted: RowTraits { RowTraits(bit: 7) }
    /// The line names a contact.
    @inlinable public static var contacted: RowTraits { RowTraits(bit: 8) }

    /// The line holds the bank's day or amount beside a person's (S17).
    @inlinable public static var corrected: RowTraits { RowTraits(bit: 9) }

    @inlinable init(bit: UInt16) { bits = 1 &<< bit }
}

/// A number for a target, valid within one scanning thread.
package typealias TargetID = UInt32

/// A position in the scan's list of currencies.
package typealias CurrencyIndex = UInt8

/// One part of a split line.
package struct RowPart: Sendable {
    package var target: TargetID
    package var amount: Int64

    package init(target: TargetID, amount: Int64) {
        self.target = target
        self.amount = amount
    }
}

/// A few hundred rows of one file, handed to a consumer at once so that the rows are still in the
/// processor's cache.
package struct RowBatch {
    package var rows: ArraySlice<Row> = []
    package var parts: [RowPart] = []
    package static let rowLimit = 512

    mutating func removeAll() {
        rows = []
        parts.removeAll(keepingCapacity: true)
    }
}
