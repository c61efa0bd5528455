/// One self-contained page: its style and its little script are in it, and it asks nothing of anybody.
package struct Page: Sendable {
    package var title: String
    package var subtitle: String
    /// HTML.
    package var body: String
    package var language: String

    package init(title: String, subtitle: String, body: String, language: String = "en") {
        self.title = title
        self.subtitle = subtitle
        self.body = body
        self.language = language
    }

    package var text: String {
        let title = HTMLText.escaped(title)
        return """
            <!DOCTYPE html>
            <html lang="\(HTMLText.escaped(language))">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,">
            <title>\(title)</title>
            <style>
            \(PageStyle.text)
            </style>
            </head>
            <body>
            <header>
            <h1>\(title)</h1>
            <p>\(HTMLText.escaped(subtitle))</p>
            <label class="filter" hidden>Filter rows <input type="search" id="filter"></label>
            </header>
            <main>
            \(body)
            </main>
            <script>
            \(PageScript.text)
            </script>
            </body>
            </html>

            """
    }
}

enum PageStyle {
    static let text = """
        :root { \(Palette.light.declarations) }
        @media (prefers-color-scheme: dark) { :root { \(Palette.dark.declarations) } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.45 system-ui, sans-serif; }
        header { padding: 1.5rem 1.5rem 0; }
        h1 { margin: 0; font-size: 1.6rem; }
        header p { margin: .2rem 0 0; color: var(--faint); }
        .filter { display: inline-block; margin-top: .8rem; color: var(--faint); }
        .filter[hidden] { display: none; }
        .filter input { font: inherit; color: var(--text); background: var(--card); border: 1px solid var(--faint); border-radius: 6px; padding: .3rem .6rem; }
        main { display: grid; grid-template-columns: repeat(var(--columns, 1), minmax(0, 1fr)); gap: 1rem; padding: 1.5rem; align-items: stretch; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.2rem; grid-column: span var(--span, 1); min-width: 0; }
        h2 { margin: 0 0 .3rem; font-size: 1.05rem; }
        .faint { color: var(--faint); margin: 0 0 .5rem; }
        .number { font-size: 2rem; font-weight: 600; margin: .2rem 0; font-variant-numeric: tabular-nums; white-space: pre-line; }
        .negative { color: var(--negative); }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .92rem; }
        caption { text-align: left; color: var(--faint); padding-bottom: .3rem; }
        th, td { padding: .25rem .5rem; text-align: left; border-bottom: 1px solid var(--line); white-space: pre; vertical-align: top; }
        td.wrap, th.wrap { white-space: pre-wrap; }
        th.right, td.right { text-align: right; }
        tfoot td, .total { font-weight: 600; }
        figure { margin: .5rem 0 0; overflow-x: auto; }
        figcaption { color: var(--faint); min-height: 1.5em; }
        svg { width: 100%; height: auto; display: block; }
        svg text { fill: var(--text); font: 12px system-ui, sans-serif; }
        svg text.soft { fill: var(--faint); }
        svg text.on { fill: var(--card); }
        svg .grid { stroke: var(--line); }
        \((0..<Palette.seriesCount).map { ".f\($0) { fill: var(--s\($0)); } .l\($0) { stroke: var(--s\($0)); fill: none; stroke-width: 2.5; }" }.joined(separator: "\n"))
        ul.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin: .4rem 0 0; padding: 0; }
        ul.legend svg { display: inline-block; width: .8em; height: .8em; margin-right: .3em; }
        details { margin-top: .5rem; }
        summary { cursor: pointer; color: var(--faint); }
        a:focus-visible, summary:focus-visible, input:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--s0); outline-offset: 2px; }
        [data-t]:hover { opacity: .75; }
        @media screen and (max-width: 760px) { main { grid-template-columns: minmax(0, 1fr); padding: 1rem; } section { grid-column: auto; } svg.wide { min-width: 720px; } header { padding: 1rem 1rem 0; } }
        @media print {
        :root { \(Palette.light.declarations) --page: #ffffff; }
        section { break-inside: avoid; } .filter, summary { display: none !important; } figure, .scroll { overflow: visible; } body { font-size: 10pt; } table { font-size: 8pt; } th, td { padding: .15rem .3rem; } .number { font-size: 1.5rem; } main { gap: .5rem; padding: 0; grid-template-columns: repeat(var(--printed, 1), minmax(0, 1fr)); } section { grid-column: span var(--half, 1); }
        }
        """
}

enum PageScript {
    /// Says below a chart what is pointed at, and hides the rows of tables that do not hold a word.
    static let text = """
        document.querySelectorAll('figure').forEach(function (figure) {
          var caption = figure.querySelector('figcaption');
          if (!caption) return;
          var usual = caption.textContent;
          figure.addEventListener('mouseover', function (event) {
            var mark = event.target.closest('[data-t]');
            if (mark) caption.textContent = mark.getAttribute('data-t');
          });
          figure.addEventListener('mouseleave', function () { caption.textContent = usual; });
        });
        var filter = document.getElementById('filter');
        if (document.querySelector('tbody tr')) filter.parentElement.hidden = false;
        filter.addEventListener('input', function () {
          var word = filter.value.toLowerCase();
          document.querySelectorAll('tbody tr').forEach(function (row) {
            row.hidden = word !== '' && row.textContent.toLowerCase().indexOf(word) < 0;
          });
        });
        """
}
