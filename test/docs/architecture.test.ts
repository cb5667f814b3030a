import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

interface Guarantee {
  readonly number: number;
  readonly path: string;
  readonly title: string;
}

/** The numbered guarantees of a page, each with the test it names. */
function guaranteesIn(page: string): Guarantee[] {
  const named = page.matchAll(/^- \*\*G(\d+)\*\* [^[\]]+\s\[([^\]]+)\]\(\2\) "([^"]+)"$/gm);
  return Array.from(named, ([, number, path = "", title = ""]) => ({ number: Number(number), path, title }));
}

/** Whether a test file has a test of this title. A title with a placeholder is written as it stands in the file. */
async function hasTest({ path, title }: Guarantee): Promise<boolean> {
  const source = await readFile(join(ROOT, path), "utf8").catch(() => "");
  return ['"', "'", "`"].some((quote) => source.includes(`${quote}${title}${quote}`));
}

describe("ARCHITECTURE.md", () => {
  it("names an existing test for every guarantee", async () => {
    const page = await readFile(join(ROOT, "ARCHITECTURE.md"), "utf8");
    const guarantees = guaranteesIn(page);
    // None is skipped because its line has another form.
    expect(guarantees).toHaveLength(page.match(/^- \*\*G/gm)?.length ?? -1);
    const broken: Guarantee[] = [];
    for (const guarantee of guarantees) if (!(await hasTest(guarantee))) broken.push(guarantee);
    expect(broken).toEqual([]);
  });

  it("numbers its guarantees without a gap", async () => {
    const page = await readFile(join(ROOT, "ARCHITECTURE.md"), "utf8");
    const numbers = guaranteesIn(page).map(({ number }) => number);
    expect(numbers.length).toBeGreaterThan(5);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it("would notice a test that is not there", async () => {
    const [guarantee] = guaranteesIn(
      '- **G1** Nothing.\n  [test/docs/absent.test.ts](test/docs/absent.test.ts) "is so"',
    );
    expect(guarantee && (await hasTest(guarantee))).toBe(false);
  });
});
