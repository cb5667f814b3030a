import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { temporaryDirectory } from "#storage/embedded/temporary-directory.ts";

const PROGRAM = join(import.meta.dirname, "../../src/cli/viewcurve.ts");

/** Nothing of ours but where programs are, and what Node has compiled of them before. */
const { PATH, NODE_COMPILE_CACHE } = process.env;
const INHERITED = { PATH, NODE_COMPILE_CACHE };

type Settings = Readonly<Record<string, string>>;

interface Ended {
  /** The exit code; `null` when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that goes on until it is stopped. */
export interface Running {
  /** The first match in its standard output. Throws what it said when it ends without one. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** The same of its standard error. */
  logs(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ended>;
}

/** A directory, a home and a data directory that nothing else uses, and commands that run in them as processes. */
export interface Installation {
  readonly directory: string;
  readonly dataDirectory: string;
  /** Runs a command to its end, with a text on its standard input. */
  run(args: readonly string[], settings?: Settings, input?: string): Promise<Ended>;
  start(args: readonly string[], settings?: Settings): Running;
  /** Kills what still runs and removes it all. */
  remove(): Promise<void>;
}

export async function newInstallation(): Promise<Installation> {
  const directory = await temporaryDirectory();
  const dataDirectory = join(directory, "data");
  await mkdir(join(directory, "home"));
  const children: ChildProcess[] = [];

  function launch(args: readonly string[], settings: Settings = {}) {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      cwd: directory,
      env: { ...INHERITED, HOME: join(directory, "home"), VIEWCURVE_PORT: "0", ...settings },
    });
    children.push(child);
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said.stderr += text;
    });
    const ended = once(child, "close").then(([code]): Ended => ({ code, ...said }));
    return { child, said, ended };
  }

  return {
    directory,
    dataDirectory,
    run(args, settings, input = "") {
      const { child, ended } = launch(args, settings);
      // A command that does not read closes the pipe before the text has gone.
      child.stdin.on("error", () => undefined).end(input);
      return ended;
    },
    start(args, settings) {
      const { child, said, ended } = launch(args, settings);
      const awaitIn = async (stream: "stdout" | "stderr", pattern: RegExp): Promise<RegExpExecArray> => {
        for (;;) {
          const match = pattern.exec(said[stream]);
          if (match) return match;
          const more = await Promise.race([once(child[stream], "data"), ended]);
          if ("code" in more) throw new Error(`it ended without saying ${pattern}: ${said.stdout}${said.stderr}`);
        }
      };
      return {
        says: (pattern) => awaitIn("stdout", pattern),
        logs: (pattern) => awaitIn("stderr", pattern),
        end(signal) {
          child.kill(signal);
          return ended;
        },
      };
    },
    async remove() {
      for (const child of children) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const gone = once(child, "exit");
        child.kill("SIGKILL");
        await gone;
      }
      // The keeper of a killed process may still be stopping its server.
      await rm(directory, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
    },
  };
}
