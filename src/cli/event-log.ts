import { pino } from "pino";
import type { Event, Report } from "#events.ts";

/** How much an event matters. A failed call is ordinary; what sets a key or a row aside is for the operator. */
function levelOf(event: Event): "debug" | "info" | "warn" | "error" {
  switch (event.kind) {
    case "callSettled":
      return event.outcome.kind === "answered" ? "debug" : "warn";
    case "pushesTaken":
      return "debug";
    case "summaryWritten":
      return event.model === null ? "warn" : "info";
    case "serving":
    case "collecting":
    case "standingBy":
    case "keyTested":
    case "note":
      return "info";
    case "keyRefused":
    case "bucketSpent":
    case "capacityBreach":
    case "pushRefused":
    case "setAside":
    case "leaseLost":
      return "warn";
    case "stumbled":
    case "requestFailed":
      return "error";
  }
}

/** Writes every event as one line of JSON on standard error; standard output belongs to the commands. */
export function eventLog(level: string): Report {
  const log = pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
  return (event) => log[levelOf(event)](event, event.kind);
}
