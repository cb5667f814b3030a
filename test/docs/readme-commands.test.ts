import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Installation, newInstallation } from "../cli/installation.ts";

const PAGE = join(import.meta.dirname, "../../README.md");

/** Nothing listens there: a collector that runs here must not ask the real YouTube. */
const NOWHERE = "http://127.0.0.1:9";

/** The command lines of a page's shell blocks, in their order. */
function commandsIn(page: string): string[] {
  const blocks = Array.from(page.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm), ([, block = ""]) => block);
  return blocks.flatMap((block) => block.split("\n").map((line) => line.trim())).filter((line) => line !== "");
}

/** The words of a command as a shell takes them, as far as our pages need it: quotes hold blanks. */
const wordsOf = (command: string): string[] =>
  Array.from(
    command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g),
    ([, single, double, bare]) => single ?? double ?? bare ?? "",
  );

describe("README.md", () => {
  let installation: Installation;
  let page = "";

  beforeAll(async () => {
    installation = await newInstallation();
    page = await readFile(PAGE, "utf8");
  });
  afterAll(() => installation.remove());

  it("has only commands that run, in the order it tells them", async () => {
    const settings = { VIEWCURVE_YOUTUBE_URL: NOWHERE, VIEWCURVE_FEEDS_URL: NOWHERE };
    let url: string | undefined;
    const ran: string[] = [];
    for (const command of commandsIn(page)) {
      const [program = "", ...args] = wordsOf(command);
      if (program === "./viewcurve" && args[0] === "start") {
        url = (await installation.start(args, settings).says(/serves (http:\S+)\/api\/v1/))[1];
      } else if (program === "./viewcurve") {
        const { code, stderr } = await installation.run(args, settings, "AIzaNobodysKey-0000000000000000000000001");
        expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: "" });
      } else if (program === "curl") {
        const asked = (args[0] ?? "").replace("http://127.0.0.1:8686", url ?? "");
        expect({ command, status: (await fetch(asked)).status }).toEqual({ command, status: 200 });
      } else if (command === "npm ci && npm run demo") {
        const short = ["demo", "--days", "0.01", "--channels", "1", "--exit"];
        expect(await installation.run(short)).toMatchObject({ code: 0, stderr: "" });
      } else {
        // Which is running this.
        expect(command).toBe("npm ci && npm test");
      }
      ran.push(args[0] ?? "");
    }
    const asked = expect.stringContaining("/api/v1/videos?");
    expect(ran).toEqual([
      "ci",
      "ci",
      "keys",
      "track",
      "start",
      asked,
      "insights",
      "insights",
      "watch",
      "discover",
      "export",
    ]);
  });

  it("shows an answer whose fields the API has", async () => {
    const shown = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "") as Record<string, unknown>;
    const example = await readFile(join(import.meta.dirname, "../../docs/api/videos.json"), "utf8");
    const [item] = (JSON.parse(example) as { items: Record<string, unknown>[] }).items;
    expect(fieldsOf(item).filter((field) => field.startsWith("performance"))).toContain("performance.value");
    expect(fieldsOf(shown).filter((field) => !fieldsOf(item).includes(field))).toEqual([]);
  });
});

/** The dotted names of an object's fields, those of objects within it too. */
function fieldsOf(value: unknown, prefix = ""): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    `${prefix}${name}`,
    ...fieldsOf(inner, `${prefix}${name}.`),
  ]);
}
