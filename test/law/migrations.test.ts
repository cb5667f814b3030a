import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const MIGRATIONS = join(import.meta.dirname, "../../migrations");

/** What no migration may hold, each with the reason: docs/decisions/0001. */
const FORBIDDEN: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  {
    pattern: /\b(?:now\s*\(|(?:clock|statement|transaction)_timestamp|current_(?:timestamp|time|date)\b|localtime)/i,
    why: "the server's clock is a second clock",
  },
  { pattern: /\bcreate\s+(?:constraint\s+)?trigger\b/i, why: "a trigger cannot be distributed" },
  { pattern: /\b(?:small|big)?serial\b|\bgenerated\b[^,;]*\bas\s+identity\b|\bnextval\b/i, why: "keys are natural" },
  { pattern: /\blateral\b/i, why: "LATERAL top-N cannot be distributed" },
  { pattern: /\b(?:listen|notify)\b/i, why: "nothing correct may depend on a notification" },
];

const withoutComments = (text: string): string => text.replace(/--.*$/gm, "").replace(/\/\*[\s\S]*?\*\//g, "");

/** The reasons for which a migration's text is refused. */
const refusals = (text: string): string[] =>
  FORBIDDEN.filter(({ pattern }) => pattern.test(withoutComments(text))).map(({ why }) => why);

describe("migrations", () => {
  it("hold nothing that reads a clock or cannot be distributed", async () => {
    const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith(".sql"));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect({ name, refused: refusals(await readFile(join(MIGRATIONS, name), "utf8")) }).toEqual({
        name,
        refused: [],
      });
    }
  });

  it("are numbered from one without a gap", async () => {
    const names = (await readdir(MIGRATIONS)).toSorted();
    expect(names.map((name) => /^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1])).toEqual(
      names.map((_, index) => String(index + 1).padStart(4, "0")),
    );
  });

  it.each([
    "alter table video add column at timestamptz default now()",
    "create table x (at timestamptz default CURRENT_TIMESTAMP)",
    "create trigger t before insert on video execute function f()",
    "create table x (id bigserial primary key)",
    "create table x (id bigint generated always as identity)",
    "create view x as select * from channel c, lateral (select 1) v",
    "notify changed",
  ])("are refused for: %s", (text) => {
    expect(refusals(text)).toHaveLength(1);
  });

  it("may speak of these things in comments", () => {
    expect(refusals("-- no triggers, no now()\nselect 1 /* lateral */")).toEqual([]);
  });
});
