import Foundation
import Model

/// The cells of an XLSX workbook as texts: dates as `YYYY-MM-DD`, numbers with a point.
package struct Workbook {
    /// One sheet; row 1 comes first, and rows without cells are empty.
    struct Sheet {
        let name: String
        var rows: [[String]] = []
    }

    private(set) var sheets: [Sheet] = []
    private var strings: [String] = []
    /// What each style shows.
    private var styles: [Style] = []

    private enum Style {
        case date
        /// A number with so many decimals; `nil` for as many as it has.
        case number(Int?)
    }
    /// The serial number of 1900-01-01, less the day that 1900 did not have.
    private var epoch = 2
    private static let rowLimit = 1_048_576
    private static let cellLimit = 20_000_000

    init(_ archive: ZIPArchive) throws {
        guard let book = try archive.data("xl/workbook.xml") else {
            throw ZIPArchive.Refusal(reason: "the archive is no workbook")
        }
        let root = try XMLTreeBuilder.tree(book)
        // Days are counted from 1900, or on old Macintoshes from 1904.
        let is1904 = root.at("workbookPr")?.attributes["date1904"]
        if is1904 == "1" || is1904 == "true" { epoch -= 1_462 }
        try readStrings(archive)
        try readStyles(archive)
        let targets = try Workbook.targets(archive)
        for sheet in root["sheets"]?.all("sheet") ?? [] {
            let id = sheet.attributes.first { $0.key.hasSuffix(":id") || $0.key == "id" }?.value
            guard let path = id.flatMap({ targets[$0] }), let data = try archive.data(path) else {
                continue
            }
            sheets.append(
                Sheet(name: sheet.attributes["name"] ?? "", rows: try rows(data)))
        }
    }

    /// The cells of one sheet alone, whose styles and shared texts are not known; empty where it is no XML.
    package static func table(sheet: String) -> [[String]] {
        (try? Workbook().rows(Array(sheet.utf8))) ?? []
    }

    /// A number as a cell of so many decimals shows it.
    package static func shown(_ number: String, decimals: Int) -> String {
        SpreadsheetNumber(number)?.text(decimals: decimals) ?? number
    }

    private init() {}

    private static func targets(_ archive: ZIPArchive) throws -> [String: String] {
        guard let data = try archive.data("xl/_rels/workbook.xml.rels") else { return [:] }
        var targets: [String: String] = [:]
        for relation in try XMLTreeBuilder.tree(data).all("Relationship") {
            guard let id = relation.attributes["Id"], let target = relation.attributes["Target"]
            else { continue }
            targets[id] = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
        }
        return targets
    }

    private mutating func readStrings(_ archive: ZIPArchive) throws {
        guard let data = try archive.data("xl/sharedStrings.xml") else { return }
        strings = try XMLTreeBuilder.tree(data).all("si").map(Workbook.text)
    }

    /// A text in one piece, or in several that look different.
    private static func text(_ element: XMLTree) -> String {
        (element.all("t") + element.all("r").flatMap { $0.all("t") }).map(\.text).joined()
    }

    private mutating func readStyles(_ archive: ZIPArchive) throws {
        guard let data = try archive.data("xl/styles.xml") else { return }
        let root = try XMLTreeBuilder.tree(data)
        var formats: [Int: String] = [:]
        for format in root["numFmts"]?.all("numFmt") ?? [] {
            if let id = format.attributes["numFmtId"].flatMap({ Int($0) }) {
                formats[id] = format.attributes["formatCode"]
            }
        }
        styles = (root["cellXfs"]?.all("xf") ?? []).map { style in
            guard let id = style.attributes["numFmtId"].flatMap({ Int($0) }) else {
                return .number(nil)
            }
            if let code = formats[id] {
                return Workbook.isDate(code) ? .date : .number(Workbook.decimals(code))
            }
            if (14...17).contains(id) || id == 22 || (27...36).contains(id) { return .date }
            return .number([2, 4, 7, 8, 39, 40].contains(id) ? 2 : nil)
        }
    }

    /// Whether a format shows a day or a year, outside quotes, brackets and escapes.
    static func isDate(_ code: String) -> Bool {
        var isQuoted = false
        var depth = 0
        var isEscaped = false
        for character in code.lowercased() {
            if isEscaped {
                isEscaped = false
                continue
            }
            switch character {
            case "\\", "_", "*": isEscaped = true
            case "\"": isQuoted.toggle()
            case "[": depth += 1
            case "]": depth = max(0, depth - 1)
            case "d", "y": if !isQuoted, depth == 0 { return true }
            default: break
            }
        }
        return false
    }

    /// The decimals that a format such as `#,##0.00` shows; `nil` where it names none.
    static func decimals(_ code: String) -> Int? {
        let first = code.prefix { $0 != ";" }
        guard let point = first.firstIndex(of: ".") else { return nil }
        let zeros = first[first.index(after: point)...].prefix { $0 == "0" }.count
        return zeros > 0 ? zeros : nil
    }

    private func rows(_ data: [UInt8]) throws -> [[String]] {
        var rows: [[String]] = []
        var cells = 0
        for row in try XMLTreeBuilder.tree(data)["sheetData"]?.all("row") ?? [] {
            let number = row.attributes["r"].flatMap { Int($0) } ?? rows.count + 1
            guard number > rows.count, number <= Workbook.rowLimit else { continue }
            while rows.count < number { rows.append([]) }
            for cell in row.all("c") {
                let column =
                    cell.attributes["r"].flatMap(Workbook.column) ?? rows[number - 1].count
                guard column < 16_384 else { continue }
                cells += 1 + max(0, column - rows[number - 1].count)
                guard cells <= Workbook.cellLimit else {
                    throw ZIPArchive.Refusal(reason: "the workbook has too many cells")
                }
                while rows[number - 1].count <= column { rows[number - 1].append("") }
                rows[number - 1][column] = text(cell)
            }
        }
        return rows
    }

    /// The column of `AB12`, from 0.
    static func column(_ reference: String) -> Int? {
        var column = 0
        for byte in reference.utf8.prefix(while: { $0 >= 0x41 && $0 <= 0x5A }) {
            column = column * 26 + Int(byte - 0x40)
            if column > 16_384 { return nil }
        }
        return column == 0 ? nil : column - 1
    }

    private func text(_ cell: XMLTree) -> String {
        let value = cell["v"]?.text ?? ""
        switch cell.attributes["t"] {
        case "s":
            return Int(value).flatMap { strings.indices.contains($0) ? strings[$0] : nil } ?? ""
        case "inlineStr": return cell["is"].map(Workbook.text) ?? ""
        case "str", "d": return value
        case "b": return value == "1" ? "true" : "false"
        case "e": return ""
        default:
            guard let number = SpreadsheetNumber(value) else { return value }
            let style = cell.attributes["s"].flatMap { Int($0) } ?? 0
            switch styles.indices.contains(style) ? styles[style] : .number(nil) {
            case .date: return number.whole.flatMap { Workbook.day($0, epoch) } ?? number.text
            case .number(let decimals): return number.text(decimals: decimals)
            }
        }
    }

    /// The day of a serial number; what stands behind its point is a time, and 0 a time alone.
    private static func day(_ serial: Int, _ epoch: Int) -> String? {
        let day = serial - epoch
        guard serial >= 1, day >= 0, day <= Int(CivilDate.last.day) else { return nil }
        return CivilDate(day: Int32(day)).description
    }
}
