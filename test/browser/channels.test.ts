import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at } from "#storage/database.ts";
import { NOW } from "../api/now.ts";
import { ADMIN_TOKEN } from "../api/open-api.ts";
import { CHANNELS } from "../api/seed.ts";
import { axeOf, openPage, openStage, type Stage, signIn, visit, type Watched } from "./stage.ts";

const HOSTILE = `<img src=x onerror="window.ran='entry'">`;

describe("channels in the dashboard", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(60);
  });
  afterAll(() => stage.close());

  async function accessible({ page, wrongs }: Watched): Promise<void> {
    const { violations } = await axeOf(page).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)).toEqual([]);
    expect(wrongs).toEqual([]);
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
    const watched = await openPage(stage);
    await signIn(watched, stage);
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
    expect(await page.evaluate("window.ran")).toBeUndefined();
    await accessible(watched);
    await page.context().close();
  });

  it("are compared: found by a part of their names, by age and by day, as charts and as tables", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    await visit(watched, stage, "/compare");
    await page.getByText("Choose two to six channels").waitFor();
    const field = page.getByLabel("Channels, up to 6").and(page.locator("input"));
    for (const [typed, title] of [
      ["crumb", "Crumb & Co"],
      ["朝", "朝の散歩"],
    ] as const) {
      await field.fill(typed);
      await page.getByRole("option", { name: title }).click();
    }
    await page.waitForURL((url) => url.searchParams.get("ids") === `${CHANNELS[0]},${CHANNELS[2]}`);
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Usual views of long videos at the same age" }).waitFor();
    await page.getByText("Without a line: 朝の散歩").waitFor();
    expect(await page.locator("canvas").count()).toBe(1);
    const medians = page.getByRole("region", { name: "Medians" });
    expect(await medians.getByRole("row").filter({ hasText: "Crumb & Co" }).textContent()).toContain("1,000");
    await page.getByText("Date", { exact: true }).click();
    await page.getByRole("heading", { name: "Views gained a day (UTC)" }).waitFor();
    await page.getByText("The same as a table: 2 days").click();
    const gained = page.getByRole("row").filter({ hasText: "2026-11-19" });
    expect(await gained.locator("td").allTextContents()).toEqual(["2026-11-19", "+800", "unknown"]);
    const csv = await page.getByRole("link", { name: "CSV of Views gained a day (UTC)" }).getAttribute("href");
    expect(await (await page.request.get(stage.origin + csv)).text()).toContain("2026-11-19,800.25,");
    await accessible(watched);
    await page.context().close();
  });

  it("show their uploads at the same age as dots, each the way to its video, and as a table", async () => {
    const watched = await openPage(stage, "dark");
    const { page } = watched;
    await visit(watched, stage, `/channels/${CHANNELS[0]}`);
    const panel = page.getByRole("region", { name: "Uploads at the same age" });
    await panel.getByText("None of these uploads was sampled around this age").waitFor();
    await panel.getByText("1 hour", { exact: true }).click();
    await page.waitForURL(/age=1h/);
    const plot = panel.locator(".dots");
    const text = (await plot.getAttribute("aria-label")) ?? "";
    const known = Number(/are known of (\d+)\./.exec(text)?.[1]);
    expect(known).toBeGreaterThan(5);
    expect(await plot.locator("a").count()).toBe(known);
    await panel.getByText(/The same as a table/).click();
    const rows = await panel.locator("tbody tr").count();
    expect(rows).toBeGreaterThanOrEqual(known);
    const csv = await panel.getByRole("link", { name: "CSV of Uploads at the same age" }).getAttribute("href");
    expect(csv).toBe(`/api/v1/channels/${CHANNELS[0]}/uploads.csv?age=1h`);
    expect((await (await page.request.get(stage.origin + csv)).text()).trim().split("\n")).toHaveLength(rows + 1);
    await accessible(watched);
    const first = plot.locator("a").first();
    const way = await first.getAttribute("href");
    await first.click();
    await page.waitForURL(`**${way}`);
    await page.context().close();
  });

  it("are sampled otherwise, paused, tracked again, and purged only when that is confirmed", async () => {
    const watched = await openPage(stage);
    await signIn(watched, stage);
    const { page } = watched;
    const stored = async () => (await page.request.get(`${stage.origin}/api/v1/channels/${CHANNELS[1]}`)).json();
    await visit(watched, stage, `/channels/${CHANNELS[1]}`);
    const actions = page.getByRole("region", { name: "What is done with this channel" });
    await actions.getByLabel("Sampled").selectOption("4");
    // While one choice is on its way the others wait, and a click between the two would find neither state.
    await expect.poll(stored).toMatchObject({ weight: 4 });
    await actions.getByLabel("Watched").click();
    await actions.locator("input:checked:enabled").waitFor();
    // Each choice is shown at once, and is on its way then.
    await expect.poll(stored).toMatchObject({ weight: 4, watched: true });
    await actions.getByRole("button", { name: "Pause" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("What was collected stays.").waitFor();
    await accessible(watched);
    await dialog.getByRole("button", { name: "Pause" }).click();
    await page.getByText("It is not tracked: nobody looks for its uploads").waitFor();
    await actions.getByRole("button", { name: "Track again" }).click();
    await actions.getByText("Asked for").waitFor();
    await sql`update channel set state = 'tracked' where id = ${CHANNELS[1]}`.execute(stage.database.db);
    await actions.getByRole("button", { name: "Purge" }).click();
    await dialog.getByText("are deleted for good").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect((await stored()).state).toBe("tracked");
    await sql`delete from track_request where channel_id = ${CHANNELS[1]} or ref = ${CHANNELS[1]}`.execute(
      stage.database.db,
    );
    await actions.getByRole("button", { name: "Purge" }).click();
    await dialog.getByRole("button", { name: "Purge" }).click();
    await actions.getByText("It is being removed, step by step").waitFor();
    await sql`delete from channel where id = ${CHANNELS[1]}`.execute(stage.database.db);
    await page.waitForURL("**/channels");
    await page.context().close();
  });

  it("are not added by whoever has not signed in: what they typed stays, and is added once they have", async () => {
    const { page } = await openPage(stage);
    await page.goto(`${stage.origin}/channels?add=1`);
    await page.getByRole("textbox", { name: "Add channels" }).fill("@somebody");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("viewcurve login-link").waitFor();
    expect(await page.getByRole("textbox", { name: "Add channels" }).inputValue()).toBe("@somebody");
    await dialog.getByRole("textbox", { name: "Token" }).fill(ADMIN_TOKEN);
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Being looked up.").waitFor();
    await page.context().close();
  });
});
