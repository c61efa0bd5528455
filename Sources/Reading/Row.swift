package import Model

/// What a scan found in one line, without making a `String`.
///
/// Offsets are into the text of the batch. `target` is the only target of a line with one part;
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
package struct RowTraits: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The whole line is ignored (S11).
    package static let ignored = RowTraits(rawValue: 1)
    /// There are attributes besides `id`.
    package static let attributed = RowTraits(rawValue: 2)
    /// The description holds escapes.
    package static let escaped = RowTraits(rawValue: 4)
    /// The line has an `id`.
    package static let identified = RowTraits(rawValue: 8)
}

/// A number for a target, valid within one scanning thread.
package typealias TargetID = UInt32

/// A position in the scan's list of currencies.
package typealias CurrencyIndex = UInt8

/// One part of a split line.
package struct RowPart: Sendable {
    package var target: TargetID
    package var amount: Int64
}

/// A few hundred rows of one file, handed to a consumer at once so that the rows are still in the
/// processor's cache.
package struct RowBatch {
    package var rows: [Row] = []
    package var parts: [RowPart] = []
    package static let rowLimit = 512

    mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
    }
}
