import Foundation
import Model
import StatementWire
import StatementXML
import Statements
import TestSupport
import Testing

/// Files with random damage must be read, asked about or refused, and never bring the reader down.
@Suite struct DamageTests {
    private static let sound = [
        "Date,Text,Amount,Balance\n2026-01-31,\"a, \"\"b\"\"\",-1.00,99.00\n2026-02-01,b,3.00,102.00\n",
        "Buchungstag;Wert;Name;Soll;Haben\n31.01.2026;01.02.26;Müller;-1.234,50;\n01.02.2026;;x;;5,0\n",
        "12/31/2025,Check,1,-$76.00,\"\",\"$1,750.06\"\n12/30/2025,Pay,,\"\",+$327.49,\"$1,826.06\"\n",
        "20260131|SHOP|5.00|D|EUR\n20260201|PAY|9.00|C|EUR\n31 Dec 2025|X|(7.00)|D|EUR\n",
        FormatFixtures.ofx, FormatFixtures.ofx2, FormatFixtures.mt940, FormatFixtures.qif,
        FormatFixtures.norma43, CAMTTests.statement, JSONTests.berlin,
        JournalFixtures.hledger, JournalFixtures.ledger, JournalFixtures.beancount,
    ].map { Array($0.utf8) }

    @Test func `Damage is never fatal and a layout always reads its file again`() {
        for (trial, seed) in Trials.seeds(200, of: "damaged statements").enumerated() {
            var random = Seeded(seed)
            var bytes = Self.sound[trial % Self.sound.count]
            for _ in 0...random.below(4) { DamageTests.damage(&bytes, &random) }
            guard let format = StatementFile.format(of: bytes) else { continue }
            if format.isReadApart {
                let reading = CAMTStatement.read(bytes, format)
                #expect(StatementReading(lines: reading.lines) == reading, "seed \(seed)")
                continue
            }
            let first = StatementFile.read(bytes, format, settings: StatementSettings())
            guard case .read(let statements, let layout, _, _) = first else { continue }
            let again = StatementFile.read(
                bytes, format, settings: StatementSettings(entries: layout.entries))
            guard case .read(let repeated, _, _, _) = again, repeated == statements else {
                Issue.record("seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
                continue
            }
        }
    }

    /// One change: a byte away, in, or turned; a part twice, away, or nested; another encoding.
    private static func damage(_ bytes: inout [UInt8], _ random: inout Seeded) {
        if bytes.isEmpty { return }
        let place = random.below(bytes.count)
        switch random.below(10) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(UInt8(random.below(256)), at: place)
        case 2: bytes[place] = random.pick(Array("0123456789.,;\"-/ \n<>:".utf8))
        case 3: bytes[place] ^= 1 << UInt8(random.below(8))
        case 4: bytes.append(contentsOf: bytes[place...].prefix(40))
        case 5: bytes.removeLast(bytes.count - place)
        case 6: bytes.removeSubrange(place..<min(bytes.count, place + random.below(60)))
        case 7: bytes.insert(contentsOf: bytes.prefix(random.below(400)), at: place)
        case 8:
            let units = String(decoding: bytes, as: UTF8.self).utf16
            bytes = [0xFF, 0xFE] + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        default:
            bytes = String(decoding: bytes, as: UTF8.self).unicodeScalars.map {
                $0.value < 256 ? UInt8($0.value) : 0x3F
            }
        }
    }
}
