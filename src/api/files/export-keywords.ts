import type { z } from "zod";
import { askedWindow } from "#api/insights/kept-reply.ts";
import { wordsOf } from "#api/insights/keywords-answer.ts";
import { type KeywordsAnswer, type keywordsQuery, USUAL_WINDOW } from "#api/insights/keywords-contract.ts";
import { scopeOf } from "#api/insights/scope-query.ts";
import { plus, seconds } from "#domain/time.ts";
import { columnOf, type Table } from "#exports/table.ts";
import { readTitles } from "#storage/insights/keyword-titles.ts";
import type { TableSources } from "./export-tables.ts";

type Keyword = KeywordsAnswer["items"][number];

const list = (texts: readonly string[]): string => JSON.stringify(texts);

const COLUMNS = [
  columnOf<Keyword>("keyword", "rank", ({ rank }) => rank),
  columnOf<Keyword>("keyword", "term", ({ term }) => term),
  columnOf<Keyword>("keyword", "variants", ({ variants }) => list(variants)),
  columnOf<Keyword>("keyword", "videos", ({ videos }) => videos),
  columnOf<Keyword>("keyword", "channels", ({ channels }) => channels),
  columnOf<Keyword>("keyword", "videosBefore", ({ videosBefore }) => videosBefore),
  columnOf<Keyword>("keyword", "logOdds.value", ({ logOdds }) => logOdds.value),
  columnOf<Keyword>("keyword", "logOdds.z", ({ logOdds }) => logOdds.z),
  columnOf<Keyword>("keyword", "logOdds.n", ({ logOdds }) => logOdds.n),
  columnOf<Keyword>("keyword", "logOdds.reason", ({ logOdds }) => logOdds.reason),
  columnOf<Keyword>("keyword", "factor.value", ({ factor }) => factor.value),
  columnOf<Keyword>("keyword", "factor.low", ({ factor }) => factor.low),
  columnOf<Keyword>("keyword", "factor.high", ({ factor }) => factor.high),
  columnOf<Keyword>("keyword", "factor.n", ({ factor }) => factor.n),
  columnOf<Keyword>("keyword", "factor.reason", ({ factor }) => factor.reason),
];

/** How often it is looked whether the words are found. */
const POLL = seconds(1);

/** Words and phrases as the insight has them; waits until they are found. */
export async function keywordTable(
  { kind, limit, window: span, from, to, ...scoped }: z.infer<typeof keywordsQuery>,
  { patient, clock, desk, signal }: TableSources,
): Promise<Table<Keyword>> {
  if (desk === null) throw new Error("words are found by the server, and not by whoever else writes exports");
  const find = desk.keywords;
  const window = askedWindow({ window: span, from, to }, USUAL_WINDOW, clock.now());
  async function* parts(): AsyncGenerator<readonly Keyword[]> {
    // A window that has not begun holds nothing.
    if (window === null) return;
    for (;;) {
      const kept = await find({ scope: scopeOf(scoped), window, kind });
      if (kept.kind === "pending") {
        await clock.until(plus(clock.now(), POLL), signal);
        signal?.throwIfAborted();
        // Nothing yet, and a sign of life: whoever writes reports it, or learns that he shall stop.
        yield [];
        continue;
      }
      const examples = kept.answer.terms.slice(0, limit).flatMap(({ examples: ids }) => ids);
      yield wordsOf(kept.answer, limit, await readTitles(patient, examples)).items;
      return;
    }
  }
  return {
    columns: COLUMNS,
    parts: parts(),
    jsonOf: (item) => item,
    timeColumn: null,
    rowsAbout: limit,
    coverage: null,
  };
}
