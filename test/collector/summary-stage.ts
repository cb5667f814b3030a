import { openInsightDesk } from "#analysis/insight-desk.ts";
import { inlineDesk } from "#analysis/text-desk.ts";
import { type SummaryAnswer, summaryAnswer } from "#api/insights/summary-contract.ts";
import { type Clock, systemClock } from "#clock.ts";
import { type Holding, nudge, openHolding } from "#collector/holding.ts";
import { writeSummaries } from "#collector/write-summaries.ts";
import { between, type Duration, days, hours, minutes, plus, seconds } from "#domain/time.ts";
import type { Event } from "#events.ts";
import { type VirtualClock, virtualClock } from "#simulation/virtual-clock.ts";
import { takeLease } from "#storage/collecting/lease.ts";
import type { Db } from "#storage/database.ts";
import { openVault } from "#storage/keys/vault.ts";
import { openAiCompatible } from "#text-model/openai-compatible.ts";
import { NOW } from "../api/now.ts";
import { ADMIN_TOKEN, openApi } from "../api/open-api.ts";
import { type FakeEndpoint, fakeEndpoint, type Said } from "../text-model/endpoint.ts";

export const MODEL = "m-1";
export const MODEL_KEY = "CANARY-key-of-the-endpoint-0123456789";

/** A request for a summary, and what came of it. */
interface Asked {
  readonly status: number;
  readonly location: string | undefined;
  readonly summary: SummaryAnswer;
  /** By the virtual clock. */
  readonly took: Duration;
}

/** The API and the part of the collector that writes summaries, over one database and on one virtual clock. */
interface SummaryStage extends AsyncDisposable {
  readonly clock: VirtualClock;
  readonly endpoint: FakeEndpoint;
  readonly events: readonly Event[];
  /** Asks, and lets time pass until there is an answer. */
  ask(body?: object): Promise<Asked>;
  /** Several at once. */
  askAll(bodies: readonly object[]): Promise<readonly Asked[]>;
  get(path: string): Promise<{ readonly status: number; readonly summary: SummaryAnswer }>;
  pass(span: Duration): Promise<void>;
}

interface SummaryStageChoice {
  readonly says: readonly Said[];
  readonly callsPerDay?: number;
  /** Whether anybody collects; `true` when left out. */
  readonly collects?: boolean;
  /** The model that whoever collects is set to. */
  readonly collectorsModel?: string;
}

export async function raiseSummaries(db: Db, choice: SummaryStageChoice): Promise<SummaryStage> {
  const { says, callsPerDay = 100, collects = true, collectorsModel = MODEL } = choice;
  const clock = virtualClock(NOW);
  const endpoint = await fakeEndpoint(says, (gone) => clock.until(plus(clock.now(), days(1)), gone));
  const model = openAiCompatible(
    { url: endpoint.url, model: collectorsModel, key: MODEL_KEY, patience: seconds(60) },
    clock,
  );
  const events: Event[] = [];
  const report = (event: Event) => void events.push(event);
  const failed = (message: string) => report({ kind: "note", message });
  let waiting = 0;
  let lastEnded = clock.now();
  const apiClock: Clock = {
    ...clock,
    async task(work) {
      waiting += 1;
      try {
        return await clock.task(work);
      } finally {
        waiting -= 1;
        lastEnded = clock.now();
      }
    },
  };
  const { app } = await openApi(db, {
    clock: apiClock,
    report,
    summaryModel: MODEL,
    desk: openInsightDesk({
      reads: db,
      patient: db,
      clock,
      timeout: systemClock.timeout,
      texts: inlineDesk(db),
      failed,
    }),
  });
  const holding = collects ? await hold(db, clock) : null;
  const writing = holding
    ? clock.task(() => writeSummaries({ db, clock, report, summaryModel: { model, callsPerDay } }, holding))
    : Promise.resolve();

  const pass = async (span: Duration) => {
    const to = plus(clock.now(), span);
    clock.setPace("leaping");
    await clock.task(async () => {
      await clock.until(to);
      clock.setPace("standing");
    });
  };
  const post = async (body: object): Promise<Asked> => {
    const asked = clock.now();
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, host: "localhost" };
    const answer = await app.inject({ method: "POST", url: "/api/v1/insights/summary", headers, payload: body });
    if (answer.statusCode >= 300) throw new Error(`${answer.statusCode}: ${answer.body}`);
    return {
      status: answer.statusCode,
      location: answer.headers.location,
      summary: summaryAnswer.parse(answer.json()),
      took: between(asked, lastEnded),
    };
  };
  const askAll = async (bodies: readonly object[]) => {
    const answers = bodies.map(post);
    let left = answers.length;
    for (const answer of answers) void answer.finally(() => left--).catch(() => undefined);
    while (left > 0) {
      // Time stands while nobody waits by it: what gathering facts and answering take is real time.
      if (waiting === 0) await new Promise<void>((turn) => void setImmediate(turn));
      else {
        // A request reaches whoever collects by the version that it bumps, which another task looks at.
        if (holding) nudge(holding, "summaries");
        await pass(seconds(1));
      }
    }
    return Promise.all(answers);
  };
  return {
    clock,
    endpoint,
    events,
    pass,
    askAll,
    async ask(body = {}) {
      const [asked] = await askAll([body]);
      if (!asked) throw new Error("Nothing was asked.");
      return asked;
    },
    async get(path) {
      const answer = await app.inject({ url: path, headers: { host: "localhost" } });
      return { status: answer.statusCode, summary: summaryAnswer.parse(answer.json()) };
    },
    async [Symbol.asyncDispose]() {
      holding?.over.abort();
      await writing;
      await app.close();
      await endpoint[Symbol.asyncDispose]();
    },
  };
}

async function hold(db: Db, clock: VirtualClock): Promise<Holding> {
  const lease = await takeLease(db, "the stage", days(30), clock.now());
  const holding =
    lease &&
    (await openHolding(
      {
        db,
        clock,
        vault: openVault("of no worth"),
        report: () => undefined,
        pace: { leaseTerm: hours(1), changePoll: minutes(5) },
      },
      lease,
    ));
  if (!holding) throw new Error("Somebody else holds the lease.");
  return holding;
}
