import Connecting
import JSONText
import Model

/// Connections as JSON.
enum ConnectionWire {
    static func head(_ connection: Connection, result: String) -> [JSONMember] {
        [
            JSONMember("connection", .string(connection.name)),
            JSONMember("access", .string(connection.access.rawValue)),
            JSONMember("result", .string(result)),
        ]
    }

    static func consent(_ connection: Connection, today: CivilDate) -> JSONValue {
        guard connection.access == .openBanking, let consent = connection.consent else {
            return .null
        }
        return .object([
            JSONMember("expires", .string(consent.expiry.description)),
            JSONMember("days_left", .integer(consent.daysLeft(today))),
        ])
    }
}

/// Advice in words, with what it costs (BC-16).
enum AdviceText {
    static func text(
        _ advice: Advice, _ connection: Connection, _ log: ConnectionLog, _ today: CivilDate
    ) -> String {
        let failures = log.failures(today)
        let head =
            "\(connection.name) failed \(failures) times in \(Advice.days) days without being told to"
        switch advice {
        case .switchToOpenBanking:
            return head
                + "; open banking is the bank's official way and steadier, for current accounts only, "
                + "without the balance after each row, and with a consent to renew every 90 days: "
                + "bankbook reconnect \(connection.name) --access open-banking"
        case .reconnect:
            return head
                + "; the bank has no open banking interface, so connect it anew or import its statements: "
                + "bankbook reconnect \(connection.name)"
        }
    }
}
