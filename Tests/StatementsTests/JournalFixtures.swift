/// Small journals of each program, written for these tests.
enum JournalFixtures {
    static let hledger = """
        ; household
        decimal-mark .
        account aktiva:giro  ; type:C
        alias giro = aktiva:giro
        D 1,000.00 EUR

        2026-11-01 opening
            giro                        1,000.00 = 1,000.00
            equity:opening

        2026-11-03=2026-11-05 * (17) Mercadona | food ; week 45
            expenses:food:groceries     30.25
            expenses:home               5
            giro                        = 964.75

        """

    static let ledger = """
        ; -*- ledger -*-
        Y2026
        apply account Personal
        11/03 * Store
            Expenses:Food                 $ 37.50 ; [=2026/12/01]
            Expenses:Food                 $ 2.50
            Assets:Checking               $ -40.00
        end apply account

        = /^Expenses/
            (Budget)                      -1.0

        2026/11/04 ! Broker
            Assets:Shares                 2 "ACME 1" {$10.00} [2026/01/01] @ $12.00
            Assets:Checking

        """

    static let beancount = """
        option "title" "Test"
        option "name_assets" "Vermoegen"
        1990-01-01 commodity EUR
        2026-01-01 open Vermoegen:Giro EUR
        2026-01-01 open Expenses:Food
        2026-01-02 pad Vermoegen:Giro Equity:Opening
        2026-11-01 balance Vermoegen:Giro  100.00 EUR

        2026-11-03 * "Mercadona" "two
        lines" #tag ^link
          note: "kept in the journal"
          Vermoegen:Giro   (-10 - 2.50) EUR
          Expenses:Food

        2026-11-04 balance Vermoegen:Giro  87.50 EUR
        2026-11-05 ! "Broker"
          Vermoegen:Depot   2 VWCE {20.00 EUR, 2026-11-05} @ 21.00 EUR
          Vermoegen:Giro

        """
}
