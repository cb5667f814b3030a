/** A text with the videos each paragraph speaks of. */
export interface Draft {
  readonly title: string;
  readonly paragraphs: readonly { readonly text: string; readonly videoIds: readonly string[] }[];
}

/** A page; whatever is longer was not asked for. */
const PARAGRAPHS_MAX = 12;
const CHARACTERS_MAX = 1500;
const TITLE_MAX = 200;

/**
 * The draft in what a model answered, or what is wrong with it, in words for the model. Models wrap JSON in fences and in
 * prose: the outermost braces are read, and the schema decides.
 */
export function readDraft(answer: string): Draft | string {
  const parsed = outermostJson(answer);
  if (parsed === undefined) return "The answer is not a JSON object.";
  if (!isRecord(parsed)) return "The answer is not a JSON object.";
  const { title, paragraphs } = parsed;
  if (typeof title !== "string" || title.trim() === "" || title.length > TITLE_MAX) {
    return `"title" must be a text of at most ${TITLE_MAX} characters.`;
  }
  if (!Array.isArray(paragraphs) || paragraphs.length === 0 || paragraphs.length > PARAGRAPHS_MAX) {
    return `"paragraphs" must be a list of 1 to ${PARAGRAPHS_MAX}.`;
  }
  const read = paragraphs.map(readParagraph);
  if (read.some((paragraph) => paragraph === null)) {
    return `Each paragraph must have a "text" of at most ${CHARACTERS_MAX} characters and "videoIds", a list of ids.`;
  }
  return { title: title.trim(), paragraphs: read.filter((paragraph) => paragraph !== null) };
}

function readParagraph(value: unknown): Draft["paragraphs"][number] | null {
  if (!isRecord(value)) return null;
  const { text, videoIds } = value;
  if (typeof text !== "string" || text.trim() === "" || text.length > CHARACTERS_MAX) return null;
  if (!Array.isArray(videoIds) || !videoIds.every((id) => typeof id === "string")) return null;
  return { text: text.trim(), videoIds: [...new Set(videoIds)] };
}

function outermostJson(answer: string): unknown {
  const [start, end] = [answer.indexOf("{"), answer.lastIndexOf("}")];
  if (start === -1 || end < start) return undefined;
  try {
    return JSON.parse(answer.slice(start, end + 1));
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
