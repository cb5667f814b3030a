import { randomBytes } from "node:crypto";
import type { InsightDesk } from "#analysis/insight-desk.ts";
import type { Api } from "#api/app-type.ts";
import type { Problem } from "#api/http/problem.ts";
import { systemClock } from "#clock.ts";
import { plus, seconds } from "#domain/time.ts";
import { policyUnder } from "#planning/policy.ts";
import { tokenHash } from "#storage/access/tokens.ts";
import { openApi } from "../main.ts";
import { EXIT, fail } from "./exit.ts";
import { type Installation, withInstallation } from "./open-installation.ts";
import { chosenIn } from "./retention-question.ts";
import { textModelOf } from "./text-model-settings.ts";

interface Request {
  readonly method: "GET" | "POST";
  /** Behind `/api/v1`, with its query. */
  readonly path: string;
  readonly body?: object;
}

/** The API within this process, over the installation's database. */
export interface OpenedApi {
  readonly installation: Installation;
  readonly api: Api;
  readonly desk: InsightDesk;
  /** Whoever runs commands has the database itself: nothing is kept from them. */
  readonly token: string;
}

/** Opens the API without listening, whether or not a service runs, does the work and closes it. */
export const withOpenApi = (work: (opened: OpenedApi) => Promise<void>): Promise<void> =>
  withInstallation(async (installation) => {
    const { config, reads, patient, address, vault } = installation;
    const token = randomBytes(32).toString("hex");
    const { samplesPerVideo, feedSpacing, publicUrl, performancePool } = config;
    const { api, desk, closeThreads } = await openApi(
      {
        reads,
        patient,
        databaseAddress: address,
        clock: systemClock,
        vault,
        report: () => undefined,
        performancePool,
        retention: chosenIn(config),
        adminTokenHash: tokenHash(token),
        publicUrl: null,
        host: "127.0.0.1",
        ...textModelOf(config),
      },
      policyUnder({ samplesPerVideo, feedSpacing, reachable: publicUrl !== null }),
      () => null,
    );
    try {
      await work({ installation, api, desk, token });
    } finally {
      await api.close();
      await closeThreads();
    }
  });

/**
 * Asks the API what a command wants to know, within this process and over the installation's database, whether or not
 * a service runs: the command answers what the API answers. Says what is wrong, as the API does, and sets the exit code.
 */
export const askApi = (request: Request, show: (answer: string) => void): Promise<void> =>
  withOpenApi(async ({ api, token }) => {
    for (;;) {
      const { method, path, body } = request;
      const headers = { authorization: `Bearer ${token}` };
      const answer = await api.inject({ method, url: `/api/v1${path}`, headers, ...(body ? { payload: body } : {}) });
      const retryAfter = answer.headers["retry-after"];
      if (answer.statusCode === 503 && retryAfter !== undefined) {
        if (process.stderr.isTTY) process.stderr.write("It is being worked out …\n");
        await systemClock.until(plus(systemClock.now(), seconds(Number(retryAfter))));
        continue;
      }
      if (answer.statusCode >= 400) return refuse(answer.json());
      return show(answer.body);
    }
  });

/** What the API calls a parameter, a command calls an option. */
function refuse({ status, detail, errors = [] }: Problem): void {
  const wrong = errors.map(({ parameter, message }) => `--${parameter ?? "?"} ${message}.`);
  fail([...(wrong.length > 0 ? wrong : [detail])].join(" "), status === 400 ? EXIT.usage : EXIT.failed);
}
