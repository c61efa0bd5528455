extension FileSchema {
    package static let forecast = FileSchema(
        name: "forecast", location: "forecasts/<name>.json", summary: "One forecast",
        fields: [
            FieldSchema(
                "uid", .identifier, required: true, "The forecast's identity, never changed"),
            FieldSchema("title", .text, "The heading; the file's name where it is absent"),
            FieldSchema(
                "parent", .name,
                "Another forecast, of which it takes what it does not say, and whose scenario counts too"
            ),
            FieldSchema("scenario", .name, "The scenario whose plans count"),
            FieldSchema("horizon", .text, "How far it looks, such as “18 months”"),
            FieldSchema("accounts", .list(.name), "The accounts that are shown; all where absent"),
            FieldSchema(
                "without",
                .list(
                    .choice([
                        "expected", "plan", "recurrence", "budget", "card", "loan", "model",
                    ])), "What does not count"),
            FieldSchema("paths", .count, "How many paths the bands are made of"),
            FieldSchema("seed", .count, "The seed of the paths"),
            FieldSchema(
                "frozen",
                .object([
                    FieldSchema("date", .date, required: true, "The day on which it was made"),
                    FieldSchema(
                        "days",
                        .list(
                            .object([
                                FieldSchema("account", .name, required: true, "The account"),
                                FieldSchema("currency", .currency, required: true, "Its currency"),
                                FieldSchema("date", .date, required: true, "A month's last day"),
                                FieldSchema(
                                    "expected", .amount, required: true, "What was expected"),
                                FieldSchema("low80", .amount, required: true, "The band of 80 %"),
                                FieldSchema("high80", .amount, required: true, "The band of 80 %"),
                            ])), required: true, "Balances at the ends of months"),
                ]), "What was expected on a day of the past, to be held against what came"),
        ])
}
