import Analysis
import Reports

/// How people read what reports say.
extension Comparison {
    /// What figures are held against, as a heading.
    var heading: String {
        switch self {
        case .previous: "period before"
        case .lastYear: "year before"
        case .budget: "budget"
        }
    }
}

extension ReportTable.Row {
    /// The whole name of a row.
    var text: String {
        restCount > 0 ? "(\(counted(restCount, "other")))" : key?.name ?? "(none)"
    }
}
