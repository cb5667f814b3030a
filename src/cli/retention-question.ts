import { createInterface } from "node:readline/promises";
import { UNDECIDED } from "#api/operations/retention-answer.ts";
import { systemClock } from "#clock.ts";
import type { Config } from "#config.ts";
import { type Limit, parseLimit, type RetentionChoice, retentionOf } from "#domain/retention.ts";
import type { Db } from "#storage/database.ts";
import { readDecision, storeDecision } from "#storage/retention/retention-decision.ts";

/** What may be answered, in the words of docs/policy.md. */
export const RETENTION_ANSWERS: readonly { readonly limit: Limit; readonly words: string }[] = [
  {
    limit: "30d",
    words:
      "30 days. Statistics, and what is computed from them, are deleted after 30 days, as the Developer Policies want of data that is fetched with a key alone (III.E.4.b and d).",
  },
  {
    limit: "36m",
    words:
      "36 months. YouTube has audited my project and accepted the amendment on derived metrics and data storage for it (III.L).",
  },
  {
    limit: "keep",
    words: "Keep. Statistics are kept until I say otherwise: that is my own decision, and I answer for it.",
  },
];

/** What holds for every answer. */
export const TEXTS_NOTE =
  "With 1 and 2, what titles, descriptions and the like said before is deleted after 30 days (III.E.4.d); with 3 it is kept. VIEWCURVE_TEXT_RETENTION says otherwise.";

export type Answered =
  | { readonly kind: "decided"; readonly limit: Limit }
  /** No answer came: it is asked again at the next start. */
  | { readonly kind: "none" }
  /** Whoever was asked wants to stop. */
  | { readonly kind: "stopped" };

/** Asks how long statistics are kept, until an answer can be understood, nothing is answered, or the input ends. */
export async function askRetention(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<Answered> {
  const lines = createInterface({ input, output });
  let stopped = false;
  lines.on("SIGINT", () => {
    stopped = true;
    lines.close();
  });
  output.write(`${QUESTION}\n`);
  lines.setPrompt("1, 2, 3, or nothing to decide later: ");
  lines.prompt();
  try {
    for await (const line of lines) {
      const text = line.trim();
      if (text === "") return { kind: "none" };
      const limit = RETENTION_ANSWERS[Number(text) - 1]?.limit ?? parseLimit(text);
      if (limit !== null) return { kind: "decided", limit };
      lines.prompt();
    }
    return { kind: stopped ? "stopped" : "none" };
  } finally {
    lines.close();
  }
}

const QUESTION = [
  "How long are statistics kept? Read docs/policy.md before you answer: it tells what YouTube's terms say.",
  ...RETENTION_ANSWERS.map(({ words }, i) => `  ${i + 1}  ${words}`),
  TEXTS_NOTE,
  "viewcurve policy set changes the answer at any time. Until there is one nothing is deleted.",
].join("\n");

/** What the settings say of retention. */
export const chosenIn = ({ retention, textRetention }: Config): RetentionChoice => ({
  statistics: retention,
  texts: textRetention,
});

/**
 * Sees to it that somebody has decided how long data is kept, as far as that is possible: on a terminal by asking.
 *
 * @param say is told when it stays undecided.
 * @returns whether to go on starting.
 */
export async function settleRetention(db: Db, config: Config, say: (message: string) => void): Promise<boolean> {
  if (retentionOf(chosenIn(config), await readDecision(db)) !== null) return true;
  if (process.stdin.isTTY && process.stdout.isTTY) {
    const answered = await askRetention(process.stdin, process.stdout);
    switch (answered.kind) {
      case "decided":
        await storeDecision(db, { statistics: answered.limit, texts: null }, systemClock.now());
        return true;
      case "stopped":
        return false;
      case "none":
        break;
    }
  }
  say(UNDECIDED);
  return true;
}
