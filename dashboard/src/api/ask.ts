/** What the service says instead of an answer: its own words, and the status they came with. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Asks the API. Every failure is a `Refusal` whose message is a sentence for people; status 0 = nothing answered. */
export async function ask<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  const answer = await reach(path, signal);
  if (!answer.ok) throw await refusalOf(answer);
  return (await answer.json()) as Answer;
}

/** Asks for a text. */
export async function askText(path: string, signal?: AbortSignal): Promise<string> {
  const answer = await reach(path, signal);
  if (!answer.ok) throw await refusalOf(answer);
  return answer.text();
}

/** Gives a token for a session; whether it was taken. */
export async function signIn(token: string): Promise<void> {
  const body = JSON.stringify({ token });
  const headers = { "content-type": "application/json" };
  const answer = await reach("/login", undefined, { method: "POST", headers, body });
  if (!answer.ok) throw await refusalOf(answer);
}

export const signOut = async (): Promise<void> => void (await reach("/logout", undefined, { method: "POST" }));

async function reach(path: string, signal: AbortSignal | undefined, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(path, { ...init, ...(signal ? { signal } : {}) });
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new Refusal(0, "The service does not answer. Is it running, and is this machine on its network?");
  }
}

async function refusalOf(answer: Response): Promise<Refusal> {
  const said = (await answer.json().catch(() => null)) as { detail?: unknown } | null;
  const detail = typeof said?.detail === "string" ? said.detail : `The service answered ${answer.status}.`;
  return new Refusal(answer.status, detail);
}
