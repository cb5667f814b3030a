import { withInstallation } from "./open-installation.ts";

/** `viewcurve migrate`: opening an installation migrates it, so there is nothing left to do but say so. */
export const migrateDatabase = (): Promise<void> =>
  withInstallation(async () => {
    process.stdout.write("The database's schema is up to date.\n");
  });
