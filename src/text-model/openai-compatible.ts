import { z } from "zod";
import type { Clock } from "#clock.ts";
import { type Duration, inSeconds } from "#domain/time.ts";
import type { Completion, TextModel, TextRequest } from "./text-model.ts";

export interface Endpoint {
  /** Up to and including `/v1`. */
  readonly url: string;
  readonly model: string;
  /** `null` for a model of one's own that wants none. It goes into the request's header and nowhere else. */
  readonly key: string | null;
  /** The longest wait for a whole answer. */
  readonly patience: Duration;
}

/** A page of text in any language fits; more would only cost. */
const ANSWER_TOKENS_MAX = 2000;

/** The answer is a page of text in JSON: whatever is longer is no answer. */
const ANSWER_BYTES_MAX = 256 * 1024;

/** What an error says is shown to people, but not a page of it. */
const DETAIL_MAX = 200;

const ANSWER = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});

/**
 * A model behind any endpoint that speaks OpenAI's chat completions, hosted or local. It is asked once; whatever the network
 * does is a `Completion`, and no failure repeats the key.
 */
export function openAiCompatible(endpoint: Endpoint, clock: Clock): TextModel {
  return { name: endpoint.model, complete: (request) => complete(endpoint, clock, request) };
}

async function complete(
  { url, model, key, patience }: Endpoint,
  clock: Clock,
  request: TextRequest,
): Promise<Completion> {
  using timeout = clock.timeout(patience);
  try {
    const response = await fetch(`${url.replace(/\/+$/, "")}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({
        model,
        messages: [
          { role: "system", content: request.system },
          { role: "user", content: request.user },
        ],
        max_tokens: ANSWER_TOKENS_MAX,
        temperature: 0.2,
        stream: false,
      }),
      redirect: "manual",
      signal: timeout.signal,
    });
    const text = await readText(response);
    if (text === null) return { kind: "unavailable", detail: `answered with more than ${ANSWER_BYTES_MAX} bytes` };
    return completionOf(response.status, text, key);
  } catch {
    const detail = timeout.signal.aborted ? `no answer within ${inSeconds(patience)} s` : "the connection failed";
    return { kind: "unavailable", detail };
  }
}

function completionOf(status: number, text: string, key: string | null): Completion {
  if (status === 200) {
    const answer = ANSWER.safeParse(parsedJson(text));
    const content = answer.data?.choices[0]?.message.content;
    return content === undefined
      ? { kind: "unavailable", detail: "the answer is no chat completion" }
      : { kind: "answered", text: content };
  }
  const said = key === null ? text : text.replaceAll(key, "[key]");
  const detail = `status ${status}: ${said.replaceAll(/\s+/g, " ").slice(0, DETAIL_MAX)}`;
  return status >= 400 && status < 500 && status !== 408 && status !== 429
    ? { kind: "refused", detail }
    : { kind: "unavailable", detail };
}

async function readText(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) return null;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
