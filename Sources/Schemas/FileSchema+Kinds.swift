extension FileSchema {
    package static let ledger = FileSchema(
        name: "ledger", location: "ledger.json", summary: "The ledger itself",
        fields: [
            FieldSchema("format", .count, required: true, "Version of the folder's format: 1"),
            FieldSchema("uid", .identifier, required: true, "The ledger's identity, never changed"),
            FieldSchema("name", .text, "The name shown to people"),
            FieldSchema(
                "base_currency", .currency, required: true,
                "What reports are converted to by default"),
            FieldSchema(
                "currencies", .map(keys: .currency, values: .count),
                "Further currencies, or other numbers of decimals than ISO 4217's: code to decimals 0 to 9"
            ),
            FieldSchema(
                "week_start",
                .choice([
                    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
                ]), "The first day of a week; monday where it is absent"),
            FieldSchema(
                "fiscal_year_start", .text,
                "First day of the fiscal year as MM-DD; 01-01 where it is absent"),
            FieldSchema("language", .text, "Language of names and texts, such as es"),
            FieldSchema("preferences", .anything, "Settings of single commands"),
        ])

    package static let account = FileSchema(
        name: "account", location: "accounts/<name>.json", summary: "One account",
        fields: [
            FieldSchema(
                "uid", .identifier, required: true, "The account's identity, never changed"),
            FieldSchema("name", .text, "The name shown to people"),
            FieldSchema(
                "kind", .choice(["current", "savings", "card", "loan", "investment", "cash"]),
                required: true, "What the account is"),
            FieldSchema(
                "currency", .currency, required: true, "What a line typed without a currency is in"),
            FieldSchema("currencies", .list(.currency), "Every currency it may hold"),
            FieldSchema("iban", .text, "IBAN"),
            FieldSchema("number", .text, "Account or card number"),
            FieldSchema(
                "opening",
                .object([
                    FieldSchema(
                        "date", .date, required: true, "The day at whose start the amounts hold"),
                    FieldSchema(
                        "amounts", .map(keys: .currency, values: .amount), required: true,
                        "Amount by currency"),
                ]), "Where the balance begins"),
            FieldSchema(
                "date", .choice(["booking", "value", "transaction"]),
                "Which of the bank's days becomes a line's date; booking where it is absent"),
            FieldSchema(
                "sign", .choice(["normal", "inverted"]),
                "Whether the bank states amounts with the opposite sign"),
            FieldSchema("balance_shown", .text, "Which of the bank's balances is shown"),
            FieldSchema("order", .count, "Place among the accounts; smaller first"),
            FieldSchema("hidden", .flag, "Left out of lists unless asked for"),
            FieldSchema("closed", .flag, "No longer in use"),
            FieldSchema("was", .list(.name), "Names it had before"),
        ])

    package static let connection = FileSchema(
        name: "connection", location: "connections/<name>.json",
        summary: "One connection to a bank, or the profile of its statement files",
        fields: [
            FieldSchema(
                "uid", .identifier, required: true, "The connection's identity, never changed"),
            FieldSchema("bank", .text, required: true, "The bank's name"),
            FieldSchema("country", .country, "Where the bank is"),
            FieldSchema(
                "access", .choice(["direct", "open-banking", "file", "manual"]), required: true,
                "How its data is reached"),
            FieldSchema("connector", .name, "The program that talks to the provider"),
            FieldSchema(
                "accounts", .map(keys: .text, values: .name),
                "The bank's account numbers, each with the account here"),
            FieldSchema(
                "consent",
                .object([
                    FieldSchema("id", .text, "What the provider calls it; never a secret"),
                    FieldSchema("granted", .date, "The day it was given"),
                    FieldSchema("valid_days", .count, "How long it lasts; 90 where it is absent"),
                    FieldSchema(
                        "renewed", .list(.date), "The days on which earlier ones were given"),
                ]), "The permission to fetch"),
            FieldSchema(
                "schedule",
                .object([
                    FieldSchema("every_hours", .count, "Hours between two fetches"),
                    FieldSchema("off", .flag, "Never fetched by itself"),
                ]), "When it is fetched by itself"),
            FieldSchema("config", .anything, "What the connector needs to know; never a secret"),
            FieldSchema("left_out", .list(.text), "Accounts at the bank that are not fetched"),
        ])

    package static let contact = FileSchema(
        name: "contact", location: "contacts/<name>.json", summary: "One counterparty",
        fields: [
            FieldSchema(
                "uid", .identifier, required: true, "The contact's identity, never changed"),
            FieldSchema("name", .text, required: true, "The name shown to people"),
            FieldSchema("type", .text, "company, freelancer or individual"),
            FieldSchema("roles", .list(.text), "customer, supplier, employee …"),
            FieldSchema("tax_id", .text, "Tax number"),
            FieldSchema("ibans", .list(.text), "Its accounts"),
            FieldSchema("keywords", .list(.text), "Words in a description that mean this contact"),
            FieldSchema("defaults", .anything, "Category and taxonomies of its transactions"),
            FieldSchema("address", .anything, "Postal address"),
        ])
}
