import { describe, expect, it } from "vitest";
import type { SummaryAnswer } from "#api/insights/summary-contract.ts";
import type { Clock } from "#clock.ts";
import { days, hours, minutes, plus, seconds } from "#domain/time.ts";
import type { SummaryFacts } from "#insights/summary/facts.ts";
import { fakeEndpoint, type Said } from "../text-model/endpoint.ts";
import { tablesOf } from "./canary-traces.ts";
import { expectFirstHours, faultWorld } from "./fault-stage.ts";
import { FROM, PACE, type Running, raise } from "./stage.ts";

const MODEL_KEY = "CANARY-key-of-the-endpoint-0123456789";

/** Looks for what people asked while they still wait; `start` does so every second. */
const ATTENTIVE = { ...PACE, changePoll: seconds(8) };

/** What a good model says of the facts that it is told. */
function good(told: string): string {
  const facts = JSON.parse(told) as SummaryFacts;
  const videoIds = [...facts.rising, ...facts.watch].slice(0, 1).map(({ videoId }) => videoId);
  const text = `${facts.videosPublished} Videos, ${facts.viewsGained ?? "keine"} Aufrufe.`;
  return JSON.stringify({ title: "Die Stunde", paragraphs: [{ text, videoIds }] });
}

/** A service that collects from a virtual YouTube and is set to a model. */
async function raiseWithModel(says: readonly Said[]) {
  const world = faultWorld(3);
  let clock: Clock | null = null;
  const endpoint = await fakeEndpoint(says, async (gone) => clock?.until(plus(clock.now(), days(1)), gone));
  const stage = await raise({ world, pace: ATTENTIVE });
  clock = stage.clock;
  await stage.pass(minutes(1));
  await stage.service.stop();
  const service = await stage.serve({
    textModel: { url: endpoint.url, model: "m-1", key: MODEL_KEY, patience: seconds(60), callsPerDay: 100 },
  });
  return {
    stage,
    service,
    endpoint,
    async [Symbol.asyncDispose]() {
      await stage[Symbol.asyncDispose]();
      await endpoint[Symbol.asyncDispose]();
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Lets time pass in seconds until a request is answered. */
async function answered<T>(request: Promise<T>, pass: (span: ReturnType<typeof seconds>) => Promise<void>): Promise<T> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  request.then(over, over);
  while (!isOver) {
    await pass(seconds(1));
    // Where nothing lives by the clock any more, its time passes without a turn of the loop that sockets need.
    await turn();
  }
  return request;
}

const ask = (service: Running, body: object) => service.ask("POST", "/insights/summary", body);

const summaryIn = (text: string): SummaryAnswer => JSON.parse(text.slice(text.lastIndexOf("] {") + 2)) as SummaryAnswer;

describe("a text model", () => {
  it("writes the summary of what was collected; its key is in no event, answer or table", async () => {
    await using at = await raiseWithModel([good, { status: 401, body: `Wrong key: ${MODEL_KEY}` }]);
    const { stage, service, endpoint } = at;
    await stage.pass(hours(3));
    const first = await answered(ask(service, { language: "de", window: "24h" }), stage.pass);
    const summary = summaryIn(first.text);
    expect([first.status, summary.writtenBy, summary.language, summary.reason]).toEqual([200, "m-1", "de", null]);
    expect(summary.facts.videosPublished).toBeGreaterThan(0);
    expect(summary.facts.viewsGained).toBeGreaterThan(0);
    const second = await answered(ask(service, { language: "fr", window: "24h" }), stage.pass);
    expect([second.status, summaryIn(second.text).writtenBy]).toEqual([200, "template"]);
    expect(endpoint.sent.map(({ headers }) => headers.authorization)).toEqual(Array(2).fill(`Bearer ${MODEL_KEY}`));
    for (const text of [first.text, second.text, JSON.stringify(service.events), await tablesOf(stage)]) {
      expect(text.length).toBeGreaterThan(100);
      expect(text).not.toContain(MODEL_KEY);
    }
  });

  it("that says nothing holds up no sample, and no stop", async () => {
    await using at = await raiseWithModel([...Array<Said>(3).fill("silence"), "standstill"]);
    const { stage, service, endpoint } = at;
    await stage.pass(hours(1));
    for (const language of ["en", "de", "fr"]) {
      const { text } = await answered(ask(service, { language }), stage.pass);
      expect(summaryIn(text)).toMatchObject({ state: "pending", writtenBy: "template" });
      await stage.pass(minutes(20));
    }
    await stage.pass(hours(2));
    expect(endpoint.sent).toHaveLength(3);
    await expectFirstHours({ db: stage.db, world: stage.world }, FROM, plus(FROM, hours(3)));
    expect(service.events.filter(({ kind }) => kind === "stumbled" || kind === "requestFailed")).toEqual([]);
    const last = ask(service, { language: "es" });
    // Time passes until the model is asked, and stands from then on.
    let passing: Promise<unknown> | null = null;
    while (endpoint.sent.length < 4) {
      passing ??= stage.pass(seconds(1)).then(() => {
        passing = null;
      });
      await turn();
    }
    // Within the limit of a test: a connection that stays open would keep the server for longer than that.
    const stopping = service.stop();
    await passing;
    await answered(stopping, stage.pass);
    expect((await last).status).toBe(202);
  });
});
