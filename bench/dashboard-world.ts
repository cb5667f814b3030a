import { days, plus } from "#domain/time.ts";
import { raiseStage, type Stage } from "../src/cli/demo-stage.ts";
import { openWorld, SYNTHETIC_START } from "../src/cli/open-world.ts";

/** Enough of each thing that every page has something to show: some channels, and days in which their curves begin. */
const [CHANNELS, DAYS, SEED] = [16, 3, 7];

/** A small demo: the virtual YouTube, some days collected from it, and the service in front of them; time stands then. */
export async function openDemoWorld(): Promise<Stage> {
  const to = plus(SYNTHETIC_START, days(DAYS));
  const opened = await openWorld({ channels: CHANNELS, seed: SEED, from: SYNTHETIC_START, until: to });
  if (opened.kind === "refused") throw new Error(opened.message);
  const stage = await raiseStage({ world: opened.world, from: SYNTHETIC_START, seed: SEED, port: 0 });
  if (stage.kind === "refused") throw new Error(stage.message);
  const { clock } = stage;
  clock.setPace("leaping");
  await clock.task(async () => {
    await clock.until(to);
    clock.setPace("standing");
  });
  return stage;
}
