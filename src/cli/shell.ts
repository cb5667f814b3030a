import { join } from "node:path";
import { start as startRepl } from "node:repl";
import { PassThrough } from "node:stream";
import { sql } from "kysely";
import type { Api } from "#api/app-type.ts";
import { type ClientOptions, viewcurve } from "#client/viewcurve.ts";
import { systemClock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { plus, seconds } from "#domain/time.ts";
import { openDatabase } from "#storage/database.ts";
import { makeDirectory } from "#storage/keys/make-directory.ts";
import { withOpenApi } from "./ask-api.ts";
import { fail } from "./exit.ts";
import { feedRepl } from "./feed-repl.ts";

const BANNER = `Ask with top-level await; Tab completes, .exit or Ctrl-D ends.
  api   the client: await api.get("/insights/trending", { query: { window: "7d" } })
                    for await (const video of api.items("/videos", { query: { performanceMin: 2 } })) …
  db, sql   the database: await db.selectFrom("channel").select(["id", "title"]).limit(5).execute()
                          (await sql\`select count(*) from snapshot\`.execute(db)).rows
  .paths   what api.get knows
`;

/** `viewcurve shell`: Node's own shell over the installation's API and database, in this process. */
export const shell = ({ write }: { readonly write: boolean }): Promise<void> =>
  withOpenApi(async ({ installation: { config, address }, api, token }) => {
    await api.ready();
    const db = openDatabase({ connectionString: address(), connectionsMax: 2, readOnly: !write });
    try {
      if (process.stdin.isTTY) process.stdout.write(write ? `${BANNER}The database can be changed: beware.\n` : BANNER);
      const isTyped = process.stdin.isTTY && process.stdout.isTTY;
      const piped = isTyped ? null : new PassThrough();
      const repl = startRepl({
        prompt: isTyped ? "viewcurve> " : "",
        input: piped ?? process.stdin,
        output: process.stdout,
        terminal: isTyped,
      });
      Object.assign(repl.context, {
        api: viewcurve("http://localhost", { token, fetch: asking(api) }),
        db,
        sql,
        toIso,
      });
      repl.defineCommand("paths", {
        help: "List what api.get knows",
        action() {
          const { paths = {} } = api.swagger() as { paths?: Record<string, { get?: { summary?: string } }> };
          for (const [path, { get }] of Object.entries(paths)) {
            if (get && path.startsWith("/api/v1/"))
              this.output.write(`${path.slice("/api/v1".length)}   ${get.summary}\n`);
          }
          this.displayPrompt();
        },
      });
      const ended = new Promise<void>((resolve) => repl.once("exit", resolve));
      if (repl.terminal) {
        await makeDirectory(config.dataDirectory, 0o700);
        repl.setupHistory(join(config.dataDirectory, "shell-history"), (error) => {
          if (error) fail(`The history is not kept: ${error.message}.`);
        });
      }
      if (piped) await feedRepl(repl, process.stdin, piped);
      await ended;
    } finally {
      await db.destroy();
    }
  });

/** Asks the API of this process, without a network; what is being worked out is waited for. */
const asking =
  (api: Api): NonNullable<ClientOptions["fetch"]> =>
  async (input, { method = "GET", headers, body } = {}) => {
    const { pathname, search } = new URL(String(input));
    for (;;) {
      const answer = await api.inject({
        method: method as "GET" | "POST" | "PATCH" | "DELETE",
        url: pathname + search,
        headers: headers as Record<string, string>,
        ...(typeof body === "string" ? { payload: body } : {}),
      });
      const retryAfter = answer.headers["retry-after"];
      if (answer.statusCode === 503 && retryAfter !== undefined) {
        await systemClock.until(plus(systemClock.now(), seconds(Number(retryAfter))));
        continue;
      }
      return new Response(answer.statusCode === 204 ? null : new Uint8Array(answer.rawPayload), {
        status: answer.statusCode,
        headers: new Headers(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
      });
    }
  };
