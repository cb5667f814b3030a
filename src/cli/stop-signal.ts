/** Resolves when the process is asked to stop. A second request ends it at once. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const onSignal = (): void => {
      for (const name of SIGNALS) {
        process.off(name, onSignal);
        process.once(name, () => process.exit(130));
      }
      resolve();
    };
    for (const name of SIGNALS) process.on(name, onSignal);
  });
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;
