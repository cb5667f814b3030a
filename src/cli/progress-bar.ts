import cliProgress from "cli-progress";

export interface ProgressBar {
  /** `note` is shown beside the bar. */
  at(done: number, note: string): void;
  end(): void;
}

/** A bar on standard error; nothing at all when that is no terminal, so that logs stay readable. */
export function progressBar(total: number): ProgressBar {
  if (!process.stderr.isTTY) return { at: () => undefined, end: () => undefined };
  const bar = new cliProgress.SingleBar(
    { format: "{bar} {percentage} %  {note}", stream: process.stderr, clearOnComplete: true, hideCursor: true },
    cliProgress.Presets.shades_classic,
  );
  bar.start(total, 0, { note: "" });
  return {
    at: (done, note) => bar.update(done, { note }),
    end: () => bar.stop(),
  };
}
