import { retentionAnswer } from "#api/operations/retention-answer.ts";
import { systemClock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { LIMIT_HELP, type Limit, parseLimit, retentionLines, retentionOf } from "#domain/retention.ts";
import { readDecision, storeDecision } from "#storage/retention/retention-decision.ts";
import { EXIT, fail } from "./exit.ts";
import { type Installation, withInstallation } from "./open-installation.ts";
import { chosenIn } from "./retention-question.ts";

/** `viewcurve policy show`: how long data is kept, who said so, and what has to go by that. */
export const showPolicy = ({ json }: { json: boolean }): Promise<void> =>
  withInstallation((installation) => show(installation, json));

async function show({ db, config }: Installation, json: boolean): Promise<void> {
  const answer = retentionAnswer(chosenIn(config), await readDecision(db));
  if (json) return void process.stdout.write(`${JSON.stringify(answer)}\n`);
  const { statistics, texts, decidedBy, decidedAt, advice } = answer;
  process.stdout.write(
    advice === null
      ? `Statistics: ${statistics}. Former texts: ${texts}. Decided by ${
          decidedBy === "settings" ? "VIEWCURVE_RETENTION" : `this installation at ${decidedAt}`
        }.\n`
      : `undecided: ${advice}\n`,
  );
}

interface PolicyOptions {
  readonly text?: string;
  readonly json: boolean;
}

/** `viewcurve policy set`: decides how long data is kept, and says what is deleted by that. */
export async function setPolicy(text: string, options: PolicyOptions): Promise<void> {
  const statistics = parseLimit(text);
  const texts = options.text === undefined ? null : parseLimit(options.text);
  if (statistics === null) return fail(`"${text}" is no limit: it ${LIMIT_HELP}.`, EXIT.usage);
  if (options.text !== undefined && texts === null) {
    return fail(`"${options.text}" is no limit for texts: it ${LIMIT_HELP}.`, EXIT.usage);
  }
  await withInstallation(async (installation) => {
    await storeDecision(installation.db, { statistics, texts }, systemClock.now());
    await show(installation, options.json);
    if (!options.json) process.stdout.write(consequences(installation, statistics, texts));
  });
}

function consequences({ config }: Installation, statistics: Limit, texts: Limit | null): string {
  const now = systemClock.now();
  const held = retentionOf(chosenIn(config), { statistics, texts });
  if (held === null) throw new Error("it has just been decided");
  const lines = retentionLines(held, now);
  const old = [
    ...(lines.statistics === null ? [] : [`statistics of before ${toIso(lines.statistics)}`]),
    ...(lines.revisions === null ? [] : [`former texts of before ${toIso(lines.revisions)}`]),
  ];
  const winner =
    config.retention === null && config.textRetention === null
      ? ""
      : "The settings win over what was decided here, where they say something else.\n";
  if (old.length === 0) return `${winner}Nothing is deleted.\n`;
  return `${winner}Deleted within hours, for good, while viewcurve start runs: ${old.join(", and ")}. A backup keeps what it holds: viewcurve backup FILE makes one.\n`;
}
