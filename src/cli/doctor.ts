import { statfs } from "node:fs/promises";
import { retentionAnswer } from "#api/operations/retention-answer.ts";
import { systemClock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { readLease } from "#storage/collecting/lease.ts";
import { listKeys } from "#storage/keys/keys.ts";
import { readUsableKeys } from "#storage/keys/usable-keys.ts";
import { readDecision } from "#storage/retention/retention-decision.ts";
import { EXIT } from "./exit.ts";
import { type Installation, withInstallation } from "./open-installation.ts";
import { chosenIn } from "./retention-question.ts";

interface Check {
  readonly check: string;
  readonly ok: boolean;
  /** What was found, and what to do where it is not well. */
  readonly finding: string;
}

const NODE_MAJOR_MIN = 24;
/** A year of a busy installation, roughly; less is worth a word before it is too late. */
const DISK_BYTES_MIN = 2 * 1024 ** 3;

/** `viewcurve doctor`: checks what an installation needs. Opening it has already checked the settings and the database. */
export const doctor = (options: { json: boolean }): Promise<void> =>
  withInstallation(async (installation) => {
    const checks = [
      node(),
      await database(installation),
      await keys(installation),
      await collector(installation),
      await retention(installation),
      ...(await disk(installation)),
    ];
    for (const check of checks) {
      const line = options.json
        ? JSON.stringify(check)
        : `${check.ok ? "ok  " : "BAD "} ${check.check}: ${check.finding}`;
      process.stdout.write(`${line}\n`);
    }
    if (checks.some((check) => !check.ok)) process.exitCode = EXIT.failed;
  });

function node(): Check {
  const ok = Number(process.versions.node.split(".")[0]) >= NODE_MAJOR_MIN;
  return {
    check: "Node",
    ok,
    finding: ok ? process.version : `${process.version}: Viewcurve needs ${NODE_MAJOR_MIN} or later.`,
  };
}

async function database({ db, config }: Installation): Promise<Check> {
  const { n } = await db.selectFrom("video").select(db.fn.countAll().as("n")).executeTakeFirstOrThrow();
  const where = config.databaseUrl
    ? "the database of DATABASE_URL"
    : `the embedded database in ${config.dataDirectory}`;
  return { check: "database", ok: true, finding: `${where} answers, its schema is current, ${n} videos` };
}

async function keys({ db, vault }: Installation): Promise<Check> {
  const all = await listKeys(db);
  const usable = await readUsableKeys(db, vault);
  if (all.length === 0)
    return { check: "keys", ok: false, finding: "none: `viewcurve keys add` reads one from standard input." };
  if (usable.unreadable.length > 0) {
    return {
      check: "keys",
      ok: false,
      finding: `${usable.unreadable.join(", ")} cannot be opened: another secret sealed them. Restore it, or add the keys again.`,
    };
  }
  const refused = all.filter((key) => key.state === "refused");
  const paused = all.filter((key) => key.state === "paused");
  if (usable.keys.length > 0) {
    const rest = paused.length > 0 ? `, ${paused.length} paused` : "";
    return { check: "keys", ok: true, finding: `${usable.keys.length} usable, ${refused.length} refused${rest}` };
  }
  if (paused.length > 0) {
    const masked = paused.map((key) => key.masked).join(", ");
    return { check: "keys", ok: false, finding: `none usable: \`viewcurve keys resume\` takes back ${masked}.` };
  }
  return {
    check: "keys",
    ok: false,
    finding: `all refused by YouTube: ${refused.map((key) => `${key.masked} (${key.reason})`).join(", ")}`,
  };
}

async function collector({ db }: Installation): Promise<Check> {
  const lease = await readLease(db);
  const running = lease !== null && lease.expiresAt > systemClock.now();
  const finding = running
    ? `${lease.holder} collects, until ${toIso(lease.expiresAt)} at least`
    : "none runs: `viewcurve start` collects.";
  return { check: "collector", ok: true, finding };
}

/** That nobody has decided breaks nothing: it is told, and no reason to fail. */
async function retention({ db, config }: Installation): Promise<Check> {
  const { statistics, texts, advice } = retentionAnswer(chosenIn(config), await readDecision(db));
  const finding = advice === null ? `statistics ${statistics}, former texts ${texts}` : `undecided: ${advice}`;
  return { check: "retention", ok: true, finding };
}

/** The disk of a database elsewhere is not ours to look at. */
async function disk({ config }: Installation): Promise<readonly Check[]> {
  if (config.databaseUrl) return [];
  const { bavail, bsize } = await statfs(config.dataDirectory);
  const free = bavail * bsize;
  const size = `${(free / 1024 ** 3).toFixed(1)} GB free`;
  const ok = free >= DISK_BYTES_MIN;
  return [{ check: "disk", ok, finding: ok ? size : `${size} in ${config.dataDirectory}: make room.` }];
}
