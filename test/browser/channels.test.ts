import { AxeBuilder } from "@axe-core/playwright";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at } from "#storage/database.ts";
import { NOW } from "../api/now.ts";
import { ADMIN_TOKEN } from "../api/open-api.ts";
import { CHANNELS } from "../api/seed.ts";
import { openPage, openStage, type Stage, visit } from "./stage.ts";

const HOSTILE = `<img src=x onerror="window.ran='entry'">`;

describe("channels in the dashboard", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(60);
  });
  afterAll(() => stage.close());

  /** A page whose browser may change things. */
  async function openSignedIn(...args: Parameters<typeof openPage> extends [unknown, ...infer Rest] ? Rest : never) {
    const watched = await openPage(stage, ...args);
    const answer = await watched.page.request.post(`${stage.origin}/login`, {
      data: { token: ADMIN_TOKEN },
      headers: { origin: stage.origin },
    });
    expect(answer.ok()).toBe(true);
    return watched;
  }

  /** Does what the collector does when YouTube has answered. */
  async function resolve(ref: string, channelId: string, listed: number, total: number): Promise<void> {
    const { db } = stage.database;
    await sql`update track_request set state = 'tracked', channel_id = ${channelId} where ref = ${ref}`.execute(db);
    await sql`
      insert into task (kind, subject, state, progress, total, not_before, attempts, created_at, updated_at)
      values ('backfill', ${channelId}, ${listed === total ? "done" : "waiting"}, ${listed}, ${total}, ${at(NOW)}, 0, ${at(NOW)}, ${at(NOW)})
      on conflict (kind, subject) do update set progress = excluded.progress, state = excluded.state`.execute(db);
  }

  it("are added by a pasted list, with what becomes of each entry until all of it is there", async () => {
    const watched = await openSignedIn();
    const { page } = watched;
    await visit(watched, stage, "/channels");
    await page.getByRole("link", { name: "Add channels" }).click();
    await page.waitForURL("**/channels?add=1");
    await page
      .getByRole("textbox", { name: "Add channels" })
      .fill(`https://www.youtube.com/@Rivers\n@handle0, @nobody.at.all\n${HOSTILE}`);
    await page.getByRole("button", { name: "Add 4 channels" }).click();
    const outcome = (entry: string) => page.getByRole("row").filter({ hasText: entry }).locator("td").nth(2);
    const says = (entry: string, words: string) => outcome(entry).getByText(words).waitFor();
    await says("@Rivers", "Being looked up.");
    await says("onerror", "Not understood. It is no channel id, @handle, or URL of either.");
    await says("@handle0", "Tracked. All its 40 videos are listed.");
    await resolve("@rivers", CHANNELS[1] ?? "", 50, 120);
    await sql`update track_request set state = 'refused', reason = 'YouTube knows no such channel.'
      where ref = '@nobody.at.all'`.execute(stage.database.db);
    await says("@Rivers", "Its catalogue is being read: 50 of 120 videos.");
    await says("@nobody.at.all", "Not found. YouTube knows no such channel.");
    await resolve("@rivers", CHANNELS[1] ?? "", 120, 120);
    await says("@Rivers", "Tracked. All its 120 videos are listed.");
    await page
      .getByText("2 of 4 found, 2 refused; 160 videos listed. Everything there is of them is listed.")
      .waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    expect(await page.evaluate("window.ran")).toBeUndefined();
    expect(watched.wrongs).toEqual([]);
    await page.context().close();
  });

  it("are not added by whoever has not signed in: what they typed stays, and they are told how", async () => {
    const { page } = await openPage(stage);
    await page.goto(`${stage.origin}/channels?add=1`);
    await page.getByRole("textbox", { name: "Add channels" }).fill("@somebody");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText("viewcurve login-link").waitFor();
    expect(await page.getByRole("textbox", { name: "Add channels" }).inputValue()).toBe("@somebody");
    await page.context().close();
  });
});
