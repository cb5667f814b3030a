import { days, plus } from "#domain/time.ts";
import { raiseStage, type Stage } from "../src/cli/demo-stage.ts";
import { openWorld, SYNTHETIC_START } from "../src/cli/open-world.ts";

/** A demo: the virtual YouTube, some days collected from it, and the service in front of them; time stands then. */
export async function openDemoWorld(choice: {
  readonly channels: number;
  readonly days: number;
  readonly seed: number;
  /** Which channels are tracked; absent = all. */
  readonly tracks?: (title: string) => boolean;
}): Promise<Stage> {
  const { channels, seed, tracks = () => true } = choice;
  const to = plus(SYNTHETIC_START, days(choice.days));
  const opened = await openWorld({ channels, seed, from: SYNTHETIC_START, until: to });
  if (opened.kind === "refused") throw new Error(opened.message);
  const world = { ...opened.world, channels: opened.world.channels.filter(({ title }) => tracks(title)) };
  const stage = await raiseStage({ world, from: SYNTHETIC_START, seed, port: 0 });
  if (stage.kind === "refused") throw new Error(stage.message);
  const { clock } = stage;
  clock.setPace("leaping");
  await clock.task(async () => {
    await clock.until(to);
    clock.setPace("standing");
  });
  return stage;
}
