import type { Call } from "#domain/call.ts";
import type { KeyVerdict } from "#domain/key-test.ts";
import type { Lane, Purpose } from "#domain/plan.ts";
import type { Bucket } from "#domain/quota.ts";
import type { Outcome } from "#domain/settlement.ts";
import type { Instant } from "#domain/time.ts";

/** Everything the service reports while it runs. The log is written from these and from nothing else. */
export type Event =
  | { readonly kind: "serving"; readonly url: string }
  | { readonly kind: "collecting"; readonly epoch: number; readonly videos: number; readonly channels: number }
  | { readonly kind: "standingBy"; readonly holder: string; readonly until: Instant }
  | { readonly kind: "leaseLost"; readonly epoch: number }
  | {
      readonly kind: "callSettled";
      readonly lane: Lane;
      readonly call: Call["kind"];
      readonly purpose: Purpose;
      readonly ids: number;
      readonly snapshots: number;
      /** The instant the first of them is of; `null` where there are none. */
      readonly capturedAt: Instant | null;
      readonly outcome: Outcome;
    }
  | { readonly kind: "keyRefused"; readonly project: string; readonly reason: string }
  /** A key was tried by a call of its own; `said` is what YouTube said against it. */
  | {
      readonly kind: "keyTested";
      readonly project: string;
      readonly verdict: KeyVerdict["kind"];
      readonly said: string | null;
    }
  | { readonly kind: "bucketSpent"; readonly bucket: Bucket; readonly project: string }
  /** More is uploaded than all calls of a day have places for, whatever is given up; told hourly while it lasts. */
  | { readonly kind: "capacityBreach"; readonly message: string }
  /** Messages of the hub were settled; `videos` counts those they brought or asked to look at. */
  | { readonly kind: "pushesTaken"; readonly pushes: number; readonly videos: number }
  /** A message arrived in the hub's name that the hub did not sign. */
  | { readonly kind: "pushRefused"; readonly channelId: string; readonly reason: string }
  /** A summary that was asked for is finished; `model` = `null` when the template stands in for it, for that reason. */
  | {
      readonly kind: "summaryWritten";
      readonly id: string;
      readonly model: string | null;
      readonly reason: string | null;
    }
  | { readonly kind: "setAside"; readonly subject: string; readonly reason: string }
  | { readonly kind: "stumbled"; readonly where: string; readonly message: string; readonly retryAt: Instant }
  /** A request that ended in a 5xx problem; `message` is for the log, never for the client. */
  | { readonly kind: "requestFailed"; readonly route: string; readonly problem: string; readonly message: string }
  | { readonly kind: "note"; readonly message: string };

/** Where events go. Reporting never throws and never waits. */
export type Report = (event: Event) => void;
