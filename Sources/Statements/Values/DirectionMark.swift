/// Whether a row takes money out of the account or brings it in.
enum Direction: Equatable {
    case debit, credit
}

/// The marks by which files tell debit from credit.
enum DirectionMark {
    static func direction(_ cell: ArraySlice<UInt8>) -> Direction? {
        guard cell.count <= 20 else { return nil }
        if cell.count == 1, let byte = cell.first {
            if byte == UInt8(ascii: "-") { return .debit }
            if byte == UInt8(ascii: "+") { return .credit }
        }
        let folded = Folding.fold(cell.map { $0 < 0x80 && $0 &- 0x41 < 26 ? $0 | 0x20 : $0 })
        if debits.contains(folded) { return .debit }
        return credits.contains(folded) ? .credit : nil
    }

    private static func words(_ text: String) -> Set<[UInt8]> {
        Set(text.split(separator: ",").map { Array($0.utf8) })
    }

    private static let debits = words(
        "d,dr,db,deb,dbit,debit,debet,debito,debe,dare,s,soll,af,o,out,outflow,outgoing,uscita,"
            + "ausgang,lastschrift,belastung,sortie,salida,saida,cargo,adeudo,withdrawal,wydatek,"
            + "obciazenie,vydaj,odchozi,kiadas,terheles,ut,ud,money out,paid out,expense,dbet,dt")
    private static let credits = words(
        "c,cr,crdt,cred,credit,kredit,credito,avere,haber,h,haben,bij,i,in,inflow,incoming,"
            + "entrata,eingang,gutschrift,entree,entrada,ingreso,abono,deposit,wplyw,uznanie,"
            + "prijem,prichozi,bevetel,jovairas,inn,ind,money in,paid in,income,ct")
}
