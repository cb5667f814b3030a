import { wantSignIn } from "../access/sign-in-gate.ts";

/** What is wrong in one place of what was sent. */
export interface Wrong {
  readonly pointer?: string;
  readonly message: string;
}

/** What the service says instead of an answer: its own words, and the status they came with. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  /** The kind of problem, as `/problems/over-quota`; empty where nothing answered. */
  readonly type: string;
  /** Place by place, where what was sent cannot be taken. */
  readonly wrongs: readonly Wrong[];

  constructor(status: number, message: string, type = "", wrongs: readonly Wrong[] = []) {
    super(message);
    this.status = status;
    this.type = type;
    this.wrongs = wrongs;
  }
}

/** A failure in words: place by place where there are places, each by its own name. */
export function wordsOf(failure: unknown): string {
  if (!(failure instanceof Refusal)) return failure instanceof Error ? failure.message : String(failure);
  if (failure.wrongs.length === 0) return failure.message;
  return failure.wrongs
    .map(({ pointer = "", message }) => [pointer.split("/").at(-1), message].join(" ").trim())
    .join("; ");
}

/** Asks the API. Every failure is a `Refusal` whose message is a sentence for people; status 0 = nothing answered. */
export async function ask<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  const answer = await reach(path, signal);
  if (!answer.ok) throw await refusalOf(answer);
  return (await answer.json()) as Answer;
}

/** Asks by a body what is too long for an address. It changes nothing: nobody is asked to sign in for a change. */
export async function askWith<Answer>(path: string, body: unknown, signal?: AbortSignal): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  const answer = await reach(path, signal, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw await refusalOf(answer);
  return (await answer.json()) as Answer;
}

/** Asks for a text. */
export async function askText(path: string, signal?: AbortSignal): Promise<string> {
  const answer = await reach(path, signal);
  if (!answer.ok) throw await refusalOf(answer);
  return answer.text();
}

/**
 * Changes something. Where that wants somebody signed in, they are asked to, and it goes on; every other failure is a
 * `Refusal`. What answers nothing gives `null`.
 */
export async function send<Answer = unknown>(
  method: "POST" | "PATCH" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
): Promise<Answer> {
  const sent =
    body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  for (;;) {
    const answer = await reach(path, undefined, { method, ...sent });
    if (answer.ok) return (answer.status === 204 ? null : await answer.json()) as Answer;
    const refusal = await refusalOf(answer);
    const why = whySignIn(refusal);
    if (why === null || !(await wantSignIn(why))) throw refusal;
  }
}

function whySignIn({ status, type, message }: Refusal): string | null {
  if (type === "/problems/scope-too-small") return message;
  return status === 401 ? "Whoever changes something signs in first, on this machine too; then it goes on." : null;
}

/** Gives a token for a session; whether it was taken. */
export async function signIn(token: string): Promise<void> {
  const body = JSON.stringify({ token });
  const headers = { "content-type": "application/json" };
  const answer = await reach("/login", undefined, { method: "POST", headers, body });
  if (!answer.ok) throw await refusalOf(answer);
}

/** Ends the session of this browser; throws a `Refusal` where it may still be there. */
export async function signOut(): Promise<void> {
  const answer = await reach("/logout", undefined, { method: "POST" });
  if (!answer.ok) throw await refusalOf(answer);
}

async function reach(path: string, signal: AbortSignal | undefined, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(path, { ...init, ...(signal ? { signal } : {}) });
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new Refusal(0, "The service does not answer. Is it running, and is this machine on its network?");
  }
}

interface ProblemAnswer {
  readonly type: string;
  readonly detail: string;
  readonly errors: readonly Wrong[];
}

async function refusalOf(answer: Response): Promise<Refusal> {
  const said = (await answer.json().catch(() => null)) as Partial<ProblemAnswer> | null;
  const detail = said?.detail ?? `The service answered ${answer.status}.`;
  return new Refusal(answer.status, detail, said?.type, said?.errors);
}
