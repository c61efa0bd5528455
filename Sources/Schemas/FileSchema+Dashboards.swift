extension FileSchema {
    package static let dashboard = FileSchema(
        name: "dashboard", location: "dashboards/<name>.json", summary: "One dashboard",
        fields: [
            FieldSchema(
                "uid", .identifier, required: true, "The dashboard's identity, never changed"),
            FieldSchema("title", .text, "The heading; the file's name where it is absent"),
            FieldSchema(
                "columns", .count, "How many blocks stand beside each other; 2 where it is absent"),
            FieldSchema(
                "period", .text, "Which days blocks are of that say none, such as “this month”"),
            FieldSchema("every", .text, "How blocks over time cut it; month where it is absent"),
            FieldSchema("query", .text, "Which lines all blocks are of"),
            FieldSchema("currency", .currency, "The currency in which everything is told"),
            FieldSchema("rate", .text, "The day whose price counts: day, end, today or a date"),
            FieldSchema("ledgers", .list(.name), "Workspaces that are looked at together"),
            FieldSchema(
                "blocks",
                .list(
                    .object(
                        [
                            FieldSchema(
                                "type",
                                .choice([
                                    "number", "balances", "cashflow", "categories", "trend",
                                    "budget", "forecast", "table", "list", "upcoming", "alerts",
                                    "connections", "note",
                                ]), required: true, "What the block shows"),
                            FieldSchema("title", .text, "The block's heading"),
                            FieldSchema("span", .count, "How many columns it takes"),
                            FieldSchema("report", .name, "The report that a table shows"),
                            FieldSchema("budget", .name, "The budget that a budget block shows"),
                            FieldSchema(
                                "chart", .choice(["donut", "treemap", "bars"]),
                                "How parts of a whole are drawn"),
                            FieldSchema("limit", .count, "How many lines a list shows"),
                            FieldSchema("days", .count, "How many days ahead"),
                            FieldSchema("text", .text, "What a note says"),
                        ] + reportFields)), required: true, "What it shows, in order"),
        ])
}
