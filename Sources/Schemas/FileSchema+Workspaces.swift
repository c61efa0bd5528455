extension FileSchema {
    package static let workspaces = FileSchema(
        name: "workspaces", location: "~/.config/bankbook/workspaces.json",
        summary: "The names of this user's ledgers",
        fields: [
            FieldSchema(
                "workspaces", .map(keys: .name, values: .text), required: true,
                "A name for each ledger's folder: a path from the root, or one that begins with ~/")
        ])
}
