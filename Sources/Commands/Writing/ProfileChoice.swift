import Model
import Statements

/// How a file is read: by the profile that is meant, else by what the file itself shows.
///
/// A profile is recognised by its header, but two banks may have the same one: for an account that
/// it was not made for, a profile that reads the file otherwise than the file alone is a question.
struct ProfileChoice {
    let profile: ImportProfile?
    let reading: StatementReading

    /// - Parameters:
    ///   - named: the profile that the command line names, which need not exist yet.
    ///   - account: the account that the command line names.
    init(
        _ bytes: [UInt8], _ known: [ImportProfile], named: String?, account: String?,
        _ settings: StatementSettings
    ) {
        func read(_ profile: ImportProfile) -> StatementReading {
            CSVStatement.read(bytes, settings: profile.settings.overridden(by: settings))
        }
        if let named {
            profile = known.first { $0.name == named }
            reading = profile.map(read) ?? CSVStatement.read(bytes, settings: settings)
            return
        }
        let fitting = known.filter { profile in
            if case .read(_, _, let signature, _) = read(profile) {
                signature == profile.signature
            } else {
                false
            }
        }
        let meant = account.map { name in fitting.filter { $0.covers(name) } } ?? fitting
        if let profile = meant.first {
            self.profile = profile
            reading = read(profile)
            return
        }
        profile = nil
        let plain = CSVStatement.read(bytes, settings: settings)
        let other = fitting.first { ProfileChoice.differ(read($0), plain) }
        reading =
            if let other, settings == StatementSettings(), case .read = plain {
                .asked([ProfileChoice.question(other, account: account ?? "", plain)])
            } else {
                plain
            }
    }

    private static func differ(_ one: StatementReading, _ other: StatementReading) -> Bool {
        guard case .read(let a, _, _, _) = one, case .read(let b, _, _, _) = other else {
            return true
        }
        return a != b
    }

    private static func question(
        _ profile: ImportProfile, account: String, _ plain: StatementReading
    ) -> ReadingQuestion {
        let owners = Set(profile.accounts.values).sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        return ReadingQuestion(
            code: "columns", row: 1, column: "", value: profile.signature,
            readings: [
                "read as the profile \(profile.name) of \(owners.joined(separator: ", ")) says",
                "read by itself",
            ],
            settle: "--profile \(profile.name) or --profile csv-\(account)")
    }
}
