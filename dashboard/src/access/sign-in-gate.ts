/* Changes that wait for somebody to sign in: they go on by themselves once that is done. */

interface Waiting {
  readonly why: string;
  readonly settle: (isSignedIn: boolean) => void;
}

let waiting: readonly Waiting[] = [];
const listeners = new Set<() => void>();

function change(now: readonly Waiting[]): void {
  waiting = now;
  for (const tell of listeners) tell();
}

/** Asks whoever is there to sign in; whether that was done. */
export const wantSignIn = (why: string): Promise<boolean> =>
  new Promise((settle) => change([...waiting, { why, settle }]));

/** Why somebody is to sign in; `null` = nothing waits. For `useSyncExternalStore`. */
export const whyWanted = (): string | null => waiting[0]?.why ?? null;

export function listenToWants(tell: () => void): () => void {
  listeners.add(tell);
  return () => void listeners.delete(tell);
}

/** Lets all that waits go on, or gives it up. */
export function endWaiting(isSignedIn: boolean): void {
  const ended = waiting;
  change([]);
  for (const { settle } of ended) settle(isSignedIn);
}
