import { refsIn } from "./import-list.ts";
import type { List } from "./open-list.ts";
import { partsOf } from "./read-rows.ts";
import { BrokenFile } from "./row.ts";

/** What storage reads at once. */
const PART_ROWS = 250;

/** Some 300 MB of ids; to fetch so many takes a project's default quota of ten days. */
const REFS_MAX = 5_000_000;

/** What a list names, in its order and each once, part by part. Throws `BrokenFile`, also when it names too many. */
export async function* distinctRefs<Ref extends string>(list: List<Ref>): AsyncGenerator<readonly Ref[]> {
  const met = new Set<Ref>();
  for await (const rows of partsOf(list.table, PART_ROWS)) {
    const fresh = new Set(refsIn(rows, list, "").refs.filter((ref) => !met.has(ref)));
    for (const ref of fresh) met.add(ref);
    if (met.size > REFS_MAX) {
      throw new BrokenFile(
        `It names more than ${REFS_MAX.toLocaleString("en")} videos. Split it, and hydrate each part.`,
      );
    }
    if (fresh.size > 0) yield [...fresh];
  }
}
