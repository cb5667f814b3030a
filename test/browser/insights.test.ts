import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHANNELS } from "../api/seed.ts";
import { seedHostile } from "./hostile-rows.ts";
import { axeOf, openPage, openStage, type Stage, visit, type Watched } from "./stage.ts";

const PAGES = [
  "/insights",
  "/insights/trending?sort=velocity&window=7d",
  "/insights/outliers?window=90d",
  "/insights/engaging?window=28d&by=likes",
  "/insights/views?window=28d&step=day",
  "/insights/typical",
  "/insights/keywords?kind=top&window=28d",
  "/insights/keywords?kind=performing&window=28d",
  "/insights/network?window=28d&nodes=50",
  "/insights/forecasts?window=28d",
  "/insights/summary",
  "/insights/nothing",
  "/collector",
  "/collector?outcome=failed",
  "/dictionary",
  "/dictionary?entity=video&q=hidden",
  "/how/view-trends",
  "/how/schedule",
];

/** Those that look different: a look by all rules of accessibility takes longer than a page. */
const LOOKED_AT = PAGES.filter(
  (path) => !/dictionary$|nothing|schedule|outliers|sort=|kind=performing|outcome=/.test(path),
);

const BEYOND_THE_WINDOW = "document.querySelector('main').scrollWidth - innerWidth";

describe("the pages of insights and of the collector", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(60);
  });
  afterAll(() => stage.close());

  const wrongsOfAccess = async ({ page }: Watched, path: string, scheme?: "dark"): Promise<string[]> => {
    const { violations } = await axeOf(page, scheme).analyze();
    return violations.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
  };

  it("tell what performs and why: the videos and the time are chosen once and carried to each insight", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    await visit(watched, stage, "/insights");
    await page.locator("input").and(page.getByLabel("Tag")).fill("bak");
    await page.getByRole("option", { name: /^Baking \d+$/ }).click();
    await page.waitForURL(/tag=Baking/);
    await page.getByLabel("Over", { exact: true }).selectOption("28d");
    await page.waitForURL(/window=28d/);
    const tabs = page.getByRole("navigation", { name: "Insights" });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    for (const name of ["Most engaging", "View trends", "Tag network", "Keywords"]) {
      await tabs.getByRole("link", { name }).click();
      await page.getByRole("heading", { name, level: 1 }).waitFor();
      expect(new URL(page.url()).search).toBe("?tag=Baking&window=28d");
      const api = await page.locator(".page-head").getByRole("link", { name: "API" }).getAttribute("href");
      expect(api).toContain("tag=Baking&window=28d");
      await expect.poll(() => asked.some((url) => url.endsWith(api ?? "nothing"))).toBe(true);
    }
    await page.getByText("top", { exact: true }).click();
    await page.waitForURL(/kind=top/);
    const word = page.locator("td.title a").first();
    const term = (await word.textContent()) ?? "";
    await word.click();
    await page.waitForURL(/\/videos\?/);
    const { searchParams } = new URL(page.url());
    expect([searchParams.get("tag"), searchParams.get("q")]).toEqual(["Baking", `"${term}"`]);
    await page.locator('tr[data-row="0"] td.title a').click();
    await page.waitForURL(/\/videos\/vid/);
    expect(watched.wrongs).toEqual([]);
    await page.context().close();
  });

  it("write a summary when they are asked to, with its facts beside it and a way to each video", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    await visit(watched, stage, "/insights/summary?window=7d&format=long&format=short");
    await page.getByRole("button", { name: "Write a summary" }).click();
    await page.getByText("Written by the template.").waitFor();
    const { violations } = await axeOf(page).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    await page.getByRole("region", { name: "The facts that it rests on" }).waitFor();
    expect(watched.wrongs).toEqual([]);
    await page.getByRole("link", { name: "Video 1 of this paragraph" }).first().click();
    await page.waitForURL(/\/videos\/vid/);
    // One that a model wrote is named by the address, for as long as it is kept.
    await page.goto(`${stage.origin}/insights/summary?summary=${"x".repeat(22)}&language=de`);
    await page.getByText("No summary of this id is stored here").waitFor();
    await page.getByLabel("Language").selectOption("fr");
    await page.waitForURL(/\?language=fr$/);
    await page.context().close();
  });

  it("say that an insight is being computed, and show it when it is there, by themselves", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    let refusals = 1;
    await page.route("**/api/v1/insights/keywords?*", async (route) => {
      if (refusals === 0) return route.continue();
      refusals -= 1;
      return route.fulfill({
        status: 503,
        contentType: "application/problem+json",
        json: { type: "/problems/insight-pending", title: "Pending", status: 503, detail: "Ask again." },
      });
    });
    await page.goto(`${stage.origin}/insights/keywords?kind=top&window=28d`);
    await page.getByText("it is being computed").waitFor();
    await page.locator("td.title a").first().waitFor();
    refusals = 1;
    await page.goto(`${stage.origin}/channels/${CHANNELS[0]}`);
    const words = page.getByRole("region", { name: "Keywords of 90 days" });
    await words.getByText("it is being computed").waitFor();
    await words.getByText(/^From \d+ of \d+ videos\.$|^No word stands out/).waitFor();
    // The browser itself complains of every 503.
    expect(watched.wrongs.filter((wrong) => !wrong.includes("503"))).toEqual([]);
    await page.context().close();
  });

  it("filter the log of calls by the address, and begin anew with each filter", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    await visit(watched, stage, "/collector?callKind=uploads");
    const rows = page.getByRole("region", { name: "Calls of the last seven days" }).locator("tbody tr");
    await expect.poll(() => rows.count()).toBe(1);
    await page.getByLabel("Outcome").selectOption("answered");
    await page.getByText("No call of the last seven days is of this kind.").waitFor();
    expect(new URL(page.url()).search).toBe("?callKind=uploads&outcome=answered");
    await page.context().close();
  });

  it("set formulas' pages as text with tables and links among them, and lead back from the API's page", async () => {
    const watched = await openPage(stage);
    const { page } = watched;
    await visit(watched, stage, "/how/performance");
    await page.getByRole("heading", { level: 2 }).first().waitFor();
    await page.locator(".prose a").first().click();
    await page.waitForURL(/\/how\/first-hour$/);
    await page.locator(".prose table").waitFor();
    expect(await page.locator(".prose img, .prose script").count()).toBe(0);
    await page.goto(`${stage.origin}/docs`);
    await page.locator(".topbar a").first().click();
    await page.getByRole("heading", { name: "Overview" }).waitFor();
    await page.context().close();
  });

  it("open on a phone without a complaint, accessible, no wider than it, and run nothing of what people write", async () => {
    await seedHostile(stage.database.db, 60);
    const watched = await openPage(stage);
    const { page } = watched;
    await page.setViewportSize({ width: 390, height: 800 });
    const wrongs: string[] = [];
    for (const path of PAGES) {
      await visit(watched, stage, path);
      await page.mouse.move(200, 500);
      expect(await page.evaluate("window.ran"), path).toBeUndefined();
      const running = "main script, main iframe, main [onerror], main [onload], main [onmouseover]";
      expect(await page.locator(running).count(), path).toBe(0);
      expect(await page.evaluate(BEYOND_THE_WINDOW), path).toBeLessThanOrEqual(0);
      if (LOOKED_AT.includes(path)) wrongs.push(...(await wrongsOfAccess(watched, path)));
    }
    await visit(watched, stage, "/insights/summary");
    await page.getByRole("button", { name: "Write a summary" }).click();
    await page.getByText("Written by the template.").waitFor();
    expect(await page.evaluate("window.ran")).toBeUndefined();
    expect(wrongs).toEqual([]);
    expect(watched.wrongs).toEqual([]);
    await page.context().close();
    // It takes some ten seconds, and more where others work, too.
  }, 120_000);
});
