import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Config, readConfig } from "./config.ts";

const CANARY = "AIzaCanaryCanaryCanaryCanaryCanaryCanar";

function configOf(env: Record<string, string | undefined>): Config {
  const reading = readConfig(env);
  if (reading.kind === "invalid") throw new Error(reading.problems.join("\n"));
  return reading.config;
}

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  const reading = readConfig(env);
  return reading.kind === "invalid" ? reading.problems : [];
}

describe("readConfig", () => {
  it("needs nothing to be set", () => {
    expect(configOf({ PATH: "/bin", HOST: "elsewhere", PORT: "1" })).toMatchObject({
      databaseUrl: null,
      apiKeys: [],
      host: "127.0.0.1",
      port: 8686,
      logLevel: "info",
      youtubeUrl: "https://youtube.googleapis.com",
      feedsUrl: "https://www.youtube.com",
      hubUrl: "https://pubsubhubbub.appspot.com",
      feedSpacing: 1000,
      samplesPerVideo: 100,
      performancePool: 3,
    });
  });

  it("takes an empty value for one that is not set", () => {
    expect(configOf({ VIEWCURVE_PORT: "", VIEWCURVE_SECRET: " ", DATABASE_URL: undefined })).toMatchObject({
      port: 8686,
      secret: null,
      databaseUrl: null,
    });
  });

  it("reads no feed at 0 a second, and else spaces them", () => {
    expect(configOf({ VIEWCURVE_FEEDS_PER_SECOND: "0" })).toMatchObject({ feedSpacing: null });
    expect(configOf({ VIEWCURVE_FEEDS_PER_SECOND: "0.5" })).toMatchObject({ feedSpacing: 2000 });
  });

  it("refuses a setting it does not know, and names the one that was meant", () => {
    expect(problemsOf({ VIEWCURVE_PROT: "1" })).toEqual(["VIEWCURVE_PROT is no setting: did you mean VIEWCURVE_PORT?"]);
    expect(problemsOf({ VIEWCURVE_SAMPLES_PRO_VIDEO: "1" })[0]).toContain("VIEWCURVE_SAMPLES_PER_VIDEO?");
  });

  it("names none for a setting that resembles none, however short", () => {
    for (const name of ["FOO", "X", "", "KEY", "FOO_URL", "SOMETHING_ELSE"]) {
      expect(problemsOf({ [`VIEWCURVE_${name}`]: "" })[0], name).toContain("docs/configuration.md");
    }
  });

  it.each([
    ["VIEWCURVE_PORT", "80a"],
    ["VIEWCURVE_PORT", "65536"],
    ["VIEWCURVE_PORT", "-1"],
    ["VIEWCURVE_HOST", "http://localhost"],
    ["VIEWCURVE_LOG_LEVEL", "loud"],
    ["VIEWCURVE_YOUTUBE_URL", "ftp://example.org"],
    ["VIEWCURVE_FEEDS_URL", "www.youtube.com"],
    ["VIEWCURVE_HUB_URL", "https://user:password@example.org"],
    ["VIEWCURVE_PUBLIC_URL", "https://example.org/?key=1"],
    ["VIEWCURVE_SECRET", "short"],
    ["VIEWCURVE_ADMIN_TOKEN", "two words that are long"],
    ["VIEWCURVE_FEEDS_PER_SECOND", "10.5"],
    ["VIEWCURVE_FEEDS_PER_SECOND", "-1"],
    ["VIEWCURVE_SAMPLES_PER_VIDEO", "0"],
    ["VIEWCURVE_PERFORMANCE_POOL", "2.5"],
    ["VIEWCURVE_LLM_TIMEOUT", "0"],
    ["VIEWCURVE_LLM_CALLS_PER_DAY", "1e3"],
    ["DATABASE_URL", "mysql://localhost/x"],
  ])("refuses %s=%s in one sentence that says what it must be", (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} must`));
  });

  it.each([
    [{ VIEWCURVE_LLM_URL: "http://localhost:11434/v1" }, /^VIEWCURVE_LLM_URL needs VIEWCURVE_LLM_MODEL beside it/],
    [{ VIEWCURVE_LLM_MODEL: "llama3.1" }, /^VIEWCURVE_LLM_MODEL needs VIEWCURVE_LLM_URL beside it/],
    [{ VIEWCURVE_LLM_KEY: CANARY }, /^VIEWCURVE_LLM_KEY needs VIEWCURVE_LLM_URL beside it/],
  ])("refuses half a text model: %o", (env, sentence) => {
    const problems = problemsOf(env);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
    expect(problems[0]).not.toContain(CANARY);
  });

  it("takes a text model with or without a key, and shows the key to nobody", () => {
    const model = { VIEWCURVE_LLM_URL: "http://localhost:11434/v1/", VIEWCURVE_LLM_MODEL: "llama3.1" };
    expect(configOf(model)).toMatchObject({ llmUrl: "http://localhost:11434/v1", llmModel: "llama3.1", llmKey: null });
    const config = configOf({ ...model, VIEWCURVE_LLM_KEY: CANARY });
    expect(config.llmKey?.reveal()).toBe(CANARY);
    expect(JSON.stringify(config)).not.toContain(CANARY);
    expect(problemsOf({ ...model, VIEWCURVE_LLM_KEY: `${CANARY} x` })).toEqual([
      "VIEWCURVE_LLM_KEY must be one word of ASCII characters",
    ]);
  });

  it("tells every problem at once", () => {
    expect(problemsOf({ VIEWCURVE_PORT: "x", VIEWCURVE_LOG_LEVEL: "x", VIEWCURVE_X: "x" })).toHaveLength(3);
  });

  it("drops the slash at the end of an address, and keeps its path", () => {
    expect(configOf({ VIEWCURVE_PUBLIC_URL: "https://example.org/viewcurve/" }).publicUrl).toBe(
      "https://example.org/viewcurve",
    );
  });

  it("cannot be changed once read", () => {
    const config = configOf({ YOUTUBE_API_KEYS: CANARY });
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
    expect(() => Object.assign(config.apiKeys, { 0: null })).toThrow(TypeError);
  });
});

describe("YOUTUBE_API_KEYS", () => {
  const keysOf = (text: string) =>
    configOf({ YOUTUBE_API_KEYS: text }).apiKeys.map(({ project, key }) => `${project}=${key.reveal()}`);

  it("are keys of one project unless they name projects", () => {
    expect(keysOf("first-key-1, second-key-2")).toEqual(["default=first-key-1", "default=second-key-2"]);
    expect(keysOf("news:first-key-1,other:second-key-2")).toEqual(["news=first-key-1", "other=second-key-2"]);
  });

  it("count once when they are written twice, and stand a comma too many", () => {
    expect(keysOf("first-key-1,\n first-key-1,,")).toEqual(["default=first-key-1"]);
  });

  it("are refused by their place, never by their text", () => {
    expect(problemsOf({ YOUTUBE_API_KEYS: `${CANARY},no key` })).toEqual([
      "YOUTUBE_API_KEYS entry 2 is no API key: write key1,key2 or project:key1,other:key2.",
    ]);
    expect(problemsOf({ YOUTUBE_API_KEYS: `one:${CANARY},two:${CANARY}` })[0]).toMatch(/entry 2 .* project one/);
    expect(problemsOf({ YOUTUBE_API_KEYS: `:${CANARY}` })[0]).toContain("entry 1 names no project");
  });
});

describe("secrets", () => {
  it("appear in no printed, serialised or refused configuration", () => {
    const env = {
      YOUTUBE_API_KEYS: CANARY,
      VIEWCURVE_SECRET: `${CANARY}-secret`,
      VIEWCURVE_ADMIN_TOKEN: `${CANARY}-token`,
      DATABASE_URL: `postgres://user:${CANARY}@localhost/x`,
    };
    const config = configOf(env);
    const refused = problemsOf({
      ...env,
      YOUTUBE_API_KEYS: `${CANARY} x`,
      DATABASE_URL: `mysql://user:${CANARY}@localhost`,
      VIEWCURVE_SECRET: `${CANARY} x`,
    });
    expect(refused).toHaveLength(3);
    for (const text of [inspect(config, { depth: 9 }), JSON.stringify(config), `${config.secret}`, refused.join()]) {
      expect(text).not.toContain(CANARY);
    }
    expect(config.databaseUrl?.reveal()).toContain(CANARY);
  });

  it("appear in no problem, whatever the values are", () => {
    const names = ["YOUTUBE_API_KEYS", "VIEWCURVE_SECRET", "VIEWCURVE_ADMIN_TOKEN", "DATABASE_URL"];
    const value = fc.tuple(fc.string(), fc.string()).map(([before, after]) => `${before}${CANARY}${after}`);
    fc.assert(
      fc.property(fc.constantFrom(...names), value, (name, text) => {
        expect(problemsOf({ [name]: text }).join()).not.toContain(CANARY);
      }),
    );
  });
});
