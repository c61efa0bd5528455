import Model

/// Finds the columns, by what the settings say, by their names, or by their content.
struct LayoutSearch {
    let sheet: Sheet

    init(_ sheet: Sheet) { self.sheet = sheet }

    /// The layout, the decimal mark of its numbers, and the rows that hold a date.
    struct Result {
        var layout: Layout
        var mark: DecimalMark
        var rows: [Int]
    }

    func found() throws(ReadingStop) -> Result {
        let wanted = try wantedColumns()
        if let header = sheet.header {
            return try byNames(HeaderLayout(sheet, header), wanted)
        }
        guard let search = HeaderlessLayout(sheet) else {
            throw .refused(reason: "no row holds a date and an amount; this is no statement")
        }
        let mark = try mark(search.money, rows: search.rows) { mark throws(ReadingStop) in
            if let source = wantedAmount(wanted) {
                return search.layout(amount: source, balance: nil)
            }
            let found = try search.amount(mark)
            return search.layout(amount: found.source, balance: found.balance)
        }
        if let source = wantedAmount(wanted) {
            var layout = search.layout(amount: source, balance: nil)
            override(&layout, wanted)
            return Result(layout: layout, mark: mark, rows: search.rows)
        }
        let amount = try search.amount(mark)
        var layout = search.layout(amount: amount.source, balance: amount.balance)
        override(&layout, wanted)
        return Result(layout: layout, mark: mark, rows: search.rows)
    }

    private func byNames(
        _ names: HeaderLayout, _ wanted: [String: Int]
    ) throws(ReadingStop) -> Result {
        guard let date = wanted["date"] ?? names.date else {
            throw .refused(
                reason: "no column of dates", row: sheet.header.map { sheet.table.line($0.row) })
        }
        let rows = sheet.body.filter { sheet.date($0, date) != nil }
        guard !rows.isEmpty else {
            throw .refused(reason: "no row holds a date and an amount; there is nothing to read")
        }
        let sums = names.columns(
            .amount, .net, .gross, .total, .debit, .credit, .balance, .fee)
        let base = names.layout(date: date, amount: .signed(0))
        func layout(_ mark: DecimalMark) throws(ReadingStop) -> Layout {
            let columns = AmountColumns(
                sheet: sheet, header: names, rows: rows, mark: mark,
                balance: wanted["balance"] ?? base.balance)
            var chosen = wantedAmount(wanted)
            if chosen == nil { chosen = try columns.source() }
            guard let source = chosen else {
                throw .refused(
                    reason: "no column of amounts",
                    row: sheet.header.map { sheet.table.line($0.row) })
            }
            var layout = names.layout(date: date, amount: source)
            override(&layout, wanted)
            return layout
        }
        let mark = try mark(wantedAmount(wanted)?.columns ?? sums, rows: rows, layout)
        return Result(layout: try layout(mark), mark: mark, rows: rows)
    }

    /// The decimal mark; where the numbers leave it open, the one under which balances fit.
    private func mark(
        _ columns: [Int], rows: [Int], _ layout: (DecimalMark) throws(ReadingStop) -> Layout
    ) throws(ReadingStop) -> DecimalMark {
        switch try DecimalDecision.outcome(sheet, rows: rows, columns: columns) {
        case .settled(let mark): return mark
        case .open(let row, let column):
            var proven: [DecimalMark] = []
            for mark in DecimalMark.allCases {
                guard let layout = try? layout(mark), let balance = layout.balance else { continue }
                let reader = AmountReader(source: layout.amount, mark: mark)
                if reader.proof(sheet, rows: rows, balance: balance)?.holds == true {
                    proven.append(mark)
                }
            }
            if proven.count == 1 { return proven[0] }
            throw .asked([DecimalDecision.question(sheet, row: row, column: column)])
        }
    }

    private func wantedColumns() throws(ReadingStop) -> [String: Int] {
        var wanted: [String: Int] = [:]
        for (key, label) in sheet.settings.columns {
            guard let column = sheet.column(label) else {
                throw .refused(reason: "there is no column of this name or number", value: label)
            }
            wanted[key] = column
        }
        return wanted
    }

    private func wantedAmount(_ wanted: [String: Int]) -> AmountSource? {
        if let amount = wanted["amount"] {
            return wanted["mark"].map { .marked(amount, mark: $0) } ?? .signed(amount)
        }
        guard wanted["in"] != nil || wanted["out"] != nil else { return nil }
        return .pair(income: wanted["in"], expense: wanted["out"])
    }

    private func override(_ layout: inout Layout, _ wanted: [String: Int]) {
        if let date = wanted["date"] { layout.date = date }
        for (key, path) in Layout.keys {
            if let column = wanted[key] { layout[keyPath: path] = column }
        }
        guard wanted["text"] != nil else { return }
        let texts = wanted.filter { $0.key == "text" || $0.key.utf8.starts(with: "text.".utf8) }
        layout.texts = texts.sorted { left, right in
            (Int(left.key.dropFirst(5)) ?? 1) < (Int(right.key.dropFirst(5)) ?? 1)
        }.map(\.value)
    }
}
