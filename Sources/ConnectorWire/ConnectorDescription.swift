package import JSONText
package import Model

/// What a connector says of itself.
package struct ConnectorDescription: Sendable, Equatable {
    /// A value that the connector needs and that must stay secret.
    package struct Secret: Sendable, Equatable {
        package var name: String
        package var label: String
        /// Whether it is not shown while it is typed.
        package var isHidden: Bool
        /// Whether all connections of the connector have the same, as the key of an application.
        package var isShared: Bool
        /// Whether `authorize` gets it, so that nobody is asked for it.
        package var isObtained: Bool

        package init(
            _ name: String, _ label: String, isHidden: Bool = true, isShared: Bool = false,
            isObtained: Bool = false
        ) {
            self.name = name
            self.label = label
            self.isHidden = isHidden
            self.isShared = isShared
            self.isObtained = isObtained
        }
    }

    /// A value of the connection's file.
    package struct Setting: Sendable, Equatable {
        package var name: String
        package var label: String
        package var isRequired: Bool

        package init(_ name: String, _ label: String, isRequired: Bool = false) {
            self.name = name
            self.label = label
            self.isRequired = isRequired
        }
    }

    package var name: String
    package var version: String
    /// `direct` or `open-banking`.
    package var access: String
    package var verbs: [ConnectorVerb]
    package var covers: [AccountKind]
    /// Whether rows carry the balance after them: `yes`, `no` or `some`.
    package var balanceAfter = "no"
    /// How long a consent lasts; `nil` where it has no planned end.
    package var consentDays: Int?
    package var consentDaysLimit: Int?
    package var historyDays = 730
    /// How many days back a usual first fetch goes.
    package var firstDays = 89
    package var callsPerDay: Int?
    /// Whether the calls are counted for the whole connection rather than for each account.
    package var countsWhole = false
    package var secrets: [Secret] = []
    package var settings: [Setting] = []
    package var hosts: [String] = []
    /// Whether one request fetches all accounts; otherwise each has its own.
    package var fetchesAll = false
    /// What a person should know before anything is asked.
    package var notice: String?

    package init(
        name: String, version: String, access: String, verbs: [ConnectorVerb],
        covers: [AccountKind]
    ) {
        self.name = name
        self.version = version
        self.access = access
        self.verbs = verbs
        self.covers = covers
    }

    /// The members of the result of `describe`.
    package var json: JSONValue {
        .object([
            "name": .string(name), "version": .string(version),
            "protocols": .array([.integer(ConnectorRequest.version)]),
            "access": .string(access), "verbs": .strings(verbs.map(\.rawValue)),
            "covers": .strings(covers.map(\.rawValue)), "balance_after": .string(balanceAfter),
            "consent_days": consentDays.map { days in
                .object([
                    "default": .integer(days), "max": .integer(consentDaysLimit ?? days),
                ])
            },
            "history_days": .integer(historyDays), "first_days": .integer(firstDays),
            "calls_per_day": callsPerDay.map { .integer($0) },
            "calls_counted": .string(countsWhole ? "connection" : "account"),
            "secrets": .array(
                secrets.map { secret in
                    .object([
                        "name": .string(secret.name), "label": .string(secret.label),
                        "hidden": .bool(secret.isHidden), "shared": .bool(secret.isShared),
                        "obtained": .bool(secret.isObtained),
                    ])
                }),
            "config": .array(
                settings.map { setting in
                    .object([
                        "name": .string(setting.name), "label": .string(setting.label),
                        "required": .bool(setting.isRequired),
                    ])
                }),
            "hosts": .strings(hosts), "fetches": .string(fetchesAll ? "all" : "one"),
            "notice": notice.map { .string($0) },
        ])
    }

    /// Reads the result of `describe`.
    ///
    /// - Throws: which member is missing or has another form.
    package init(_ json: JSONValue) throws(ConnectorFailure) {
        func wrong(_ member: String) -> ConnectorFailure {
            ConnectorFailure(
                .internal, "the connector's description has no “\(member)” that can be read")
        }
        guard let name = json["name"]?.text else { throw wrong("name") }
        guard let protocols = json["protocols"]?.elements,
            protocols.contains(where: { $0.integer == ConnectorRequest.version })
        else {
            throw ConnectorFailure(
                .unsupported, "the connector speaks another version of the protocol than 1")
        }
        guard let access = json["access"]?.text, ["direct", "open-banking"].contains(access) else {
            throw wrong("access")
        }
        guard let verbs = json["verbs"]?.elements else { throw wrong("verbs") }
        guard let covers = json["covers"]?.elements else { throw wrong("covers") }
        self.init(
            name: name, version: json["version"]?.text ?? "", access: access,
            verbs: verbs.compactMap { $0.text.flatMap(ConnectorVerb.init(rawValue:)) },
            covers: covers.compactMap { $0.text.flatMap(AccountKind.init(rawValue:)) })
        balanceAfter = json["balance_after"]?.text ?? "no"
        consentDays = json["consent_days"]?["default"]?.integer ?? json["consent_days"]?.integer
        consentDaysLimit = json["consent_days"]?["max"]?.integer ?? consentDays
        historyDays = json["history_days"]?.integer ?? historyDays
        firstDays = json["first_days"]?.integer ?? min(firstDays, historyDays)
        callsPerDay = json["calls_per_day"]?.integer
        countsWhole = json["calls_counted"]?.text == "connection"
        fetchesAll = json["fetches"]?.text == "all"
        notice = json["notice"]?.text
        hosts = (json["hosts"]?.elements ?? []).compactMap(\.text)
        for item in json["secrets"]?.elements ?? [] {
            guard let name = item["name"]?.text else { throw wrong("secrets") }
            secrets.append(
                Secret(
                    name, item["label"]?.text ?? name, isHidden: item["hidden"] != .bool(false),
                    isShared: item["shared"] == .bool(true),
                    isObtained: item["obtained"] == .bool(true)))
        }
        for item in json["config"]?.elements ?? [] {
            guard let name = item["name"]?.text else { throw wrong("config") }
            settings.append(
                Setting(
                    name, item["label"]?.text ?? name,
                    isRequired: item["required"] == .bool(true)))
        }
    }
}
