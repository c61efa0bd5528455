import Foundation
import Testing

/// The commands in the documentation print what the documentation shows.
///
/// In blocks of the kind `console` a line `$ bankbook …` is run, and what follows up to the next such
/// line must be its output. A block of the kind `csv`, `ofx`, `sta`, `journal` or `txt` becomes the file with that ending which the
/// text before it names last in backquotes. Commands that name `-C ledger-example` run in the package's root, the others in
/// one fresh folder for each page.
struct DocumentationTests {
    static let pages: [String] = {
        var pages = ["README.md"]
        for folder in ["docs/tutorial", "docs/how-to", "docs/explanation", "docs/reference"] {
            let names =
                (try? FileManager.default.contentsOfDirectory(atPath: packageRoot + "/" + folder))
                ?? []
            pages += names.filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
        }
        return pages
    }()

    @Test(arguments: pages)
    func `commands print what the page shows`(_ page: String) throws {
        let text = try String(contentsOfFile: packageRoot + "/" + page, encoding: .utf8)
        let harness = try Harness()
        var lastName: String?
        for block in Page.blocks(text) {
            switch block {
            case .prose(let line):
                let names = line.split(separator: "`", omittingEmptySubsequences: false)
                for index in stride(from: 1, to: names.count, by: 2)
                where [".csv", ".ofx", ".sta", ".txt", ".journal"].contains(where: {
                    names[index].hasSuffix($0)
                }) {
                    lastName = String(names[index])
                }
            case .fenced("csv", let lines), .fenced("ofx", let lines), .fenced("sta", let lines),
                .fenced("txt", let lines), .fenced("journal", let lines):
                let name = try #require(lastName, "no text names the file of this block")
                let data = Data((lines.joined(separator: "\n") + "\n").utf8)
                let place = URL(fileURLWithPath: harness.folder + "/" + name)
                try FileManager.default.createDirectory(
                    at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                try data.write(to: place)
            case .fenced("console", let lines): try run(lines, harness, page)
            case .fenced: break
            }
        }
    }

    private func run(_ lines: [String], _ harness: Harness, _ page: String) throws {
        var index = 0
        while index < lines.count {
            let command = lines[index]
            index += 1
            var expected: [String] = []
            while index < lines.count, !lines[index].hasPrefix("$ ") {
                expected.append(lines[index])
                index += 1
            }
            guard command.hasPrefix("$ bankbook ") else { continue }
            let words = Page.words(String(command.dropFirst("$ bankbook ".count)))
            let isExample = words.contains("ledger-example")
            let run = harness.run(words, at: isExample ? packageRoot : harness.folder)
            let shown = expected.isEmpty ? "" : expected.joined(separator: "\n") + "\n"
            let printed = run.output + run.errors
            #expect(printed == shown, "\(page): \(command)")
        }
    }
}

/// A page of documentation, cut into its blocks.
enum Page {
    enum Block {
        case prose(String)
        case fenced(String, [String])
    }

    static func blocks(_ text: String) -> [Block] {
        var blocks: [Block] = []
        var fence: (kind: String, lines: [String])?
        for line in text.components(separatedBy: "\n") {
            if line.hasPrefix("```") {
                if let open = fence {
                    blocks.append(.fenced(open.kind, open.lines))
                    fence = nil
                } else {
                    fence = (String(line.dropFirst(3)), [])
                }
            } else if fence != nil {
                fence?.lines.append(line)
            } else {
                blocks.append(.prose(line))
            }
        }
        return blocks
    }

    /// The words of a command line, as a shell cuts them: single and double quotes.
    static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " {
                if let found = word { words.append(found) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let found = word { words.append(found) }
        return words
    }
}
