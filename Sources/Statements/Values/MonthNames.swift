/// The names of months in the languages of European banks, by their first letters.
enum MonthNames {
    /// The month that a word names, 1…12.
    static func month(_ word: ArraySlice<UInt8>) -> Int? {
        let folded = Folding.fold(word)
        guard folded.count >= 3 else { return nil }
        var best: (length: Int, month: Int)?
        for (stem, month) in stems where folded.starts(with: stem) {
            if stem.count > best?.length ?? 0 { best = (stem.count, month) }
        }
        return best?.month
    }

    private static let stems: [(stem: [UInt8], month: Int)] = {
        // One line a month: en de fr es it pt nl, then pl cs fi hu where they differ.
        let lines = [
            "jan janv ene gen jaen sty led tammi", "feb fev febr lut uno helmi",
            "mar maer mrz maa mrt mars bre maalis", "apr avr abr kwi dub huhti",
            "may mai maj mei mag kve touko", "jun juin giu cze cerven kesa",
            "jul juil lug lip cervenec heina", "aug aou ago sie srp elo",
            "sep set wrz zari syys", "oct okt out ott paz rij loka",
            "nov lis marras", "dec dez dic des gru pro joulu",
        ]
        var table: [(stem: [UInt8], month: Int)] = []
        for (index, line) in lines.enumerated() {
            for stem in line.split(separator: " ") { table.append((Array(stem.utf8), index + 1)) }
        }
        return table
    }()
}
