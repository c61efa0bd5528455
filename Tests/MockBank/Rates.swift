import Model

/// The European Central Bank's files: a rate for each working day since 2025, made of the day's number.
enum Rates {
    /// Four digits behind the point that tell the day.
    static func dollar(_ day: CivilDate) -> String { "1.\(1_000 + Int(day.day) % 1_000)" }

    static func document(_ file: String, today: CivilDate) -> String? {
        let first: CivilDate?
        switch file {
        case "eurofxref-daily.xml": first = lastWorkday(today)
        case "eurofxref-hist-90d.xml": first = today.adding(days: -89)
        case "eurofxref-hist.xml": first = CivilDate(iso: "2025-01-02")
        default: return nil
        }
        var cubes = ""
        var day = today
        while let first, day >= first {
            if day.weekday < 6 {
                cubes += """
                    <Cube time="\(day)">
                    <Cube currency="USD" rate="\(dollar(day))"/>
                    <Cube currency='GBP' rate='0.8'/>
                    <Cube currency="JPY" rate="160.25"/>
                    </Cube>

                    """
            }
            guard let before = day.adding(days: -1) else { break }
            day = before
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" \
            xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
            <gesmes:subject>Reference rates</gesmes:subject>
            <Cube>
            \(cubes)</Cube>
            </gesmes:Envelope>
            """
    }

    private static func lastWorkday(_ today: CivilDate) -> CivilDate {
        var day = today
        while day.weekday > 5, let before = day.adding(days: -1) { day = before }
        return day
    }
}
