import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plus, seconds } from "#domain/time.ts";
import { at } from "#storage/database.ts";
import { NOW } from "../api/now.ts";
import { ADMIN_TOKEN } from "../api/open-api.ts";
import { CHANNELS, RICH_VIDEO, YOUNG_VIDEO } from "../api/seed.ts";
import { seedHostile } from "./hostile-rows.ts";
import { axeOf, openPage, openStage, type Stage, visit } from "./stage.ts";

const PAGES = [
  "/",
  "/videos?sort=-views",
  `/videos/${RICH_VIDEO}`,
  `/videos/${YOUNG_VIDEO}?by=date&scale=log`,
  "/channels?state=all",
  `/channels/${CHANNELS[0]}`,
  "/how/performance",
];

/** What runs in the page is given as text: it knows none of our names, and we none of its. */
const NAME_OF_FOCUSED = `(() => {
  const { labels, ariaLabel, textContent } = document.activeElement;
  return labels?.[0]?.textContent.trim() || ariaLabel || textContent || "";
})()`;
const BEYOND_THE_WINDOW = "document.documentElement.scrollWidth - innerWidth";

describe("the dashboard", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(60);
  });
  afterAll(() => stage.close());

  it("reaches everything on Videos by keyboard: words, rows, a video, and back", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    await visit(watched, stage, "/videos?sort=-views");
    const titleOf = (row: number) => page.locator(`tr[data-row="${row}"] td.title a`);
    const focused = () => page.evaluate<string>("document.activeElement.textContent");
    for (const [key, row] of [
      ["j", 0],
      ["j", 1],
      ["j", 2],
      ["k", 1],
    ] as const) {
      await page.keyboard.press(key);
      await page.locator(`tr[data-row="${row}"].chosen`).waitFor();
      expect(await focused()).toBe(await titleOf(row).textContent());
    }
    const title = await titleOf(1).textContent();
    await page.keyboard.press("o");
    await page.waitForURL("**/videos/vid*");
    await page.locator("h1", { hasText: title ?? "" }).waitFor();
    await page.goBack();
    await titleOf(0).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("bread jko");
    await page.waitForURL(/q=bread\+jko/);
    // Every control is met by Tab, in the order of the page.
    const met = new Set<string>();
    await page.evaluate("document.activeElement.blur()");
    for (let n = 0; n < 60; n += 1) {
      await page.keyboard.press("Tab");
      met.add(await page.evaluate<string>(NAME_OF_FOCUSED));
    }
    const wanted = [
      "Words",
      "Tags",
      "Channels",
      "Format",
      "Category",
      "Started within",
      "More filters",
      "Columns",
      "CSV",
      "NDJSON",
    ];
    expect(wanted.filter((name) => !met.has(name))).toEqual([]);
    expect(watched.wrongs).toEqual([]);
    await page.context().close();
  });

  it("keeps its state in the address, and exports what it shows", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    await visit(watched, stage, "/videos?cols=title,views");
    await page.locator("input").and(page.getByLabel("Tags")).fill("bak");
    await page.getByRole("option", { name: /^Baking \d+$/ }).click();
    await page.waitForURL(/tag=Baking/);
    await page.locator("input").and(page.getByLabel("Channels")).fill("crumb");
    await page.getByRole("option", { name: "Crumb & Co" }).click();
    await page.waitForURL(/channel=UC/);
    await page.getByRole("button", { name: "More filters" }).click();
    await page.getByRole("textbox", { name: "Views, at least" }).fill("1000");
    const { violations } = await axeOf(page).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.waitForURL(/viewsMin=1000/);
    await page.getByRole("button", { name: "Views", exact: true }).click();
    await page.waitForURL(/sort=-views/);
    const heads = await page.locator(".rows thead th").allTextContents();
    expect(heads).toEqual(["Title", "Views ▼"]);
    const csv = await page.getByRole("link", { name: "CSV", exact: true }).getAttribute("href");
    expect(csv).toMatch(/^\/api\/v1\/videos\.csv\?tag=Baking&channel=UC.+&viewsMin=1000&sort=-views&fields=/);
    const [first, ...rows] = (await (await page.request.get(stage.origin + csv)).text()).trim().split(/\r?\n/);
    expect(first).toBe("id,title,counters.views");
    expect(rows).toHaveLength(Number(await page.locator("table").getAttribute("aria-rowcount")) - 1);
    await page.context().close();
  });

  it("shows a new video within the second that the service tells of it", async () => {
    const watched = await openPage(stage);
    await visit(watched, stage, "/");
    await watched.page.getByText("Live: what is found").waitFor();
    const events = JSON.stringify([{ kind: "newVideo", videoId: RICH_VIDEO, channelId: CHANNELS[0], title: "New" }]);
    await stage.database.db
      .insertInto("event")
      .values({ epoch: 99, number: 1, at: at(NOW), events })
      .execute();
    stage.clock.setPace("leaping");
    await stage.clock.task(() => stage.clock.until(plus(NOW, seconds(3))));
    stage.clock.setPace("standing");
    await watched.page.getByText("1 found while this page was looked at.").waitFor();
    expect(watched.wrongs).toEqual([]);
    await watched.page.context().close();
  });

  it("runs nothing of what people write into titles, descriptions, tags and names", async () => {
    await seedHostile(stage.database.db, 60);
    const watched = await openPage(stage);
    for (const path of PAGES) {
      await visit(watched, stage, path);
      await watched.page.mouse.move(300, 300);
      expect(await watched.page.evaluate("window.ran"), path).toBeUndefined();
      expect(
        await watched.page
          .locator("main script, main iframe, main [onerror], main [onload], main [onmouseover]")
          .count(),
      ).toBe(0);
      // However long a title is, the page stays as wide as its window.
      expect(await watched.page.evaluate(BEYOND_THE_WINDOW), path).toBeLessThanOrEqual(0);
    }
    expect(watched.wrongs).toEqual([]);
    await watched.page.context().close();
  });
});

describe("the dashboard where a token is needed", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(20, { loopback: false });
  });
  afterAll(() => stage.close());

  it("asks for it, takes it for a cookie, and gives it back", async () => {
    const { page } = await openPage(stage);
    await page.goto(`${stage.origin}/videos?sort=-views`);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    const { violations } = await axeOf(page).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.getByRole("textbox", { name: "Token" }).fill("nobody's");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("The token is none of this installation's").waitFor();
    await page.getByRole("textbox", { name: "Token" }).fill(ADMIN_TOKEN);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator('tr[data-row="0"]').waitFor();
    expect(new URL(page.url()).search).toBe("?sort=-views");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.context().close();
  });
});
