import { afterEach, expect, it, vi } from "vitest";
import { endWaiting, whyWanted } from "../access/sign-in-gate.ts";
import { askWith, send } from "./ask.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  endWaiting(false);
});

const PROBLEM = { type: "/problems/token-required", detail: "Send the header Authorization: Bearer TOKEN." };

it("only a change waits for somebody to sign in: what reads by a body fails as any question does", async () => {
  vi.stubGlobal("fetch", async () => Response.json(PROBLEM, { status: 401 }));
  await expect(askWith("/api/v1/videos/curves", { ids: [] })).rejects.toMatchObject({ status: 401 });
  expect(whyWanted()).toBeNull();
  const change = send("POST", "/api/v1/channels", {});
  await vi.waitFor(() => expect(whyWanted()).toContain("changes something"));
  endWaiting(false);
  await expect(change).rejects.toMatchObject({ status: 401 });
});
