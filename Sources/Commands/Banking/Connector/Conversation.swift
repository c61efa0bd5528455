import ConnectorWire
import Platform
import Synchronization

/// Puts to a person what connectors ask, one question at a time.
final class Conversation: Sendable {
    private let terminal: Terminal
    private let turn = Mutex(())

    init(_ environment: Environment) { terminal = Terminal(environment) }

    /// The answer; `nil` where there is none to give or the person gives none.
    func answer(_ prompt: ConnectorPrompt) -> String? {
        turn.withLock { _ in
            do throws(CommandFailure) { return try ask(prompt) } catch { return nil }
        }
    }

    private func ask(_ prompt: ConnectorPrompt) throws(CommandFailure) -> String? {
        let text = ConnectorText.clean(prompt.text, without: [])
        switch prompt.kind {
        case .app:
            try terminal.say(text.isEmpty ? "confirm it in the bank's app" : text)
            return nil
        case .redirect:
            let url = prompt.url ?? ""
            try terminal.say("\(text.isEmpty ? "Open this page" : text):\n\n    \(url)\n")
            open(url)
            if prompt.listens { return nil }
            let pasted = try terminal.ask("Paste the address of the page that comes at the end: ")
            return pasted.flatMap { $0.isEmpty ? nil : $0 }
        case .choice:
            for (number, option) in prompt.options.enumerated() {
                try terminal.say("\(number + 1)  \(ConnectorText.clean(option.label, without: []))")
            }
            let said = try terminal.ask("\(text) (1–\(prompt.options.count)): ") ?? ""
            if let number = Int(said), prompt.options.indices.contains(number - 1) {
                return prompt.options[number - 1].id
            }
            return prompt.options.first { $0.id == said }?.id
        case .image:
            try terminal.say("the bank shows a picture, which a terminal cannot: \(text)")
            return try terminal.ask("What it says: ")
        case .otp, .password, .text:
            return prompt.isSecret
                ? try terminal.askHidden("\(text): ") : try terminal.ask("\(text): ")
        }
    }

    /// Opens a page, where there is a desktop to open it on; its address stands on the terminal in any case.
    private func open(_ url: String) {
        let environment = terminal.environment
        guard environment.isErrorTerminal, url.hasPrefix("https://"),
            environment.variable("DISPLAY") ?? environment.variable("WAYLAND_DISPLAY") != nil
        else { return }
        _ = environment.askTool(
            ["xdg-open", url], [],
            environment.passing([
                "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS",
            ]))
    }
}
