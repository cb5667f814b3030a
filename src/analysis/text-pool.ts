import { extname } from "node:path";
import { Piscina } from "piscina";
import { inSeconds, minutes } from "#domain/time.ts";
import type { KeywordAnswer, NetworkAnswer } from "./keywords.ts";
import type { TextDesk } from "./text-desk.ts";
import type { TextOutcome, TextTask } from "./text-task.ts";

/** A second one would take the core that the server answers on; questions stand in line. */
const THREADS = 1;
/** Its word lists take 60 MB, which nobody needs who asks once a day. */
const IDLE_MAX = minutes(2);
/** The largest sample needs half of it; one that needs more ends the thread and fails, and not the server. */
const MEMORY_MAX_MB = 1500;

/** Terms are made and dropped by the million: with room for them the collector of garbage, which has threads of its own, runs rarely. */
const YOUNG_MB = 128;

/** The file that a thread runs: source in a checkout, compiled in a package, as this one is. */
const WORKER = new URL(`./text-worker${extname(import.meta.url)}`, import.meta.url).href;

/** A desk whose work is done in a thread, which starts with the first question and ends when none has come for a while. */
export function textPool(address: () => string): TextDesk {
  const pool = new Piscina({
    filename: WORKER,
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: inSeconds(IDLE_MAX) * 1000,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MAX_MB, maxYoungGenerationSizeMb: YOUNG_MB },
  });
  async function run<Answer>(task: TextTask): Promise<Answer> {
    const outcome: TextOutcome = await pool.run(task);
    if (outcome.kind === "failed") throw Object.assign(new Error(outcome.message), { code: outcome.code });
    return outcome.answer as Answer;
  }
  return {
    keywords: (question, now) => run<KeywordAnswer>({ kind: "keywords", address: address(), question, now }),
    network: (question, now) => run<NetworkAnswer>({ kind: "network", address: address(), question, now }),
    close: () => pool.destroy(),
  };
}
