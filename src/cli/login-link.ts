import { systemClock } from "#clock.ts";
import { createLoginCode } from "#storage/access/login-codes.ts";
import { EXIT, fail } from "./exit.ts";
import { withInstallation } from "./open-installation.ts";

/** Where a browser gets its session, once, within ten minutes. */
export const loginLink = (url: string, code: string): string => `${url}/login?code=${code}`;

/** `viewcurve login-link`. */
export const printLoginLink = (options: { json: boolean }): Promise<void> =>
  withInstallation(async ({ config, db }) => {
    const { publicUrl, host, port } = config;
    if (publicUrl === null && port === 0) {
      return fail(
        "VIEWCURVE_PORT is 0, so nobody knows where start serves: set a port, or VIEWCURVE_PUBLIC_URL.",
        EXIT.usage,
      );
    }
    const link = loginLink(
      publicUrl ?? `http://${reachable(host)}:${port}`,
      await createLoginCode(db, systemClock.now()),
    );
    process.stdout.write(options.json ? `${JSON.stringify({ link })}\n` : `${link}\n`);
  });

/** A host to ask by, of the address that is listened on. */
function reachable(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
