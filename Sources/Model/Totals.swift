/// A sum that left the range of amounts.
package struct AmountOverflow: Error, Sendable, Equatable {
    package let currency: CurrencyCode

    package init(currency: CurrencyCode) { self.currency = currency }
}

/// Sums in several currencies, never added to each other.
///
/// A currency that occurred has an entry even where its sum is zero. Sums are 128 bits wide: 2^64
/// amounts cannot overflow one. A sequence of its entries in the order of the codes.
///
/// The first currency is stored in place: most totals have only one, and then need no memory.
package struct Totals: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package let currency: CurrencyCode
        package fileprivate(set) var units: Int128
    }

    private var first: Entry?
    /// The others, in the order of the codes, which are all behind the first.
    private var others: [Entry] = []

    package init() {}

    package init(_ units: [CurrencyCode: Int128]) {
        for (currency, amount) in units { add(amount, currency) }
    }

    package mutating func add(_ amount: some BinaryInteger, _ currency: CurrencyCode) {
        add(Int128(amount), currency)
    }

    package mutating func add(_ amount: Int128, _ currency: CurrencyCode) {
        guard let known = first else {
            first = Entry(currency: currency, units: amount)
            return
        }
        if known.currency == currency {
            first?.units += amount
        } else if currency < known.currency {
            others.insert(known, at: 0)
            first = Entry(currency: currency, units: amount)
        } else if let index = others.firstIndex(where: { $0.currency >= currency }) {
            if others[index].currency == currency {
                others[index].units += amount
            } else {
                others.insert(Entry(currency: currency, units: amount), at: index)
            }
        } else {
            others.append(Entry(currency: currency, units: amount))
        }
    }

    package mutating func add(_ other: Totals) {
        guard let entry = other.first else { return }
        add(entry.units, entry.currency)
        for entry in other.others { add(entry.units, entry.currency) }
    }

    package subscript(currency: CurrencyCode) -> Int128? {
        if first?.currency == currency { return first?.units }
        return others.first { $0.currency == currency }?.units
    }

    package var isEmpty: Bool { first == nil }

    /// How many currencies occurred.
    package var count: Int { first == nil ? 0 : 1 + others.count }

    /// The entry at `index` in the order of the codes; `nil` behind the last.
    package func entry(_ index: Int) -> Entry? {
        if index == 0 { return first }
        return index <= others.count ? others[index - 1] : nil
    }

    package var isZero: Bool { allSatisfy { $0.units == 0 } }
}

extension Totals: Sequence {
    package struct Iterator: IteratorProtocol {
        fileprivate let totals: Totals
        fileprivate var position = 0

        package mutating func next() -> Entry? {
            defer { position += 1 }
            return totals.entry(position)
        }
    }

    package func makeIterator() -> Iterator { Iterator(totals: self) }
}

/// `sum` ÷ `count`, rounded half to even.
package func dividedHalfToEven(_ sum: Int128, by count: some BinaryInteger) -> Int128 {
    let divisor = Int128(count)
    let (quotient, remainder) = sum.quotientAndRemainder(dividingBy: divisor)
    // Half or more, without doubling what may be large.
    let half = divisor.magnitude - remainder.magnitude
    let isUp =
        remainder.magnitude > half || (remainder.magnitude == half && quotient % 2 != 0)
    return isUp ? quotient + (sum < 0 ? -1 : 1) : quotient
}
