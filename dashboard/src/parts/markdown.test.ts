import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Router } from "wouter";
import { Markdown } from "./markdown.tsx";

const rendered = (text: string): string =>
  renderToStaticMarkup(createElement(Router, { ssrPath: "/how/x", children: createElement(Markdown, { text }) }));

it("a page is set as headings, lists, tables and code", () => {
  expect(rendered("# A *b*\n\n1. one\n2. **two**\n\n| x | y |\n|---|---|\n| `1` | 2 |\n\n```\na < b\n```")).toBe(
    '<div class="prose"><h2>A <em>b</em></h2><ol><li>one</li><li><strong>two</strong></li></ol>' +
      '<div class="scroll"><table><thead><tr><th>x</th><th>y</th></tr></thead>' +
      '<tbody><tr><td class="wrap"><code>1</code></td><td class="wrap">2</td></tr></tbody></table></div>' +
      "<pre><code>a &lt; b</code></pre></div>",
  );
});

it("pages beside it can be opened, other documents are named, and nothing else is followed", () => {
  expect(rendered("[g](gain.md#x)")).toContain('<a href="/how/gain">g</a>');
  expect(rendered("[s](../sampling.md#floor)")).toContain('s<span class="quiet"> (docs/sampling.md)</span>');
  expect(rendered("[j](javascript:alert(1)) [w](https://evil.example/)")).toBe('<div class="prose"><p>j w</p></div>');
});

it("HTML stays text, and pictures are their descriptions", () => {
  const hostile =
    "<script>window.ran=1</script>\n\nsay <img src=x onerror=alert(1)> ![a *b*](https://evil.example/x.png)\n\n<svg/onload=alert(2)>";
  const html = rendered(hostile);
  expect(html).not.toMatch(/<(?!\/?(?:div|p)\b)/);
  expect(html).toContain("&lt;script&gt;");
});
