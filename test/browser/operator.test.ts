import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DiscoveryId } from "#domain/discovery.ts";
import { hours, minutes } from "#domain/time.ts";
import type { WatchId } from "#domain/watch.ts";
import { addWatch } from "#storage/watches/watches.ts";
import { NOW } from "../api/now.ts";
import { ADMIN_TOKEN } from "../api/open-api.ts";
import { seedDiscovery } from "../api/seed-discoveries.ts";
import { seedWatch } from "../api/seed-watches.ts";
import { HOSTILE } from "./hostile-rows.ts";
import { axeOf, openPage, openStage, type Stage, signIn, visit, type Watched } from "./stage.ts";

const PHONE = { width: 390, height: 844 };
/** Controls, which nobody can press on paper. */
const ON_PAPER = `[...document.querySelectorAll("main button, main select, main input")]
  .filter((element) => element.checkVisibility()).map((element) => element.outerHTML)`;
const BEYOND_THE_WINDOW = "document.documentElement.scrollWidth - innerWidth";

/** A watch whose name and query are as hostile as can be. */
async function seedHostileWatch({ database }: Stage, n: number): Promise<void> {
  const text = HOSTILE[n] ?? "";
  const cadence = { every: null, everyMin: minutes(10), everyMax: hours(24), share: 1 };
  const source = { kind: "search" as const, filters: { q: text.slice(0, 400), order: "date" as const } };
  await addWatch(database.db, { name: text.slice(0, 200), source, paused: n % 2 === 1, cadence, since: NOW }, NOW);
}

/** Gives the token where a page asks for it. */
async function giveToken({ page }: Watched): Promise<void> {
  await page.getByRole("textbox", { name: "Token" }).fill(ADMIN_TOKEN);
  await page.getByRole("button", { name: "Sign in" }).last().click();
}

describe("the dashboard, for whoever runs it", () => {
  let stage: Stage;
  let watch: WatchId;
  let discovery: DiscoveryId;
  beforeAll(async () => {
    stage = await openStage(20);
    watch = await seedWatch(stage.database.db);
    discovery = await seedDiscovery(stage.database.db);
    for (const n of HOSTILE.keys()) await seedHostileWatch(stage, n);
  });
  afterAll(() => stage.close());

  it("has its pages behind a button on a phone: opened and left by keyboard, closed by what is chosen", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    await page.setViewportSize(PHONE);
    await visit(watched, stage, "/");
    const menu = page.getByRole("button", { name: "Menu" });
    const videos = page.getByRole("navigation").getByRole("link", { name: "Videos" });
    expect(await videos.isVisible()).toBe(false);
    await menu.focus();
    await page.keyboard.press("Enter");
    await videos.waitFor();
    await page.keyboard.press("Escape");
    await videos.waitFor({ state: "hidden" });
    expect(await page.evaluate<string>("document.activeElement.textContent")).toBe("Menu");
    await page.keyboard.press("Enter");
    await videos.click();
    await page.locator("h1", { hasText: "Videos" }).waitFor();
    expect(await videos.isVisible()).toBe(false);
    await menu.click();
    expect(await videos.getAttribute("aria-current")).toBe("page");
    expect(watched.wrongs).toEqual([]);
    await page.context().close();
  });

  it.each([
    ["light", { width: 1280, height: 800 }],
    ["dark", PHONE],
  ] as const)(
    "shows watches, discoveries, projects and settings accessibly, and runs nothing of their texts (%s)",
    async (scheme, size) => {
      const watched = await openPage(stage, scheme);
      const { page } = watched;
      await page.setViewportSize(size);
      await signIn(watched, stage);
      const found: string[] = [];
      const operated = ["/watches?add=1", `/watches/${watch}?edit=1`, "/projects", "/settings"];
      for (const path of [...operated, "/discoveries?add=1", `/discoveries/${discovery}`]) {
        await visit(watched, stage, path);
        const { violations } = await axeOf(page, scheme).analyze();
        found.push(
          ...violations.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`),
        );
        expect(await page.evaluate(BEYOND_THE_WINDOW), path).toBeLessThanOrEqual(0);
        await page.emulateMedia({ media: "print" });
        expect(await page.evaluate(ON_PAPER), path).toEqual([]);
        await page.emulateMedia({ media: "screen" });
      }
      await visit(watched, stage, "/watches");
      await page.locator("td.title a").nth(5).click();
      await page.getByRole("heading", { name: "Runs" }).waitFor();
      expect(await page.evaluate("window.ran")).toBeUndefined();
      expect(await page.locator("main script, main iframe, main [onerror], main [onload]").count()).toBe(0);
      expect(found).toEqual([]);
      expect(watched.wrongs).toEqual([]);
      await page.context().close();
    },
  );

  it("adds a watch, showing its cost before; a change goes on once somebody has signed in for it", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    await visit(watched, stage, "/watches");
    await page.getByRole("button", { name: "Add a watch" }).click();
    await page.getByText("This browser is not signed in").waitFor();
    await giveToken(watched);
    await page.getByLabel("Query").fill("rye -recipe");
    const cost = page.getByRole("status", { name: "What it would cost" });
    await cost.getByText("of the day’s 100 searches").waitFor();
    await page.getByLabel("Runs").selectOption("fixed");
    await page.getByLabel("Every").fill("2h");
    await cost.getByText("about 12 of the day’s 100 searches (12%)").waitFor();
    await page.getByRole("button", { name: "Watch it" }).click();
    await page.locator("h1", { hasText: "rye -recipe" }).waitFor();
    await page.getByText("It runs every 2 h").waitFor();

    // The session ends meanwhile: what is confirmed waits for the token, and goes on by itself.
    await page.context().clearCookies();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
    await page.getByRole("dialog", { name: "Sign in" }).waitFor();
    await giveToken(watched);
    await page.getByRole("button", { name: "Resume" }).waitFor();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("It was removed").waitFor();
    // The one that was refused is said to be missing a token; nothing else is complained of.
    expect(watched.wrongs).toEqual([expect.stringContaining("401")]);
    await page.context().close();
  });

  it("looks for channels, showing what that may spend before, and how many there may be", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    await signIn(watched, stage);
    await visit(watched, stage, "/discoveries");
    await page.getByRole("link", { name: "German lessons" }).click();
    await page.getByRole("img", { name: /^About \d+ channels match/ }).waitFor();
    await page.getByRole("cell", { name: "=HYPERLINK" }).waitFor();
    await page.getByRole("navigation").getByRole("link", { name: "Discoveries" }).click();
    await page.getByRole("button", { name: "Look for channels" }).click();
    const cost = page.getByRole("status", { name: "What it may spend" });
    await page.getByLabel("Units a day").fill("12000");
    await cost.getByText("Up to 9,800 would fit").waitFor();
    await page.getByLabel("Units a day").fill("500");
    await page.getByLabel("Language").first().fill("fr");
    await cost.getByText("may spend 500 of the day’s 10,000 units (5%) and 10 of the day’s 100 searches").waitFor();
    await page.getByRole("button", { name: "Look for them" }).click();
    await page.getByText("It begins as soon as").waitFor();
    await page.getByText("How many may match cannot be told yet").waitFor();
    // A dry run that does not fit is answered as a conflict, which browsers log.
    expect(watched.wrongs).toEqual([expect.stringContaining("409")]);
    await page.context().close();
  });

  it("pauses a key and resumes it, and changes a limit", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    await signIn(watched, stage);
    await visit(watched, stage, "/projects");
    const row = page.getByRole("row", { name: "AIza…wxyz" });
    await row.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
    await row.getByText("paused: it is not used").waitFor();
    const states = () => stage.database.db.selectFrom("api_key").select(["masked", "paused_at"]).execute();
    expect(await states()).toContainEqual({ masked: "AIza…wxyz", paused_at: NOW });
    await row.getByRole("button", { name: "Resume" }).click();
    await row.getByText("in use").waitFor();
    await page.getByText("Change its limits").click();
    await page.getByLabel("Limit of default").fill("50000");
    await page.getByRole("button", { name: "Save limits" }).click();
    await page.getByRole("cell", { name: "50,000" }).waitFor();
    expect(watched.wrongs).toEqual([]);
    await page.context().close();
  });

  it("makes a token that is shown once, and revokes it", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    await signIn(watched, stage);
    await visit(watched, stage, "/settings");
    await page.getByText("Make a token").click();
    await page.getByLabel("Name").fill("spreadsheet");
    await page.getByRole("button", { name: "Make it" }).click();
    const token = await page.getByRole("dialog").getByLabel("Token").inputValue();
    expect(token).toMatch(/^vc_[\w-]{43}$/);
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    expect(await page.content()).not.toContain(token);
    const row = page.getByRole("row", { name: "spreadsheet" });
    await row.getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await row.getByText("revoked").waitFor();
    expect(watched.wrongs).toEqual([]);
    await page.context().close();
  });
});
