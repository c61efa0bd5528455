/// The words by which banks name their columns, in the languages of Europe.
enum HeaderWords {
    // Days.
    static let day = StemList(
        "^date ^datum .data ^fecha ^dato datum dato .dag .tag .day .dia .giorno .jour paiva .pvm "
            + "datumu ^dato ^timestamp ^created ^erstellt buchungstag nap .fec .dt booked+on "
            + "^kirjaus dzien")
    static let bookingDay = StemList(
        "^buchung ^gebucht ^boek ^booking ^booked posting accounting contab ^compta ksieg zauct "
            + "bokfor bogfor kirjaus registr konyvel lancamento ucetni ecritur ^entry")
    static let valueDay = StemList(
        "^valu ^valeur .valor .val ^wert rente ertek arvo walut skuteczn efekt effective interest")
    static let deedDay = StemList(
        "transact transak transaz tranzak ^operaz ^operac ^operat ^oper .op verricht purchase kauf "
            + "achat beleg ^made ^oper start inizio beginn ^creat erstellt execution proveden "
            + "^paid "
            + "movement movim compra kauppa ostopaiva kopdatum kobsdato begin umsatz")
    static let postedDay = StemList(
        "^post ^posted complet abschlu abgeschl finish verreken settle ^cleared processed")
    static let otherDay = StemList(
        "mandat .due birth .end initial final transfer refund payout available statement "
            + "auszahl versement exp agg aggior update balancete cancel submitted zahlung+am until")

    // Sums.
    static let amount = StemList(
        "amount betrag importo ^import montant importe bedrag ^kwot kwota castk ciastk belopp "
            + "belob "
            + "beloeb beloep ^summa ^sum ^maara osszeg quantit .valor .value ^umsatz =cantidad "
            + "suma "
            + "iznos znesek .sum transactiebedrag transaktionsbelopp")
    static let net = StemList(
        "=net =netto =net+amount =montant+net =importo+netto =nettobetrag =neto")
    static let gross = StemList(
        "=gross =brutto =lordo =bruto =avant+commission =montant+brut =brut ^gross+amount")
    static let total = StemList("=total+amount =gesamtbetrag =montant+total =importo+totale")
    static let afterFees = StemList(
        "after+fee nach+gebuhr nach+geb apres+frais al+netto netto+delle")
    static let debit = StemList(
        "debit debet .soll belastung lastschrift addebit .dare uscit .ausgang zahlungsausgang "
            + "ausgaben .cargo cargos .debe adeudo retiro withdraw outflow paid+out money+out =out "
            + "=expense =expenses debito obciaz wydat vydaj terhel kiadas .saida saidas =ut =ud "
            + "=af ausgehend "
            + "=spent uttag hæving panot =uscite depense =payments")
    static let credit = StemList(
        "credit .haben gutschrift accredit .avere entrat .eingang zahlungseingang einnahmen abono "
            + ".haber ingreso deposit inflow paid+in money+in =in income credito kredit uznan "
            + "wplyw "
            + "prijem jovair bevetel entrada =inn =ind =bij eingehend insattn =entrate recette "
            + "=money+in")
    static let balance = StemList(
        "balance saldo ^sald solde kontostand egyenleg zustat zostat stan+konta")
    static let edgeBalance = StemList(
        "initial final opening closing iniziale finale anfang end+ start valutasaldo valuta+saldo "
            + "value+balance available+balance")
    static let fee = StemList(
        ".fee .fees gebuhr gebuehr commis kosten ^costo .costi frais oplat poplat .charge .charges "
            + "comision comissao tariff avgift gebyr kulu ^prowizj")
    static let sideSum = StemList(
        ".tax taxes mwst ust .vat .iva .tva steuer .tip trinkgeld refund shipping rucklast "
            + "ruecklast tax ^discount")
    static let rate = StemList(
        ".rate .kurs koers cours cambio exchange wechselkurs umrechnung .tasso arfolyam ^kurz "
            + "vaxlingskurs")
    static let original = StemList(
        ".orig original origin ursprung foreign fremd .local in+valuta in+divisa instructed "
            + "puvodni transfer+amount target zielbetrag zielwahrung customer+facing "
            + "^amount+currency "
            + "amount+currency betaling+in vreemde obca destination")
    static let converted = StemList("converted compensation")
    static let count = StemList(
        "number nummer .nr .no numero anzahl .count .code .id .num numer cislo szam zahl row split")
    static let currency = StemList(
        "currency wahrung waehrung .whg divis devis monnaie .monn .munt moneda ^valut walut .mena "
            + "deviz .div .cur .ccy moeda valuutta ^meny .mna")
    static let mark = StemList(
        ".type richtung direction .dc .cd +- .sh sens .art af+bij mark kennzeichen indicator "
            + "typ ^tipo bevetel cr+dr dr+cr")

    // Parties.
    static let status = StemList(
        ".status .state .stato .etat .estado .zustand .stav buchungsstatus ^statu .tila ^situa")
    static let iban = StemList("iban")
    static let account = StemList(
        "protiuct account konto conto compte cuenta rekening ^uct ucet ^szamla szamlaszam rachun "
            + "cont .kto "
            + "tili")
    static let ownAccount = StemList(
        "auftragskonto auftraggeberkonto =account =account+name =account+number =konto "
            + "=rekeningnummer =rekening =compte =conto =cuenta =numero+conto =cislo+uctu "
            + "=szamlaszam =produit =product =conto+o+carta =iban+auftraggeberkonto =kontonr "
            + "=own+account =eigenes+konto =rachunek =numer+rachunku =account+key =own+iban "
            + "=numero+de+compte =account+iban =produkt =prodotto")
    static let other = StemList(
        "partner gegen tegen proti counter beneficia beguns empfang empfaeng payee recipient payer "
            + "zahlungspfl debtor creditor kontrah odbior nadaw mottag modtag destina ordenant "
            + "ordinante receiver merchant remitter name tegenpartij contra kunde benef vevo saaja")
    static let payer = StemList(
        "=payer+name zahlungspflichtige =payer zahlungspflichtiger =ordinante =debtor =nadawca "
            + "=from =von")
    static let payee = StemList(
        "=payee+name zahlungsempfanger =payee =creditor =odbiorca =to =an zahlungsempfaenger")
    static let party = StemList(
        "=name partner+name partner+neve name+tegenpartij payee ^begunst ^beguenst ^beguns "
            + "empfanger empfaenger merchant handelaar counteraccount+name nazev+protiu "
            + "counterparty kontrahent odbiorca nadawca mottagare modtager tegenpartij "
            + "auftraggeber "
            + "beneficiary =nom =nome =nombre zahlungspfl client+name recipient contrepartie "
            + "auftraggeber+empf =naam =desc+2 receiver")
    static let notParty = StemList(
        "bic swift blz adresse address bank email ^e+mail card type abweich")

    // Words about the booking.
    static let endToEnd = StemList("end+to+end endtoend end2end .eref e2e")
    static let mandate = StemList("mandat mandaat mandato")
    static let transactionID = StemList(
        "transaction+id transaktions+id =id .id transaction+reference codice+transazione "
            + "ref+transaction n+de+transaction transaction+number numero+de+transaction "
            + "transaktionsnummer id+transakce ^transaktionsid transfer+wise+id =txhash "
            + "referencni+cislo+transakce tranzakcio+azonosito unique+op")
    static let reference = StemList(
        "^refer ^ref .rif buchungsreferenz kundenreferenz numero+di+ordine zahlungsreferenz "
            + "riferimento afschrift betalingskenmerk viite")
    static let text = StemList(
        "descri beschreib verwendungszweck =text =texte .testo buchungstext buchungsdetails memo "
            + "detail descriz concept purpose label libelle omschr mededel zprava poznamka note "
            + "avisierung =tekst komm tytul opis meddel message zweck vwz dettagli denominazione "
            + "informat communic narrative payment+reference reason historico hist reference+1 "
            + "=text+2 "
            + "kozlem reszlet bewegungst testo wording objet motif oggetto remittance explanation "
            + "selite beskriv forklar toelichting =desc item particulars")
    static let kind = StemList(
        ".type umsatzart buchungsart transaktionstyp .typ .tipo .art causale .class "
            + "transaktionsart "
            + "bewegungstyp bewegungsart tranzakcio+tipusa typ+transakce operazione "
            + "buchungsschluessel "
            + "reporting+category posting+text caus")
    static let side = StemList(
        "categor kategor ^label .label .tag tags bilan image emoji receipt address adresse "
            + "sottocategoria subcategory symbol flag")
}
