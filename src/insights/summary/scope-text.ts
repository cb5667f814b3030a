import { quotable } from "./quotable.ts";

/** A scope by the names that people know. Empty lists and `null` say nothing. */
interface ScopeNames {
  readonly channels: readonly string[];
  readonly watch: string | null;
  readonly tag: string | null;
  readonly categories: readonly string[];
  readonly formats: readonly ("long" | "short" | "live" | "unknown")[];
}

/** More names than this nobody reads. */
const NAMED_MAX = 3;

const FORMATS = { long: "long videos", short: "shorts", live: "broadcasts", unknown: "videos of unknown format" };

/** A scope as a person would say it, names between quotation marks: `shorts of the channel "Crumb & Co" with the tag "bread"`. */
export function scopeText({ channels, watch, tag, categories, formats }: ScopeNames): string {
  const subject = formats.length === 0 ? "all videos" : listed(formats.map((format) => FORMATS[format]));
  const parts = [
    named("of the channel", "of the channels", "channels", channels),
    named("in the category", "in the categories", "categories", categories),
    named("with the tag", "with the tags", "tags", tag === null ? [] : [tag]),
    named("found by the watch", "found by the watches", "watches", watch === null ? [] : [watch]),
  ].filter((part) => part !== null);
  if (formats.length === 0 && parts.length === 0) return "all channels";
  if (formats.length === 0 && parts.length === 1 && channels.length > 0) return (parts[0] ?? "").replace(/^of /, "");
  return [subject, ...parts].join(" ");
}

function named(one: string, several: string, counted: string, names: readonly string[]): string | null {
  if (names.length === 0) return null;
  if (names.length > NAMED_MAX) return `of ${names.length} ${counted}`;
  const quoted = names.map((name) => `"${quotable(name)}"`);
  return `${names.length === 1 ? one : several} ${listed(quoted)}`;
}

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
