import { describe, expect, it } from "vitest";
import { statementsIn } from "./sql-statements.ts";

describe("the statements of a migration", () => {
  it("end at semicolons, except within quotes, dollar quotes and comments", () => {
    const text = `-- first; isn't it
      create table a (b text default ';''', "c;d" int); /* and; */ select 1 - 2 / 3;
      do $x$ begin; end $x$;
      select $$;$$`;
    expect(statementsIn(text)).toEqual([
      `create table a (b text default ';''', "c;d" int)`,
      "select 1 - 2 / 3",
      "do $x$ begin; end $x$",
      "select $$;$$",
    ]);
  });

  it("are none in an empty text", () => {
    expect(statementsIn(" -- nothing\n;; ")).toEqual([]);
  });
});
