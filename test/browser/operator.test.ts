import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPage, openStage, type Stage, visit } from "./stage.ts";

const PHONE = { width: 390, height: 844 };

describe("the dashboard, for whoever runs it", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(20);
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
});
