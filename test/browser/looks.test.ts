import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dictionary } from "#domain/dictionary.ts";
import { writeListing } from "#storage/videos/listing.ts";
import { CHANNELS, RICH_VIDEO, seededVideoId } from "../api/seed.ts";
import { seedWatch } from "../api/seed-watches.ts";
import { openPage, openStage, type Stage, signIn, visit, type Watched } from "./stage.ts";

const PAGES = [
  "/",
  "/videos?sort=-views",
  `/videos/${RICH_VIDEO}`,
  "/channels?state=all&add=1",
  `/channels/${CHANNELS[0]}?age=1h`,
  `/compare?ids=${CHANNELS[0]},${CHANNELS[1]}`,
  "/insights/engaging?window=28d",
  "/insights/views?window=28d",
  "/insights/network?window=28d",
  "/collector",
  "/dictionary?entity=video&q=hidden",
  "/watches?add=1",
  "/projects",
  "/settings",
  "/insights",
  "/insights/keywords",
  "/how/performance",
];

/** Pages whose ways to their data are looked at, beside those above: every other insight, and one watch. */
const FURTHER = ["outliers", "typical", "forecasts", "summary"].map((part) => `/insights/${part}?window=28d`);
const WAYS = `[...document.querySelectorAll(".page-head .ways a")].map((way) => [way.textContent, way.getAttribute("href")])`;
/** Moves to another page as a link does, without loading it anew. */
const moveTo = (path: string) => `history.pushState(null, "", ${JSON.stringify(path)})`;

/** Where the text lies that a page tells how a number is computed. */
const textOf = (how: string): string => how.replace(/^\/how\/(.+)/, "/formulas/$1.md");
const FORMULAS_IN_ROWS = `[...document.querySelectorAll('td a[href^="/how/"]')].map((link) => link.getAttribute("href"))`;
const MARKDOWN = "text/markdown; charset=utf-8";

/** What is left of A4 between its margins, in the pixels of a sheet. */
const PAPER = { width: 703, height: 1030 };
const SHEET_ACROSS = { width: 1032, height: 703 };
const PHONE = { width: 390, height: 844 };
const LARGEST = { width: 3840, height: 2160 };

/** What runs in the page is given as text: it knows none of our names, and we none of its. */
const BEYOND = "document.documentElement.scrollWidth - innerWidth";
const ON_PAPER = `[...document.querySelectorAll("header.top, .filters, .ways, button:not(th button), select")]
  .filter((element) => element.checkVisibility()).length`;
const WIDEST = `Math.max(...[...document.querySelectorAll("main canvas, main svg, main table")]
  .filter((element) => element.checkVisibility()).map((element) => element.getBoundingClientRect().right), 0)`;
const BRIGHTNESS = `(() => {
  const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);
  return r + g + b;
})()`;
const MOVING = `document.getAnimations().filter(({ playState }) => playState === "running").length
  + [...document.querySelectorAll("*")].filter((element) => parseFloat(getComputedStyle(element).transitionDuration) > 0.01).length`;
const UNUSED = `innerWidth - document.querySelector("main").getBoundingClientRect().width`;

/** A page as it was measured on a telephone, on the largest screen and on paper. */
interface Look {
  readonly path: string;
  readonly title: string;
  readonly beyondPhone: number;
  readonly moving: number;
  readonly unused: number;
  readonly controls: number;
  readonly brightness: number;
  readonly beyondPaper: number;
}

describe("each page of the dashboard", () => {
  let stage: Stage;
  const looks: Look[] = [];
  const wrongs: string[] = [];
  const ways: (readonly [path: string, links: readonly (readonly [label: string, address: string])[]])[] = [];
  let ask: (address: string) => Promise<readonly [status: number, type: string]>;
  const of = <Key extends keyof Look>(key: Key) => looks.map((look) => [look.path, look[key]] as const);

  beforeAll(async () => {
    stage = await openStage(60);
    const watched = await openPage(stage, "dark");
    await signIn(watched, stage);
    for (const path of PAGES) looks.push(await lookAt(watched, path));
    const watch = await seedWatch(stage.database.db);
    for (const path of [...FURTHER, `/watches/${watch}`]) {
      await watched.page.evaluate(moveTo(path));
      await watched.page
        .locator(`.page-head .ways a[href*="${path.split("/").at(-1)?.split("?")[0]}"]`)
        .first()
        .waitFor({ state: "attached" });
      await noteWays(watched, path);
    }
    wrongs.push(...watched.wrongs);
    ask = async (address) => {
      const answer = await watched.page.request.get(stage.origin + address);
      return [answer.status(), answer.headers()["content-type"] ?? ""];
    };
  });

  async function noteWays({ page }: Watched, path: string): Promise<void> {
    ways.push([path, await page.evaluate<[string, string][]>(WAYS)]);
  }
  afterAll(() => stage.close());

  async function lookAt(watched: Watched, path: string): Promise<Look> {
    const { page } = watched;
    const measure = (expression: string) => page.evaluate<number>(expression);
    await page.emulateMedia({ media: "screen", colorScheme: "dark", reducedMotion: "reduce" });
    await page.setViewportSize(PHONE);
    await visit(watched, stage, path);
    if (!path.startsWith("/how")) await noteWays(watched, path);
    const [title, beyondPhone, moving] = [await page.title(), await measure(BEYOND), await measure(MOVING)];
    await page.setViewportSize(LARGEST);
    const unused = await measure(UNUSED);
    const paper = path.startsWith("/videos?") ? SHEET_ACROSS : PAPER;
    await page.setViewportSize(paper);
    await page.emulateMedia({ media: "print" });
    const [controls, brightness] = [await measure(ON_PAPER), await measure(BRIGHTNESS)];
    const beyondPaper = Math.max(0, Math.round(await measure(WIDEST)) - paper.width);
    return { path, title, beyondPhone, moving, unused, controls, brightness, beyondPaper };
  }

  it("is legible on paper, also from a dark screen: no controls, nothing cut off", () => {
    expect(of("controls").filter(([, count]) => count > 0)).toEqual([]);
    expect(of("brightness").filter(([, sum]) => sum !== 3 * 255)).toEqual([]);
    expect(of("beyondPaper").filter(([, pixels]) => pixels > 0)).toEqual([]);
    expect(wrongs).toEqual([]);
  });

  it("has on paper every row of a list that was loaded, though a screen shows a few of them", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    await page.setViewportSize({ width: 1032, height: 500 });
    await visit(watched, stage, "/videos?sort=-views");
    const loaded = Number(await page.getByRole("table").first().getAttribute("aria-rowcount")) - 1;
    const drawn = page.locator("tr[data-row]");
    expect(await drawn.count()).toBeLessThan(loaded);
    await page.emulateMedia({ media: "print" });
    await page.locator(`tr[data-row="${loaded - 1}"]`).waitFor();
    expect(await drawn.count()).toBe(loaded);
    await page.context().close();
  });

  it("uses a telephone's width and the largest screen's, and moves nothing for whoever wants it still", () => {
    expect(of("beyondPhone").filter(([, pixels]) => pixels > 0)).toEqual([]);
    expect(of("moving").filter(([, count]) => count > 0)).toEqual([]);
    expect(of("unused").filter(([, pixels]) => pixels > 0)).toEqual([]);
  });

  it("has the ways to its data: its answer, a table, and how it is computed", async () => {
    const kinds = [
      [/^API$/, "application/json"],
      [/^CSV/, "text/csv"],
      [/^How is .+ computed\?$/, "text/markdown"],
    ] as const;
    for (const [path, links] of ways) {
      for (const [label, type] of kinds) {
        const found = links.filter(([text]) => label.test(text)).map(([, address]) => textOf(address));
        expect([path, label, found.length > 0]).toEqual([path, label, true]);
        for (const address of found) {
          expect([path, address, ...(await ask(address))]).toEqual([path, address, 200, expect.stringContaining(type)]);
        }
      }
    }
    expect(ways.length).toBe(PAGES.length - 1 + FURTHER.length + 1);
  });

  it("has all that stands above it in one row on a laptop", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    await page.setViewportSize({ width: 1280, height: 800 });
    await visit(watched, stage, "/collector");
    expect((await page.locator("header.top").boundingBox())?.height).toBeLessThan(48);
    expect(await page.evaluate<number>(BEYOND)).toBe(0);
    expect((await ask((await page.getByRole("link", { name: "API docs" }).getAttribute("href")) ?? ""))[0]).toBe(200);
    await page.context().close();
  });

  it("leads from each computed field of the dictionary to the page that says how it is computed", async () => {
    const watched = await openPage(stage);
    await visit(watched, stage, "/dictionary");
    const leads = await watched.page.evaluate<string[]>(FORMULAS_IN_ROWS);
    const formulas = new Set(leads);
    expect(formulas.size).toBeGreaterThan(10);
    expect(leads.length).toBe(dictionary.filter(({ formula }) => formula !== null).length);
    for (const how of formulas) expect([how, ...(await ask(textOf(how)))]).toEqual([how, 200, MARKDOWN]);
    await watched.page.context().close();
  });

  it("has a title of its own", () => {
    expect(of("title").filter(([, title]) => !title.endsWith(" · Viewcurve"))).toEqual([]);
    expect(new Set(of("title").map(([, title]) => title)).size).toBe(PAGES.length);
  });

  it("begins with a way past what stands on every page", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    await visit(watched, stage, "/channels");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("main");
    await page.context().close();
  });

  it("sets titles in their own direction and language, and marks those of videos that are gone", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    const { db } = stage.database;
    const [arabic, gone] = [seededVideoId(3), seededVideoId(18)];
    await sql`update video set title = 'كيف يرتفع الخبز؟', language = 'ar' where id = ${arabic}`.execute(db);
    await writeListing(db, [arabic]);
    for (const path of ["/videos?sort=-publishedAt&limit=200", `/channels/${CHANNELS[0]}`]) {
      await visit(watched, stage, path);
      const title = page.locator("bdi[lang=ar]").first();
      expect([path, await title.getAttribute("title")]).toEqual([path, "كيف يرتفع الخبز؟"]);
      const way = page.locator(`a[href="/videos/${gone}"]`).first();
      const mark = way.locator(".gone-title");
      expect([path, await mark.getAttribute("title")]).toEqual([
        path,
        expect.stringMatching(/\(deleted or private\)$/),
      ]);
      expect(await page.locator(`a[href="/videos/${arabic}"] .gone-title`).count()).toBe(0);
    }
    await visit(watched, stage, `/videos/${arabic}`);
    await page.locator("h1 bdi[lang=ar]").waitFor();
    await visit(watched, stage, `/videos/${gone}`);
    await page.getByText("Deleted or private since").waitFor();
    await page.context().close();
  });

  it("writes numbers as the chosen language does, and keeps the choice", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    const views = page.locator("dt", { hasText: /^Views$/ }).locator("xpath=following-sibling::dd");
    await visit(watched, stage, `/channels/${CHANNELS[0]}`);
    expect(await views.textContent()).toBe("12,345,678,901");
    await page.getByRole("combobox", { name: "Whose way of writing numbers and dates" }).selectOption("de-DE");
    await page.locator("dd", { hasText: "12.345.678.901" }).waitFor();
    await visit(watched, stage, `/channels/${CHANNELS[0]}`);
    expect(await views.textContent()).toBe("12.345.678.901");
    await page.context().close();
  });
});
