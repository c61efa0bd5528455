import Model
import SourceText
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
        _ bytes: [UInt8], _ format: StatementFormat, _ known: [ImportProfile], named: String?,
        account: String?, _ settings: StatementSettings, _ source: StatementSource
    ) {
        func read(_ profile: ImportProfile) -> StatementReading {
            source.read(
                bytes, format, settings: profile.settings.overridden(by: settings))
        }
        if let named {
            profile = known.first { $0.name == named }
            reading = profile.map(read) ?? source.read(bytes, format, settings: settings)
            return
        }
        var others: [(profile: ImportProfile, statements: [Statement])] = []
        for candidate in known where candidate.format == format {
            let trial = read(candidate)
            guard case .read(let statements, _, let signature, _) = trial,
                signature == candidate.signature
            else { continue }
            if account.map(candidate.covers) ?? true {
                profile = candidate
                reading = trial
                return
            }
            others.append((candidate, statements))
        }
        profile = nil
        let plain = source.read(bytes, format, settings: settings)
        if case .read(let statements, _, _, _) = plain, settings == StatementSettings(),
            let other = others.first(where: { $0.statements != statements })
        {
            reading = .asked([
                ProfileChoice.question(other.profile, format, account: account ?? "")
            ])
        } else {
            reading = plain
        }
    }

    private static func question(
        _ profile: ImportProfile, _ format: StatementFormat, account: String
    ) -> ReadingQuestion {
        let owners = Set(profile.accounts.values).sorted(by: byBytes)
        return ReadingQuestion(
            code: "columns", row: 1, column: "", value: profile.signature,
            readings: [
                "read as the profile \(profile.name) of \(owners.joined(separator: ", ")) says",
                "read by itself",
            ],
            settle: "--profile \(profile.name) or --profile \(format.rawValue)-\(account)")
    }
}
