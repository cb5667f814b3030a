import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Demo, startDemo } from "./demo-process.ts";
import { keepScreenshot } from "./screenshots.ts";
import { axeOf, goOn, openPage, signIn, visit, type Watched } from "./stage.ts";

interface Listed {
  readonly items: readonly { readonly id: string; readonly title: string; readonly tags: readonly string[] }[];
}

const DESKTOP = { width: 1280, height: 1000 };
const PHONE = { width: 390, height: 844 };

/** What runs in the page is given as text: it knows none of our names, and we none of its. */
const BEYOND_THE_WINDOW = "document.documentElement.scrollWidth - innerWidth";

/** Videos that began well, which the demo's seed sees to. */
const BEST = "performanceMin=1.5&sort=-performance";

describe("the dashboard of `viewcurve demo`", () => {
  let demo: Demo;
  /** Each page, by the name that its screenshots have. */
  let pages: Readonly<Record<string, string>>;
  beforeAll(async () => {
    demo = await startDemo();
    const videos = await demo.read<Listed>(`/videos?${BEST}&limit=1`);
    const channels = await demo.read<Listed>("/channels?limit=2");
    const [one, other] = channels.items.map(({ id }) => id);
    pages = {
      ...{ overview: "/", videos: "/videos?sort=-outlier", video: `/videos/${videos.items[0]?.id}` },
      ...{
        channels: "/channels?state=all&add=1",
        channel: `/channels/${one}`,
        compare: `/compare?ids=${one},${other}`,
      },
      ...{ watches: "/watches?add=1", projects: "/projects", settings: "/settings", collector: "/collector" },
      ...{ dictionary: "/dictionary", formula: "/how/performance", trending: "/insights" },
      ...Object.fromEntries(INSIGHTS.map((part) => [part, `/insights/${part}`])),
    };
  });
  afterAll(() => demo?.close());

  async function signedIn(scheme: "light" | "dark" = "light"): Promise<Watched> {
    const watched = await openPage(demo, scheme);
    await signIn(watched, demo, demo.token);
    await watched.page.setViewportSize(DESKTOP);
    return watched;
  }
  const close = async ({ page, wrongs }: Watched): Promise<void> => {
    expect(wrongs).toEqual([]);
    await page.context().close();
  };
  const confirm = ({ page }: Watched, name: string) => page.getByRole("dialog").getByRole("button", { name }).click();

  it.each(["light", "dark"] as const)(
    "opens each page without a complaint and accessible, and no wider than a telephone (%s)",
    async (scheme) => {
      const watched = await signedIn(scheme);
      const { page } = watched;
      const found: string[] = [];
      for (const [name, path] of Object.entries(pages)) {
        // By its address, and by the ways from page to page: each is looked at once.
        if (scheme === "light" || name === "overview") await visit(watched, demo, path);
        else await goOn(watched, path);
        expect(await page.title(), path).toMatch(/ · Viewcurve$/);
        const { violations } = await axeOf(page, scheme).analyze();
        found.push(
          ...violations.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`),
        );
        await keepScreenshot(page, `${name}-${scheme}`);
        if (scheme === "dark") continue;
        await page.setViewportSize(PHONE);
        // Charts are drawn anew for the width.
        await expect.poll(() => page.evaluate(BEYOND_THE_WINDOW), { message: path }).toBeLessThanOrEqual(0);
        await keepScreenshot(page, `${name}-phone`);
        await page.setViewportSize(DESKTOP);
      }
      expect(found).toEqual([]);
      await close(watched);
    },
    // Some twenty pages, each looked at by all rules: half a minute, and minutes where others work, too.
    300_000,
  );

  it("finds outliers by tag and performance, opens the first, and leads to it again by a saved view", async () => {
    const watched = await signedIn();
    const { page } = watched;
    const tag = (await demo.read<Listed>(`/videos?${BEST}&limit=1`)).items[0]?.tags[0] ?? "";
    await visit(watched, demo, "/videos");
    await page.locator("input").and(page.getByLabel("Tags")).fill(tag);
    await page.getByRole("option", { name: tag }).first().click();
    await page.waitForURL(/tag=/);
    await page.getByRole("button", { name: "More filters" }).click();
    await page.getByRole("textbox", { name: "Performance, at least" }).fill("1.5");
    await page.keyboard.press("Escape");
    await page.waitForURL(/performanceMin=1.5/);
    await page.locator(".rows").getByRole("button", { name: "Performance" }).click();
    await page.waitForURL(/sort=-performance/);
    const { search } = new URL(page.url());
    const titles = page.locator(".rows tbody td.title a");
    const same = async () => {
      const { items } = await demo.read<Listed>(`/videos${search}`);
      const shown = await titles.evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      return items.length > 0 && shown.join() === items.map(({ id }) => `/videos/${id}`).join();
    };
    await expect.poll(same).toBe(true);

    await page.getByRole("button", { name: "Saved views" }).click();
    await page.getByRole("textbox", { name: "Save what is shown as" }).fill("Risers");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("link", { name: "Risers" }).waitFor();
    await visit(watched, demo, "/videos");
    await page.getByRole("button", { name: "Saved views" }).click();
    await page.getByRole("link", { name: "Risers" }).click();
    await page.waitForURL(`**/videos${search}`);

    await expect.poll(same).toBe(true);
    const way = await titles.first().getAttribute("href");
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await page.keyboard.press("o");
    await page.waitForURL(`**${way}`);
    await close(watched);
  });

  it("exports what is shown, row for row", async () => {
    const watched = await signedIn();
    const { page } = watched;
    await visit(watched, demo, `/videos?cols=title,performance&${BEST}`);
    const shown = Number(await page.getByRole("table").first().getAttribute("aria-rowcount")) - 1;
    expect(shown).toBeGreaterThan(1);
    for (const [kind, heads] of [
      ["CSV", 1],
      ["NDJSON", 0],
    ] as const) {
      const way = await page.getByRole("link", { name: kind, exact: true }).getAttribute("href");
      const body = await (await page.request.get(demo.origin + way)).text();
      expect(body.trim().split(/\r?\n/).length - heads, kind).toBe(shown);
    }
    await close(watched);
  });

  it("adds a watch, which the collector runs", async () => {
    const watched = await signedIn();
    const { page } = watched;
    await visit(watched, demo, "/watches");
    await page.getByRole("button", { name: "Add a watch" }).click();
    await page.getByLabel("Query").fill("chess");
    await page.getByRole("status", { name: "What it would cost" }).getByText("of the day’s 100 searches").waitFor();
    await page.getByRole("button", { name: "Watch it" }).click();
    await page.locator("h1", { hasText: "chess" }).waitFor();
    const { pathname } = new URL(page.url());
    const runs = async () => (await demo.read<{ runs: number }>(pathname)).runs;
    await expect.poll(runs, { timeout: 20_000 }).toBeGreaterThan(0);
    await visit(watched, demo, pathname);
    await page.getByRole("region", { name: "Runs" }).locator("tbody tr").first().waitFor();
    await keepScreenshot(page, "watch-light");
    await close(watched);
  });

  it("purges a channel, and adds it again: YouTube tells its id, and its whole catalogue is read", async () => {
    const watched = await signedIn();
    const { page } = watched;
    const { items } = await demo.read<{ items: readonly { id: string; handle: string }[] }>("/channels?limit=1");
    const { id, handle } = items[0] ?? { id: "", handle: "" };
    await visit(watched, demo, `/channels/${id}`);
    await page.getByRole("button", { name: "Purge" }).click();
    await confirm(watched, "Purge");
    await page.waitForURL("**/channels");
    await page.getByRole("link", { name: "Add channels" }).click();
    await page
      .getByRole("textbox", { name: "Add channels" })
      .fill(`https://www.youtube.com/${handle}\n@nobody.has.this`);
    await page.getByRole("button", { name: "Add 2 channels" }).click();
    const outcome = (entry: string) => page.getByRole("row").filter({ hasText: entry }).locator("td").nth(2);
    await outcome(handle)
      .getByText(/^Tracked\. All its [\d,]+ videos are listed\./)
      .waitFor();
    await outcome("@nobody")
      .getByText(/^Not found\./)
      .waitFor();
    await visit(watched, demo, `/channels/${id}`);
    // That it was gone for a while is what the purge's own page asked about.
    expect(watched.wrongs.filter((wrong) => !wrong.includes("404"))).toEqual([]);
    await page.context().close();
  });

  it("pauses a key, after which nothing is asked, and resumes it", async () => {
    const watched = await signedIn();
    const { page } = watched;
    await visit(watched, demo, "/projects");
    const row = page.getByRole("row").filter({ has: page.getByRole("button", { name: "Pause" }) });
    await row.getByRole("button", { name: "Pause" }).click();
    await confirm(watched, "Pause");
    await page.getByText("paused: it is not used").waitFor();
    const resume = page.getByRole("button", { name: "Resume" });
    await resume.click();
    await page.getByText("in use").first().waitFor();
    await close(watched);
  });
});

/** The parts of insights beside the first, "trending". */
const INSIGHTS = ["outliers", "engaging", "views", "typical", "keywords", "network", "forecasts", "summary"];
