import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import type { SummaryFacts } from "#insights/summary/facts.ts";
import { faultsOf } from "#insights/summary/faults.ts";

it("the page on summaries finds in its example's sentences what the code finds in them", async () => {
  const page = await readFile("docs/formulas/summary.md", "utf8");
  const facts = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "") as SummaryFacts;
  const table = page.slice(page.indexOf("| a paragraph says |"), page.indexOf("## When it is the template's"));
  const rows = Array.from(
    table.matchAll(/^\| (.+?) \| (.+?) \|$/gm),
    ([, text = "", wrong = ""]) => [text, wrong] as const,
  );
  const sentences = rows.slice(1);
  expect(sentences).toHaveLength(8);
  for (const [text, wrong] of sentences) {
    const draft = { title: "A summary", paragraphs: [{ text, videoIds: ["aaaaaaaaaaa"] }] };
    const expected = wrong.startsWith("nothing") ? [] : [wrong.replaceAll("`", "")];
    expect([text, faultsOf(draft, facts)]).toEqual([text, expected]);
  }
});
