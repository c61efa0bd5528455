import Model
import SourceText
import Syntax

extension RecordFields {
    /// The line of a transaction or of a balance that says this, in canonical form; `nil` where it has no day or no
    /// amount, which no line is without.
    ///
    /// The value that is shown is the largest; the others stand behind it as `?field:`.
    func transactionLine(isAssertion: Bool) -> [UInt8]? {
        guard let date = shown("date").flatMap({ CivilDate(iso: $0) }),
            let number = shown("amount").flatMap({ DecimalNumber($0) })
        else { return nil }
        let category = Array((shown("category") ?? "").utf8)
        var parts: [CategoryField.TypedPart] = []
        do throws(SyntaxProblem) {
            parts = try CategoryField.parse(category, 0..<category.count).parts
        } catch {
            return nil
        }
        let decimals = parts.compactMap(\.amount?.decimals).reduce(number.decimals, max)
        guard let units = number.scaled(to: decimals) else { return nil }
        return CanonicalForm.line(
            CanonicalForm.Content(
                date: date, status: status(isAssertion), units: units, decimals: decimals,
                currency: shown("currency").flatMap { CurrencyCode($0) }, parts: parts,
                description: shown("description") ?? "",
                attributes: attributes(besides: RecordFields.placed)), taxonomies: [])
    }

    private func status(_ isAssertion: Bool) -> Status {
        if isAssertion { return .assertion }
        if flags.contains(RecordFields.deletion) { return .deleted }
        return Status.allCases.first { $0.name == facts[FactOrder.status]?.string } ?? .booked
    }

    /// The value of a decision that is shown, as it is written.
    func shown(_ name: ByteText) -> String? {
        guard let values = decisions[name] else { return nil }
        return shownKey(name).map { values.text($0).string }
    }

    /// The key of the value that is shown: the one that a hand put there, else the largest.
    func shownKey(_ name: ByteText) -> ByteText? {
        guard let values = decisions[name] else { return nil }
        if let key = typed[name], values.keys.contains(key) { return key }
        return ValueOrder.largest(name, values)
    }

    /// The fields that have a place of their own in a line.
    private static let placed: Set<ByteText> = [
        "date", "amount", "currency", "category", "description",
    ]

    /// Everything that stands behind the description.
    ///
    /// - Parameter placed: the fields that have a place of their own in a line.
    func attributes(besides placed: Set<ByteText>) -> Attributes {
        var attributes = Attributes()
        let ids = self.ids.sorted()
        if let first = ids.first { attributes["id"] = first.string }
        attributes.replaceSet("aka", with: ids.dropFirst().map(\.string))
        var tokens = (sets["auto"] ?? []).map(\.string)
        for (name, values) in decisions.sorted(by: { $0.key < $1.key }) {
            guard let shown = shownKey(name) else { continue }
            let text = values.text(shown).string
            if !placed.contains(name) {
                let isFlag = AttributesField.flags.contains(name.string) && text == "true"
                attributes.list.append(
                    isFlag ? .flag(name.string) : .value(key: name.string, text))
            }
            for key in values.keys.sorted() where key != shown {
                attributes.list.append(
                    .value(key: "?" + name.string, values.text(key).string))
            }
            if machines[name]?.contains(shown) ?? false {
                tokens.append("\(name.string).\(AutoCheck.word(for: text))")
            }
        }
        for (name, members) in sets.sorted(by: { $0.key < $1.key }) where name != "auto" {
            add(name.string, members.sorted().map(\.string), to: &attributes)
        }
        attributes.replaceSet("auto", with: tokens)
        for (name, fact) in facts.sorted(by: { $0.key < $1.key }) where name != FactOrder.status {
            attributes.list.append(.value(key: name.string, fact.string))
        }
        for flag in flags.sorted() where flag != RecordFields.deletion {
            attributes.list.append(.flag(flag.string))
        }
        return attributes
    }

    private func add(_ name: String, _ members: [String], to attributes: inout Attributes) {
        if name == "#" {
            attributes.list += members.map { .tag($0) }
        } else if name.hasPrefix("-") {
            // A key stands once: what was a set is written as one, and of several other old values the largest.
            let field = ByteText(String(name.dropFirst()))
            let isSet =
                ["tags", "rest"].contains(field) || sets[field] != nil || RecordFields.isSet(field)
            if let last = members.last {
                let value = isSet ? members.joined(separator: ",") : last
                attributes.list.append(.value(key: name, value))
            }
        } else {
            attributes.replaceSet(name, with: members)
        }
    }
}
