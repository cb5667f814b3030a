import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Installation, newInstallation } from "../cli/installation.ts";
import { openChromium } from "./open-chromium.ts";
import { keepScreenshot } from "./screenshots.ts";
import { axeOf, openPage, visit } from "./stage.ts";

const TOKEN = "the-token-of-the-first-run";

/** `viewcurve start` on nothing, and `viewcurve simulate` in YouTube's place: as anybody begins, but for whose videos. */
describe("the dashboard at a first start", () => {
  let installation: Installation;
  let browser: Browser;
  /** What the virtual YouTube said of itself. */
  let key: string;
  let handle: string;
  let origin: string;

  beforeAll(async () => {
    installation = await newInstallation();
    const simulated = installation.start(["simulate", "--port", "0", "--channels", "4"]);
    const [, url = ""] = await simulated.says(/listens on (\S+)\n/);
    [, key = ""] = await simulated.says(/YOUTUBE_API_KEYS=(\S+)/);
    [, handle = ""] = await simulated.says(/Channels to track: (@\S+)/);
    const service = installation.start(["start"], {
      VIEWCURVE_YOUTUBE_URL: url,
      VIEWCURVE_FEEDS_URL: url,
      VIEWCURVE_ADMIN_TOKEN: TOKEN,
      // The virtual YouTube's pictures have addresses that nothing answers.
      VIEWCURVE_THUMBNAILS: "off",
    });
    browser = await openChromium();
    const [, served = ""] = await service.says(/Viewcurve serves http:\S+:(\d+)\/api\/v1/);
    origin = `http://localhost:${served}`;
  });
  afterAll(async () => {
    await browser?.close();
    await installation.remove();
  });

  it("leads from nothing to a tested key, and to a channel whose whole catalogue is listed", async () => {
    const watched = await openPage({ browser, origin });
    const { page } = watched;
    await visit(watched, { origin }, "/");
    await page.getByRole("heading", { name: "Three steps to the first curve" }).waitFor();
    await page.getByRole("heading", { name: "Or open the demo" }).waitFor();
    const command = await page.locator("code", { hasText: "viewcurve demo" }).textContent();
    const port = /--port (\d+)$/.exec(command ?? "")?.[1];
    const address = page.getByRole("link", { name: "open it" });
    expect(await address.getAttribute("href")).toBe(`http://localhost:${port}/`);
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByText(/^Copied\.$|lets no page copy here/).waitFor();
    await page.getByRole("textbox", { name: "Token" }).fill(TOKEN);
    await page.getByRole("button", { name: "Sign in" }).last().click();
    await page.getByLabel("API key").fill(key);
    await keepScreenshot(page, "first-run-light");
    const { violations } = await axeOf(page).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    for (const path of ["/videos", "/channels", "/watches"]) {
      await visit(watched, { origin }, path);
      await page
        .getByText(/^No video|^No channel|^Nothing is watched/)
        .first()
        .waitFor();
    }

    await visit(watched, { origin }, "/");
    await page.getByLabel("API key").fill(key);
    await page.getByRole("button", { name: "Add and test" }).click();
    await page.getByText("in use: the test was answered").waitFor();
    await page.getByRole("heading", { name: "Add a key and test it done" }).waitFor();
    await page.getByRole("textbox", { name: "Add channels" }).fill(`${handle}\nnot a channel`);
    await page.getByRole("button", { name: "Add 2 channels" }).click();
    const outcome = (entry: string) => page.getByRole("row").filter({ hasText: entry }).locator("td").nth(2);
    await outcome("not a channel").getByText("Not understood.").waitFor();
    await outcome(handle)
      .getByText(/^Tracked\. All its [1-9][\d,]* videos are listed\./)
      .waitFor();
    await page
      .getByText(/Everything there is of them is listed\./)
      .first()
      .waitFor();
    await visit(watched, { origin }, "/channels");
    await page.locator('main a[href^="/channels/UC"]').first().click();
    await page.getByRole("region", { name: "What is done with this channel" }).waitFor();
    expect(watched.wrongs).toEqual([]);
    await page.context().close();
  });
});
