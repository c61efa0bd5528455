import Analysis
import CommandGrammar
import Editing
import Model
import Queries
import Reading
import SourceText
import Store
import Syntax

/// `set`: changes fields of the lines that a query finds.
struct SetCommand: Command {
    static let terms = Positional(
        "TERM", .query, .oneOrMore,
        help: "A query, then what to set: field=value, +#tag, tag=NAME, untag=NAME")
    static let yes = Flag("yes", short: "y", help: "Change more than one line without asking")

    static let spec = CommandSpec(
        "set", summary: "Change fields of the transactions that a query finds",
        discussion: [
            "Fields are category, description, date, amount, status, note, contact, ignored, the names "
                + "of taxonomies, and any other attribute; `field=` alone removes it. A split is set "
                + "whole: category='food 41.50, home'.",
            "What is set by hand is a person's decision: rules and imports never change it again. "
                + "Where a bank said otherwise, its date and amount stay beside the new ones.",
        ],
        positionals: [terms], flags: [yes], groups: [QueryOptions.group],
        examples: [
            Example("bankbook set id:8d2mx1a4tq category=food/dining", "Change one line"),
            Example(
                "bankbook set desc:netflix category=leisure/streaming --yes", "Change many lines"),
            Example(
                "bankbook set id:8d2mx1a4tq note='with Ana' +#party -n", "See what would change"),
        ], exitStatuses: [Term("4", "Several lines would change, and --yes is missing")])

    private let query: QueryOptions
    private let assignments: [FieldAssignment]
    private let isSure: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        let words = invocation.values(of: SetCommand.terms)
        query = QueryOptions(
            invocation, terms: words.filter { !FieldAssignment.isAssignment($0) })
        var assignments: [FieldAssignment] = []
        for word in words where FieldAssignment.isAssignment(word) {
            do throws(FieldAssignment.Problem) {
                assignments.append(try FieldAssignment(word))
            } catch {
                throw invocation.refusal(error.message)
            }
        }
        if assignments.isEmpty {
            throw invocation.refusal(
                "nothing is set: write field=value, such as category=food/dining")
        }
        if query.isEmpty {
            throw invocation.refusal(
                "no query says which lines to change: write one, such as id:8d2mx1a4tq")
        }
        self.assignments = assignments
        isSure = invocation.isSet(SetCommand.yes)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let result = try session.write { ledger throws(CommandFailure) in
            try LineChanges(ledger, session, isSure: isSure).plan(query) {
                line, _, record throws(SyntaxProblem) in
                for assignment in assignments {
                    try line.apply(assignment, hasEvidence: record != nil)
                }
            }
        }
        return try session.finish(result, schema: "set")
    }
}

/// `delete`: marks lines as deleted; they stay, so that no bank brings them back.
struct DeleteCommand: Command {
    static let spec = CommandSpec(
        "delete", aliases: ["rm"], summary: "Delete the transactions that a query finds",
        discussion: [
            "The lines stay in the file with the mark x, count nowhere, and remember that they were "
                + "deleted: importing the same statement again does not bring them back. "
                + "`bankbook set ID status=booked` or `bankbook undo` does."
        ],
        positionals: [QueryOptions.query], flags: [SetCommand.yes], groups: [QueryOptions.group],
        examples: [Example("bankbook delete id:8d2mx1a4tq", "Delete one line")],
        exitStatuses: [Term("4", "Several lines would change, and --yes is missing")])

    private let query: QueryOptions
    private let isSure: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        query = QueryOptions(invocation)
        if query.isEmpty {
            throw invocation.refusal(
                "no query says which lines to delete: write one, such as id:8d2mx1a4tq")
        }
        isSure = invocation.isSet(SetCommand.yes)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let result = try session.write { ledger throws(CommandFailure) in
            try LineChanges(ledger, session, isSure: isSure).plan(query) { line, _, _ in
                line.record.status = .deleted
            }
        }
        return try session.finish(result, schema: "delete")
    }
}
