import { resolve } from "node:path";
import { systemClock } from "#clock.ts";
import { restoreBackup } from "#storage/backup/restore-backup.ts";
import { fail } from "./exit.ts";
import { progressBar } from "./progress-bar.ts";
import { withReached } from "./reach-installation.ts";

/** `viewcurve restore`: fills the database that the settings name from a backup, whole or not at all. */
export async function restore(file: string, { replace, json }: { replace: boolean; json: boolean }): Promise<void> {
  const path = resolve(file);
  await withReached(async ({ connectionString }) => {
    let bar: ReturnType<typeof progressBar> | null = null;
    const progress = (bytes: number, all: number): void => {
      bar ??= progressBar(Math.max(all, 1));
      bar.at(bytes, "");
    };
    const done = await restoreBackup({
      connectionString,
      path,
      kind: "real",
      replace,
      now: systemClock.now(),
      progress,
    }).finally(() => bar?.end());
    if (done.kind === "refused") return fail(done.reason);
    const { rows, header } = done;
    process.stdout.write(
      json
        ? `${JSON.stringify({ path, rows, createdAt: header.createdAt, product: header.product })}\n`
        : `Restored ${rows} rows, as they were at ${header.createdAt}. \`viewcurve doctor\` tells whether this machine's secret opens the API keys.\n`,
    );
  });
}
