import { randomInt } from "node:crypto";
import { join } from "node:path";
import { systemClock } from "#clock.ts";
import { seconds } from "#domain/time.ts";
import { createLoginCode } from "#storage/access/login-codes.ts";
import { ADMIN_WISH, createToken, hasAdminToken, tokenHash } from "#storage/access/tokens.ts";
import { addKey, listKeys } from "#storage/keys/keys.ts";
import { takeSealingOver } from "#storage/keys/secret-check.ts";
import { startServing } from "../main.ts";
import { eventLog } from "./event-log.ts";
import { fail } from "./exit.ts";
import { OTHER_SECRET, secondProject } from "./keys.ts";
import { loginLink } from "./login-link.ts";
import { type Installation, withInstallation } from "./open-installation.ts";
import { VERSION } from "./product-version.ts";
import { chosenIn, settleRetention } from "./retention-question.ts";
import { scheduleBackups } from "./scheduled-backups.ts";
import { shownSettings } from "./settings.ts";
import { stopSignal } from "./stop-signal.ts";
import { textModelOf } from "./text-model-settings.ts";

/** In real time: another process's change is seen within a second, and a dead holder replaced within half a minute. */
const PACE = { leaseTerm: seconds(30), changePoll: seconds(1) };

/** `viewcurve start`: collects and serves until stopped. */
export const start = (): Promise<void> => withInstallation(serve);

async function serve({ config, db, reads, patient, address, revive, vault }: Installation): Promise<void> {
  const report = eventLog(config.logLevel);
  if (!(await settleRetention(db, config, (message) => report({ kind: "note", message })))) return;
  const stopped = stopSignal();
  const now = systemClock.now();
  for (const { project, key } of config.apiKeys) {
    let added = await addKey(db, vault, { projectId: project, key }, now);
    if (added.kind === "otherSecret" && (await takeSealingOver(db, vault))) {
      process.stderr.write(
        "The stored keys are sealed by a secret that is lost: only those of the settings are used.\n",
      );
      added = await addKey(db, vault, { projectId: project, key }, now);
    }
    if (added.kind === "needsAcknowledgement") return fail(secondProject(project));
    if (added.kind === "otherSecret") return fail(OTHER_SECRET);
  }
  const needsToken = config.adminToken === null && !(await hasAdminToken(db, now));
  const made = needsToken ? await createToken(db, ADMIN_WISH, now) : null;
  const service = await startServing({
    db,
    reads,
    patient,
    databaseAddress: address,
    reviveDatabase: revive,
    vault,
    clock: systemClock,
    report,
    pace: PACE,
    youtubeUrl: config.youtubeUrl,
    feedsUrl: config.feedsUrl,
    feedSpacing: config.feedSpacing,
    samplesPerVideo: config.samplesPerVideo,
    performancePool: config.performancePool,
    retention: chosenIn(config),
    thumbnails: { way: config.thumbnails },
    adminTokenHash: config.adminToken && tokenHash(config.adminToken.reveal()),
    corsOrigins: config.corsOrigins,
    random: () => randomInt(2 ** 32) / 2 ** 32,
    host: config.host,
    port: config.port,
    publicUrl: config.publicUrl,
    hubUrl: config.hubUrl,
    about: { version: VERSION, runtime: process.version, settings: shownSettings() },
    exports: {
      directory: config.exportDirectory ?? join(config.dataDirectory, "exports"),
      keep: config.exportKeep,
      version: VERSION,
    },
    ...textModelOf(config),
  }).catch((error: NodeJS.ErrnoException) => {
    fail(
      `Cannot listen on ${config.host}:${config.port} (${error.code ?? error.message}). Set VIEWCURVE_PORT to a free port.`,
    );
    return null;
  });
  if (!service) return;
  report({ kind: "serving", url: service.url });
  process.stdout.write(`Viewcurve serves ${service.url}/api/v1 (docs: ${service.url}/docs)\n`);
  if (made) process.stdout.write(`Admin token, shown this once: ${made.token}\n`);
  // Where nobody reads along, a link would only lie in a log file.
  if (process.stdout.isTTY) {
    const code = await createLoginCode(db, systemClock.now());
    process.stdout.write(`Sign in within ten minutes: ${loginLink(config.publicUrl ?? service.url, code)}\n`);
  }
  if ((await listKeys(db)).length === 0) {
    process.stdout.write("No API key yet: `viewcurve keys add` reads one from standard input.\n");
  }
  const backups = scheduleBackups(config, address, report);
  await stopped;
  await Promise.all([service.stop(), backups.stop()]);
}
