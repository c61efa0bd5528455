import SourceText

/// How far the bank has come with a row.
enum BookingState {
    case booked, authorised, pending, cancelled

    /// The state that a cell names, `nil` where it names none. A cell that says more than a state,
    /// such as a description, names none.
    static func of(_ cell: ArraySlice<UInt8>) -> BookingState? {
        guard cell.count >= 4, cell.count <= 40 else { return nil }
        let folded = Folding.fold(cell.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 })
        return states[folded]
    }

    private static let states: [[UInt8]: BookingState] = {
        let lists: [(BookingState, String)] = [
            (
                .booked,
                "booked,gebucht,umsatz gebucht,posted,completed,complete,cleared,settled,"
                    + "contabilizzato,completato,abgeschlossen,termine,terminee,comptabilise,"
                    + "completado,realizado,contabilizado,zaksiegowano,zaksiegowana,bokfort,"
                    + "bogfort,"
                    + "zauctovano,verwerkt,geboekt,kirjattu,paid,success,erfolgreich,approvato"
            ),
            (.authorised, "authorised,authorized,autorizzato,autorise,autorizado,autorisiert"),
            (
                .pending,
                "pending,vorgemerkt,umsatz vorgemerkt,vorgemerkter umsatz,ausstehend,in "
                    + "bearbeitung,"
                    + "in sospeso,in attesa,non contabilizzato,en attente,en cours,a venir,"
                    + "pendiente,retenido,pendente,in behandeling,gereserveerd,oczekujaca,oczekuje,"
                    + "w realizacji,cekajici,blokace,reserverat,reserveret,reservert,varaus,"
                    + "fuggoben,processing,not posted,not yet posted,reserved"
            ),
            (
                .cancelled,
                "declined,reverted,rejected,cancelled,canceled,failed,voided,abgelehnt,storniert,"
                    + "zuruckgewiesen,fehlgeschlagen,rifiutato,annullato,refuse,refusee,annule,"
                    + "annulee,echoue,rechazado,cancelado,anulado,rejeitado,geweigerd,geannuleerd,"
                    + "odrzucona,anulowana,zamitnuto,zruseno,avvist,afvist,elutasitva"
            ),
        ]
        var table: [[UInt8]: BookingState] = [:]
        for (state, words) in lists {
            for word in words.split(separator: ",") { table[Array(word.utf8)] = state }
        }
        return table
    }()
}
