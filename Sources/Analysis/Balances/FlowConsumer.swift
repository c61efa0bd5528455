import Model
import Platform
import Queries
import Reading
import Syntax

/// Adds up what flowed, by group, interval and currency.
struct FlowConsumer: RowConsumer {
    /// A sum and how many parts are in it, so that a sum of zero is told from nothing.
    struct Cell: Sendable {
        var sum: Int128 = 0
        var count: Int64 = 0
    }

    private var filter: RowFilter
    private let grouping: Grouping
    private let interval: Interval?
    private let calendar: LedgerCalendar
    private let currencyCount: Int
    private let includesIgnored: Bool
    private let includesTransfers: Bool
    private let categories: CategoryTree
    private let taxonomy: CategoryTree
    private let currentAccountNames: [String: String]

    /// The cells, by interval × group × currency; `groupCapacity` groups an interval.
    private var cells: [Cell] = []
    private var groupCapacity = 64
    /// The first day of each interval, in the order met.
    private var starts: [Int32] = []
    /// The index of the interval of each day; -1 where it is not known yet.
    private var slotByDay: [Int32] = []
    /// The group of each target, or -1 where the target is left out; -2 where it is not known yet.
    private var groupByTarget: [Int32] = []
    private(set) var keys: [GroupKey] = []
    private var groupByKey: [GroupKey: Int32] = [:]
    private var accountGroup: Int32 = 0
    private var currencyGroups: [Int32] = []
    /// By interval × currency, each line once; only where a line stands in several groups.
    private var lineTotals: [Cell] = []
    private let countsLines: Bool
    private let hasInterval: Bool
    private let isByCategory: Bool

    init(
        _ selection: Selection, _ ledger: Ledger, by grouping: Grouping, interval: Interval?,
        calendar: LedgerCalendar
    ) {
        filter = RowFilter(selection, ledger)
        self.grouping = grouping
        self.interval = interval
        self.calendar = calendar
        currencyCount = ledger.heldCurrencies.count
        includesIgnored = selection.includesIgnored || !grouping.leavesOut
        includesTransfers = selection.includesTransfers || !grouping.leavesOut
        categories = ledger.categories
        taxonomy = ledger.tree(of: grouping)
        currentAccountNames = ledger.currentAccountNames
        countsLines = grouping == .tag
        hasInterval = interval != nil
        isByCategory = grouping == .category
        if interval == nil {
            addSlot(0)
        } else {
            slotByDay = Array(repeating: -1, count: Int(CivilDate.last.day) + 1)
        }
        if grouping == .currency {
            currencyGroups = ledger.heldCurrencies.map { _ in 0 }
            for (index, code) in ledger.heldCurrencies.enumerated() {
                currencyGroups[index] = group(.named(code.description))
            }
        }
    }

    mutating func begin(_ file: TransactionFile) {
        filter.begin(file)
        if grouping == .account { accountGroup = group(.named(file.account)) }
    }

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        for row in batch.rows where filter.admits(row) {
            var selected: [Bool]?
            if !filter.isTrivial {
                switch filter.select(row, batch, text, targets, perPart: true) {
                case .nothing: continue
                case .line: break
                case .parts(let parts): selected = parts
                }
            }
            if row.traits.has(.ignored), !includesIgnored { continue }
            let slot = hasInterval ? slot(of: filter.day(of: row, text)) : 0
            if row.partCount == 1 {
                add(row.amount, row.target, row, slot, text, targets)
                continue
            }
            for offset in 0..<Int(row.partCount) {
                if let selected, !selected[offset] { continue }
                let part = batch.parts[Int(row.firstPart) + offset]
                add(part.amount, part.target, row, slot, text, targets)
            }
        }
    }

    @inline(__always)
    private mutating func add(
        _ amount: Int64, _ target: TargetID, _ row: Row, _ slot: Int, _ text: ByteView,
        _ targets: borrowing TargetTable
    ) {
        let index = Int(target)
        if index >= groupByTarget.count {
            groupByTarget += repeatElement(-2, count: index + 64 - groupByTarget.count)
        }
        if groupByTarget[index] == -2 {
            groupByTarget[index] = groupOfTarget(targets.targets[index])
        }
        let byTarget = groupByTarget[index]
        if byTarget == -1 { return }
        let currency = Int(row.currency)
        if isByCategory {
            add(amount, group: byTarget, currency, slot)
            return
        }
        if countsLines {
            lineTotals[slot * currencyCount + currency].sum += Int128(amount)
            lineTotals[slot * currencyCount + currency].count += 1
        }
        switch grouping {
        case .category: break
        case .account: add(amount, group: accountGroup, currency, slot)
        case .currency: add(amount, group: currencyGroups[currency], currency, slot)
        case .contact, .tag, .taxonomy:
            for key in attributeKeys(row, text) { add(amount, group: group(key), currency, slot) }
        }
    }

    @inline(__always)
    private mutating func add(_ amount: Int64, group: Int32, _ currency: Int, _ slot: Int) {
        let index = (slot &* groupCapacity &+ Int(group)) &* currencyCount &+ currency
        cells[index].sum += Int128(amount)
        cells[index].count &+= 1
    }

    /// The group of a target, or -1 where it is left out of the report.
    private mutating func groupOfTarget(_ target: Target) -> Int32 {
        switch target {
        case .uncategorised: return group(.none)
        case .ignored: return includesIgnored ? group(.ignored) : -1
        case .transfer(let account):
            let current = currentAccountNames[account] ?? account
            return includesTransfers ? group(.transfer(current)) : -1
        case .category(let path):
            let current = categories.resolve(path)
            if categories.kind(of: current) == .transfer, !includesTransfers { return -1 }
            return group(.named(current))
        }
    }

    private mutating func group(_ key: GroupKey) -> Int32 {
        if let group = groupByKey[key] { return group }
        let group = Int32(keys.count)
        keys.append(key)
        groupByKey[key] = group
        if keys.count > groupCapacity { widen() }
        return group
    }

    /// Doubles the room for groups.
    private mutating func widen() {
        let old = groupCapacity * currencyCount
        var wider: [Cell] = []
        for slot in starts.indices {
            wider += cells[slot * old..<(slot + 1) * old]
            wider += repeatElement(Cell(), count: old)
        }
        cells = wider
        groupCapacity *= 2
    }

    private mutating func addSlot(_ start: Int32) {
        starts.append(start)
        cells += repeatElement(Cell(), count: groupCapacity * currencyCount)
        if countsLines { lineTotals += repeatElement(Cell(), count: currencyCount) }
    }

    private mutating func slot(of day: Int32) -> Int {
        let known = slotByDay[Int(day)]
        if known >= 0 { return Int(known) }
        let start = interval?.start(of: CivilDate(day: day), calendar: calendar).day ?? 0
        var slot = starts.lastIndex(of: start)
        if slot == nil {
            slot = starts.count
            addSlot(start)
        }
        slotByDay[Int(day)] = Int32(slot ?? 0)
        return slot ?? 0
    }

    private func attributeKeys(_ row: Row, _ text: ByteView) -> [GroupKey] {
        guard row.traits.has(.attributed) else { return [.none] }
        let line = text.bytes(Int(row.lineStart)..<Int(row.lineEnd))
        let attributes = LineText.attributes(line).attributes
        switch grouping {
        case .tag:
            let tags = attributes.tags
            return tags.isEmpty ? [.none] : tags.map { .named($0) }
        case .contact: return [attributes["contact"].map { .named($0) } ?? .none]
        case .taxonomy(let name):
            return [attributes[name].map { .named(taxonomy.resolve($0)) } ?? .none]
        case .account, .category, .currency: return []
        }
    }

    // What was added up

    /// The first day of each interval with lines (day 0 without an interval), in the order met.
    var intervals: [Int32] { starts }

    /// The sum of a group in an interval, by their places in `keys` and `intervals`.
    func sum(group: Int, interval: Int, _ currencies: [CurrencyCode]) -> Totals {
        let base = (interval * groupCapacity + group) * currencyCount
        return FlowConsumer.totals(cells[base..<base + currencyCount], currencies)
    }

    /// The sum of an interval where lines were counted apart, because one may stand in several
    /// groups; else `nil`.
    func lineSum(interval: Int, _ currencies: [CurrencyCode]) -> Totals? {
        guard countsLines else { return nil }
        let base = interval * currencyCount
        return FlowConsumer.totals(lineTotals[base..<base + currencyCount], currencies)
    }

    private static func totals(_ cells: ArraySlice<Cell>, _ currencies: [CurrencyCode]) -> Totals {
        var totals = Totals()
        for (cell, code) in zip(cells, currencies) where cell.count > 0 {
            totals.add(cell.sum, code)
        }
        return totals
    }
}
