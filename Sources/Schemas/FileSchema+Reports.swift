extension FileSchema {
    /// What a report's file and a block of a dashboard say in the same words.
    static let reportFields = [
        FieldSchema(
            "content", .choice(["flow", "balance"]), "What flowed (as when absent), or what is held"
        ),
        FieldSchema(
            "by", .text, "What rows stand for, as --by takes it; category where it is absent"),
        FieldSchema("query", .text, "Which lines, as the command line takes terms"),
        FieldSchema("period", .text, "Which days, such as “this year”"),
        FieldSchema("every", .text, "How columns cut time, such as month or payday"),
        FieldSchema("last", .count, "How many columns up to today's, instead of a period"),
        FieldSchema("depth", .count, "Names deeper than this are folded into their parents"),
        FieldSchema("tree", .flag, "Parents are shown, with their children in them"),
        FieldSchema("sections", .flag, "Income and expense, or assets and debts, by themselves"),
        FieldSchema(
            "measures",
            .list(.choice(["sum", "count", "average", "median", "share", "cumulative"])),
            "What is told of each row; sum where it is absent. Counts, averages and medians are of lines, by category and direction of parts"
        ),
        FieldSchema(
            "compare", .choice(["previous", "last-year", "budget"]), "What figures are held against"
        ),
        FieldSchema("date", .choice(["booking", "value"]), "The bank's day to go by"),
        FieldSchema("ignored", .flag, "Ignored lines are brought back"),
        FieldSchema("transfers", .flag, "Transfers are brought back"),
        FieldSchema("sort", .text, "name, amount, size or count; - before it for descending"),
        FieldSchema("top", .count, "How many rows are shown by themselves"),
        FieldSchema("currency", .currency, "The currency in which everything is told"),
        FieldSchema("rate", .text, "The day whose price counts: day, end, today or a date"),
        FieldSchema("total", .flag, "A column over all periods"),
        FieldSchema("average", .flag, "A column with the mean of the periods"),
    ]

    package static let report = FileSchema(
        name: "report", location: "reports/<name>.json", summary: "One report",
        fields: [
            FieldSchema("uid", .identifier, required: true, "The report's identity, never changed"),
            FieldSchema("title", .text, "The heading; the file's name where it is absent"),
        ] + reportFields)
}
