import Commands
import Foundation
import Pages
import Platform
import Testing

/// Dashboards of the example, on screens and as pages.
struct DashboardTests {
    private static let names = ["home", "business"]

    private static func screen(_ name: String, columns: Int, _ words: [String]) throws -> String {
        let harness = try Harness()
        let run = harness.run(
            ["-C", packageRoot + "/ledger-example", "dashboard", name] + words, at: harness.folder
        ) { $0.columns = columns }
        #expect(run.errors == "" && run.status == 0)
        return run.output
    }

    private static func page(_ name: String) throws -> String {
        let harness = try Harness()
        let run = harness.run(
            "-C", packageRoot + "/ledger-example", "dashboard", name, "--html", at: harness.folder)
        #expect(run.errors == "" && run.status == 0)
        return run.output
    }

    /// Compares with a file beside the tests; `UPDATE_GOLDEN=1` writes it.
    private static func check(_ text: String, _ file: String) throws {
        let path = packageRoot + "/Tests/CommandTests/Files/screens/" + file
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        }
        let golden = FileManager.default.contents(atPath: path).map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(text == golden, "\(file) differs; look at it, then run with UPDATE_GOLDEN=1")
    }

    @Test(arguments: names, [80, 200])
    func `a screen looks as it did`(_ name: String, _ columns: Int) throws {
        let forms = [
            ("plain", ["--color", "never"]), ("colour", ["--color", "always"]),
            ("ascii", ["--ascii", "--color", "never"]),
        ]
        for (form, words) in forms {
            let text = try DashboardTests.screen(name, columns: columns, words)
            try DashboardTests.check(text, "\(name)-\(columns)-\(form).txt")
        }
    }

    @Test func `a screen with a forecast looks as it did`() throws {
        let text = try DashboardTests.screen("ahead", columns: 80, ["--color", "never"])
        try DashboardTests.check(text, "ahead-80-plain.txt")
    }

    /// The columns of a terminal that a line without codes takes, where none of its characters is wide.
    private static func width(_ line: Substring) -> Int { line.unicodeScalars.count }

    @Test(arguments: names, [60, 80, 100, 132, 200])
    func `no line is wider than the screen, and frames close`(_ name: String, _ columns: Int) throws
    {
        let text = try DashboardTests.screen(name, columns: columns, ["--color", "never"])
        for line in text.split(separator: "\n").dropFirst() {
            #expect(DashboardTests.width(line) == columns, "\(line)")
            #expect(line.last.map { "╮│╯".contains($0) } ?? false)
        }
    }

    @Test func `ASCII screens draw with ASCII alone, and colour only adds codes`() throws {
        let plain = try DashboardTests.screen("business", columns: 80, ["--color", "never"])
        let coloured = try DashboardTests.screen("business", columns: 80, ["--color", "always"])
        func stripped(_ text: String) -> [Substring] {
            text.replacing(/\u{1B}\[[0-9;]*m/, with: "").split(separator: "\n")
                .map { $0.replacing(/\s+$/, with: "")[...] }
        }
        #expect(stripped(coloured) == stripped(plain))
        let ascii = try DashboardTests.screen(
            "business", columns: 80, ["--ascii", "--color", "never"])
        #expect(ascii.utf8.allSatisfy { $0 < 0x80 })
    }

    // Pages

    @Test(arguments: names)
    func `a page has headings in order, labels, and a table for every chart`(_ name: String) throws
    {
        let page = try DashboardTests.page(name)
        func count(_ text: String) -> Int { page.components(separatedBy: text).count - 1 }
        #expect(count("<h1>") == 1 && count("<main>") == 1 && count("<header>") == 1)
        #expect(page.contains("<html lang=\"en\">") && page.contains("name=\"viewport\""))
        // Every section is named by its heading.
        let sections = count("<section ")
        for number in 1...sections {
            #expect(
                count("aria-labelledby=\"block-\(number)\"") == 1
                    && count("<h2 id=\"block-\(number)\">") == 1)
        }
        // Every chart is an image with a name, and its figures stand behind it.
        let charts = count("role=\"img\"")
        #expect(charts > 0 && page.matches(of: /role="img" aria-label="[^"]+"/).count == charts)
        #expect(count("<figure>") == charts && count("<details>") == charts)
        #expect(page.firstMatch(of: /<h1>[\s\S]*<h2/) != nil && !page.contains("<h3"))
        // Tables have captions and headings with a scope.
        #expect(count("<table>") == count("<caption>") && count("<table>") > 0)
        #expect(count("<th ") == count("<th scope=\"col\""))
        #expect(page.contains("<label class=\"filter\" hidden>Filter rows <input"))
    }

    @Test(arguments: names)
    func `a page asks nothing of anybody`(_ name: String) throws {
        let page = try DashboardTests.page(name)
        #expect(page.contains("default-src 'none'"))
        for word in [
            "http:", "https:", "url(", "@import", "<iframe", "<img", "fetch(", "XMLHttp", "src=",
        ] {
            #expect(!page.contains(word), "\(word)")
        }
        let links = page.matches(of: /href="([^"]*)"/).map { String($0.output.1) }
        #expect(links == ["data:,"])
    }

    @Test func `what a ledger says is text on a page, never markup`() throws {
        let harness = try Harness.household()
        try harness.write(
            "transactions/main/2026.txt",
            "2026-11-03 | -3.20 | food | <script>alert(1)</script> & \"quoted\" 'x' | id:a1\n")
        try harness.write(
            "dashboards/odd.json",
            """
            {"uid": "odd0000001", "title": "<b>&", "blocks": [
              {"type": "list", "title": "</h2><script>"}, {"type": "note", "text": "<i>no</i>"},
              {"type": "categories", "by": "counterparty"}]}
            """)
        let page = harness.run("dashboard", "odd", "--html").output
        #expect(page.components(separatedBy: "<script>").count == 2, "only the page's own")
        #expect(
            page.contains(
                "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot; &#39;x&#39;"))
        #expect(!page.contains("<b>") && !page.contains("<i>"))
    }

    // Colours

    private static func luminance(_ colour: String) -> Double {
        let digits = Array(colour.dropFirst())
        let parts = stride(from: 0, to: 6, by: 2).map {
            Int(String(digits[$0...$0 + 1]), radix: 16) ?? 0
        }
        let linear = parts.map { part -> Double in
            let value = Double(part) / 255
            return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// The contrast of two colours as WCAG 2 defines it.
    private static func contrast(_ one: String, _ other: String) -> Double {
        let (a, b) = (luminance(one), luminance(other))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    @Test(arguments: [Palette.light, Palette.dark])
    func `texts stand out from what they stand on`(_ palette: Palette) throws {
        let page = try #require(palette["page"])
        let card = try #require(palette["card"])
        for name in ["text", "faint", "negative"] {
            let colour = try #require(palette[name])
            for ground in [page, card] {
                #expect(DashboardTests.contrast(colour, ground) >= 4.5, "\(name) on \(ground)")
            }
        }
        // In a treemap the colour of cards stands on those of series.
        for number in 0..<Palette.seriesCount {
            let colour = try #require(palette["s\(number)"])
            #expect(DashboardTests.contrast(card, colour) >= 4.5, "s\(number)")
        }
    }

    // A browser

    private static let chromium = [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
    ]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

    @Test(arguments: names)
    func `a browser shows a page without a word of complaint`(_ name: String) throws {
        guard let chromium = DashboardTests.chromium else {
            print("chromium is not installed: pages are not seen in a browser")
            return
        }
        let harness = try Harness()
        let path = harness.folder + "/page.html"
        try Data(try DashboardTests.page(name).utf8).write(to: URL(fileURLWithPath: path))
        let result = try #require(
            ChildProcess.run(
                [
                    chromium, "--headless=new", "--no-sandbox", "--disable-gpu",
                    "--user-data-dir=" + harness.folder + "/profile", "--enable-logging=stderr",
                    "--log-level=0", "--dump-dom", "file://" + path,
                ], [], extra: ["HOME=" + harness.folder], keepsErrors: true, seconds: 90))
        let said = String(decoding: result.errors, as: UTF8.self)
        let complaints = said.split(separator: "\n").filter { $0.contains("CONSOLE") }
        #expect(result.status == 0 && complaints.isEmpty, "\(complaints)")
        // The script ran: it shows the filter where there are rows.
        let shown = String(decoding: result.output, as: UTF8.self)
        #expect(shown.contains("<label class=\"filter\">"))
    }
}
