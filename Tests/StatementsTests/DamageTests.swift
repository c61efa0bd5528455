import Foundation
import Model
import StatementWire
import StatementXML
import Statements
import Testing

/// Files with random damage must be read, asked about or refused, and never bring the reader down.
@Suite struct DamageTests {
    private static let trials =
        ProcessInfo.processInfo.environment["BANKBOOK_TRIALS"].flatMap { Int($0) } ?? 150

    private static let sound = [
        "Date,Text,Amount,Balance\n2026-01-31,\"a, \"\"b\"\"\",-1.00,99.00\n2026-02-01,b,3.00,102.00\n",
        "Buchungstag;Wert;Name;Soll;Haben\n31.01.2026;01.02.26;Müller;-1.234,50;\n01.02.2026;;x;;5,0\n",
        "12/31/2025,Check,1,-$76.00,\"\",\"$1,750.06\"\n12/30/2025,Pay,,\"\",+$327.49,\"$1,826.06\"\n",
        FormatFixtures.ofx, FormatFixtures.ofx2, FormatFixtures.mt940, FormatFixtures.qif,
        FormatFixtures.norma43, CAMTTests.statement,
        "20260131|SHOP|5.00|D|EUR\n20260201|PAY|9.00|C|EUR\n31 Dec 2025|X|(7.00)|D|EUR\n",
    ]

    @Test func `Damage is never fatal and a layout always reads its file again`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = Sequence64(state: seed)
        var unstable: [String] = []
        for trial in 0..<Self.trials {
            var bytes = Array(Self.sound[trial % Self.sound.count].utf8)
            for _ in 0..<Int(random.next() % 4) + 1 {
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 4 {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
                case 2: bytes[place] = Array("0123456789.,;\"-/ \n".utf8)[Int(random.next() % 18)]
                default: bytes.append(contentsOf: bytes[place...].prefix(40))
                }
            }
            guard let format = StatementFile.format(of: bytes) else { continue }
            if format.isReadApart {
                let reading = CAMTStatement.read(bytes, format)
                if StatementReading(lines: reading.lines(format)) != reading {
                    unstable.append(String(decoding: bytes, as: UTF8.self))
                }
                continue
            }
            let first = StatementFile.read(bytes, format, settings: StatementSettings())
            guard case .read(let statements, let layout, _, _) = first else { continue }
            let again = StatementFile.read(
                bytes, format, settings: StatementSettings(entries: layout.entries))
            guard case .read(let repeated, _, _, _) = again, repeated == statements else {
                unstable.append(String(decoding: bytes, as: UTF8.self))
                continue
            }
        }
        #expect(unstable.isEmpty, "seed \(seed)")
    }
}

/// A repeatable source of random numbers.
private struct Sequence64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
