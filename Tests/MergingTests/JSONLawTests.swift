import JSONText
import Model
import TestSupport
import Testing

@testable import Merging

/// The laws of merging JSON, over random objects.
struct JSONLawTests {
    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// An object of a few members that are scalars, lists or objects.
    private static func object(_ random: inout Seeded, _ depth: Int = 0) -> JSONValue {
        var members: [JSONMember] = []
        for name in ["a", "b", "keywords", "c"].shuffled(using: &random)
        where random.oneIn(2) {
            members.append(JSONMember(name, value(&random, name, depth)))
        }
        return .object(members)
    }

    private static func value(
        _ random: inout Seeded, _ name: String, _ depth: Int
    ) -> JSONValue {
        if name == "keywords" {
            return .strings(["x", "y", "z"].filter { _ in random.oneIn(2) })
        }
        switch random.below(depth < 2 ? 5 : 4) {
        case 0: return .string("t\(random.below(1000))")
        case 1: return .number(random.pick(["1", "1.0", "2", "\(random.below(1000))"]))
        case 2: return .bool(random.oneIn(2))
        case 3: return .array([.string("l\(random.below(3))")])
        default: return object(&random, depth + 1)
        }
    }

    /// The object with a few members changed.
    private static func edited(_ value: JSONValue, _ random: inout Seeded) -> JSONValue {
        guard case .object(var members) = value else { return value }
        for _ in 0...random.below(2) {
            let name = random.pick(["a", "b", "keywords", "c"])
            let place = members.firstIndex { $0.key == name }
            switch random.below(4) {
            case 0: members.removeAll { $0.key == name }
            case 1 where place != nil:
                members[place ?? 0].value = edited(members[place ?? 0].value, &random)
            default:
                let value = JSONLawTests.value(&random, name, 1)
                if let place {
                    members[place].value = value
                } else {
                    members.append(JSONMember(name, value))
                }
            }
        }
        return .object(members)
    }

    private static func merged(_ base: [UInt8], _ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        JSONMerge.merge(base: base, left: left, right: right)?.bytes ?? []
    }

    @Test func `merging objects is the same from both sides, and loses no value`() throws {
        for seed in Trials.seeds(400, of: "merged objects") {
            var random = Seeded(seed)
            let base = JSONLawTests.object(&random)
            let sides = (0..<2).map { _ in JSONLawTests.edited(base, &random) }
            let texts = [base, sides[0], sides[1]].map(JSONWriter.file)
            let result = JSONLawTests.merged(texts[0], texts[1], texts[2])
            let shown = texts.map(JSONLawTests.text).joined() + JSONLawTests.text(result)
            #expect(
                result == JSONLawTests.merged(texts[0], texts[2], texts[1]), "seed \(seed) \(shown)"
            )
            #expect(JSONLawTests.merged(texts[0], texts[1], texts[1]) == texts[1])
            #expect(JSONLawTests.merged(texts[0], texts[1], texts[0]) == texts[1])
            // What is written reads back to the same.
            let node = JSONNode.merged(JSONNode(base), JSONNode(sides[0]), JSONNode(sides[1]))
            #expect(JSONNode(try JSONParser.parse(result)) == node, "seed \(seed) \(shown)")
            // What one side wrote anew is there, shown or beside it.
            for side in sides {
                let new = JSONLawTests.leaves(side).subtracting(JSONLawTests.leaves(base))
                let lost = new.subtracting(JSONLawTests.leaves(try JSONParser.parse(result)))
                #expect(lost.isEmpty, "seed \(seed) lost \(lost) \(shown)")
            }
        }
    }

    @Test func `joining objects without a base has no order`() {
        for seed in Trials.seeds(400, of: "joined objects") {
            var random = Seeded(seed)
            let nodes = (0..<3).map { _ in JSONNode(JSONLawTests.object(&random)) }
            let empty = JSONNode(.object([JSONMember]()))
            func join(_ one: JSONNode, _ other: JSONNode) -> JSONNode {
                JSONNode.merged(empty, one, other)
            }
            #expect(
                join(join(nodes[0], nodes[1]), nodes[2])
                    == join(nodes[0], join(nodes[1], nodes[2])),
                "seed \(seed)")
            #expect(join(nodes[0], nodes[0]) == nodes[0])
        }
    }

    /// Every scalar and list with the names that lead to it; `?` in a name, and places in lists of losers, left out.
    private static func leaves(_ value: JSONValue, _ path: String = "") -> Set<String> {
        switch value {
        case .object(let members):
            var found: Set<String> = []
            for member in members where member.key != "?deleted" {
                let name = member.key.hasPrefix("?") ? String(member.key.dropFirst()) : member.key
                let values =
                    member.key.hasPrefix("?") ? member.value.elements ?? [] : [member.value]
                for value in values { found.formUnion(leaves(value, path + "/" + name)) }
            }
            return found
        case .array(let list) where path.hasSuffix("keywords"):
            return Set(list.compactMap(\.text).map { path + "=" + $0 })
        case .number(let text):
            return [path + "=" + ValueOrder.key("amount", ByteText(text)).string]
        default:
            return [path + "=" + String(decoding: JSONWriter.compact(value), as: UTF8.self)]
        }
    }

    @Test func `sets of lines keep what is in both or new in one, in the order of writers`() {
        for seed in Trials.seeds(200, of: "merged sets") {
            var random = Seeded(seed)
            func lines() -> Set<Int> { Set((0..<8).filter { _ in random.oneIn(2) }) }
            func text(_ set: Set<Int>) -> [UInt8] {
                Array(
                    set.sorted().map {
                        "{\"id\":\"\($0)\",\"booking_date\":\"2026-01-0\(9 - $0)\"}\n"
                    }.joined().utf8)
            }
            let sets = (0..<3).map { _ in lines() }
            if sets[1] == sets[2] || sets[0] == sets[1] || sets[0] == sets[2] { continue }
            let result = LineSetMerge.merge(
                base: text(sets[0]), left: text(sets[1]), right: text(sets[2]), isEvidence: true)
            let kept = (0..<8).filter { line in
                let isIn = sets.map { $0.contains(line) }
                return isIn[1] && isIn[2] || isIn[1] != isIn[2] && !isIn[0]
            }
            let wanted = kept.reversed().map {
                "{\"id\":\"\($0)\",\"booking_date\":\"2026-01-0\(9 - $0)\"}\n"
            }.joined()
            #expect(String(decoding: result.bytes, as: UTF8.self) == wanted, "seed \(seed)")
        }
    }
}
