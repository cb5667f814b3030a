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
const FRUGAL = { max_tokens: 2000, temperature: 0.2 };

/**
 * Models that think before they answer count that, too, know no temperature, and name the limit otherwise; they refuse the
 * other form, at no cost, and say so. Servers of one's own mostly know the other form alone.
 */
const REASONING = { max_completion_tokens: 8000 };

/** The answer is a page of text in JSON: whatever is longer is no answer. */
const ANSWER_BYTES_MAX = 256 * 1024;

/** What an error says is shown to people, but not a page of it. */
const DETAIL_MAX = 200;

const ANSWER = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});

/**
 * A model behind any endpoint that speaks OpenAI's chat completions, hosted or local. It is asked once; whatever the network
 * does is a `Completion`, and none repeats the key.
 */
export function openAiCompatible(endpoint: Endpoint, clock: Clock): TextModel {
  return {
    name: endpoint.model,
    complete: (request, stopping) => complete(endpoint, clock, request, stopping),
  };
}

async function complete(
  endpoint: Endpoint,
  clock: Clock,
  request: TextRequest,
  stopping?: AbortSignal,
): Promise<Completion> {
  const { key, patience } = endpoint;
  using timeout = clock.timeout(patience);
  const over = stopping ? AbortSignal.any([timeout.signal, stopping]) : timeout.signal;
  try {
    let answer = await post(endpoint, request, FRUGAL, over);
    if (answer.status === 400 && answer.text?.includes("max_completion_tokens")) {
      answer = await post(endpoint, request, REASONING, over);
    }
    if (answer.text !== null) return completionOf(answer.status, answer.text, key);
    return { kind: "unavailable", detail: `answered with more than ${ANSWER_BYTES_MAX} bytes` };
  } catch {
    const detail = timeout.signal.aborted
      ? `no answer within ${inSeconds(patience)} s`
      : stopping?.aborted
        ? "Viewcurve was stopped meanwhile"
        : "the connection failed";
    return { kind: "unavailable", detail };
  }
}

/** `text` is `null` when it is longer than any answer. */
async function post({ url, model, key }: Endpoint, { system, user }: TextRequest, limits: object, signal: AbortSignal) {
  const response = await fetch(`${url.replace(/\/+$/, "")}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({
      model,
      messages: [
        { role: "system", content: system },
        { role: "user", content: user },
      ],
      ...limits,
      stream: false,
    }),
    redirect: "manual",
    signal,
  });
  return { status: response.status, text: await readText(response) };
}

function completionOf(status: number, text: string, key: string | null): Completion {
  if (status === 200) {
    const answer = ANSWER.safeParse(parsedJson(text));
    const content = answer.data?.choices[0]?.message.content;
    if (content === undefined) return { kind: "unavailable", detail: "the answer is no chat completion" };
    return tells(content, key)
      ? { kind: "unavailable", detail: "the answer repeats the key, and is not used" }
      : { kind: "answered", text: content };
  }
  const said = tells(text, key) ? "an answer that repeats the key, and is not shown" : text;
  const detail = `status ${status}: ${said.replaceAll(/\s+/g, " ").slice(0, DETAIL_MAX)}`;
  return status >= 400 && status < 500 && status !== 408 && status !== 429
    ? { kind: "refused", detail }
    : { kind: "unavailable", detail };
}

/** Whether a text holds the key, plainly or as JSON, an address or a page would write it. */
function tells(text: string, key: string | null): boolean {
  if (key === null) return false;
  const plain = text
    .replaceAll(/\\u([\da-f]{4})|%([\da-f]{2})|&#x([\da-f]{1,6});/gi, (whole, ...hex: (string | undefined)[]) => {
      const digits = hex[0] ?? hex[1] ?? hex[2] ?? "";
      const point = Number.parseInt(digits, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    })
    .replaceAll(/&#(\d{1,6});/g, (_whole, digits: string) => String.fromCodePoint(Number(digits)))
    .replaceAll("\\", "");
  return text.includes(key) || plain.includes(key.replaceAll("\\", ""));
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
