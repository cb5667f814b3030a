import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { ServerAnswers, ServerChoice, ServerOrder } from "./api-server.ts";

/** The server under measurement, in a process of its own. */
export interface ApiServer {
  readonly url: string;
  order<Kind extends ServerOrder["kind"]>(order: Extract<ServerOrder, { kind: Kind }>): Promise<ServerAnswers[Kind]>;
  stop(): Promise<void>;
}

export async function startServer(choice: ServerChoice): Promise<ApiServer> {
  const child = fork(new URL("./api-server.ts", import.meta.url), [JSON.stringify(choice)], {
    serialization: "advanced",
  });
  const url = String(await answerOf(child));
  const order: ApiServer["order"] = (asked) => {
    child.send(asked);
    return answerOf(child) as Promise<never>;
  };
  return {
    url,
    order,
    async stop() {
      const ended = once(child, "exit");
      await order({ kind: "stop" });
      await ended;
    },
  };
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`the server ended with ${code}`));
    child.once("exit", ended);
    child.once("message", (message: { readonly answer?: unknown; readonly failed?: string }) => {
      child.off("exit", ended);
      if (message.failed === undefined) resolve(message.answer);
      else reject(new Error(message.failed));
    });
  });
}
