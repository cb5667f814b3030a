import { describe, expect, it } from "vitest";
import { settingsInForce } from "./settings-in-force.ts";

const CANARY = "AIzaCANARYcanaryCANARYcanaryCANARYcanar";

describe("secrets", () => {
  it("are hidden among the settings in force, and only they: also one that is new", () => {
    const secrets = { VIEWCURVE_SECRET: `${CANARY}-secret`, VIEWCURVE_LLM_KEY: `${CANARY}-key` };
    const env = {
      ...{ ...secrets, YOUTUBE_API_KEYS: CANARY, VIEWCURVE_ADMIN_TOKEN: `${CANARY}-token` },
      ...{ DATABASE_URL: `postgres://user:${CANARY}@localhost/x`, VIEWCURVE_PORT: "9000", VIEWCURVE_RETENTION: " " },
      ...{ VIEWCURVE_CORS_ORIGINS: "https://a.example,https://b.example" },
    };
    const shown = settingsInForce(env);
    expect(JSON.stringify(shown)).not.toContain(CANARY);
    expect(shown.filter(({ isHidden }) => isHidden).map(({ name }) => name)).toEqual([
      "DATABASE_URL",
      "YOUTUBE_API_KEYS",
      "VIEWCURVE_SECRET",
      "VIEWCURVE_ADMIN_TOKEN",
      "VIEWCURVE_LLM_KEY",
    ]);
    const held = (name: string) => shown.find((setting) => setting.name === name);
    expect(held("VIEWCURVE_PORT")).toMatchObject({ value: "9000", isSet: true });
    expect(held("VIEWCURVE_HOST")).toMatchObject({ value: "127.0.0.1", isSet: false });
    expect(held("VIEWCURVE_RETENTION")).toMatchObject({ value: null, isSet: false });
    expect(held("VIEWCURVE_CORS_ORIGINS")).toMatchObject({ value: env.VIEWCURVE_CORS_ORIGINS, isHidden: false });
  });
});
