import { createInterface } from "node:readline";
import type { REPLServer } from "node:repl";
import type { Writable } from "node:stream";

/**
 * Gives a shell its lines one after the other, each when the one before has been answered, and then its end. By itself Node's
 * shell waits for answers only where somebody types: of a pipe it would take all lines at once, and end before they are answered.
 */
export async function feedRepl(repl: REPLServer, source: NodeJS.ReadableStream, input: Writable): Promise<void> {
  let answered = (): void => undefined;
  const evaluate = repl.eval;
  Object.assign(repl, {
    eval(this: REPLServer, ...[code, context, file, say]: Parameters<typeof evaluate>) {
      evaluate.call(this, code, context, file, (error, result) => {
        say(error, result);
        answered();
      });
    },
  });
  for await (const line of createInterface({ input: source })) {
    const isAnswered =
      line.trim() === "" || line.startsWith(".")
        ? null
        : new Promise<void>((resolve) => {
            answered = resolve;
          });
    input.write(`${line}\n`);
    await isAnswered;
  }
  input.end();
}
