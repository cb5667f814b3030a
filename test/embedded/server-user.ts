import { once } from "node:events";
import { systemClock } from "#clock.ts";
import { startEmbedded } from "#storage/embedded/start-embedded.ts";

// A process that uses the server of a data directory until a line comes in, or until it is killed. It
// says on its output what it got, and "stopped" when it has left.
const [dataDirectory = "", fate] = process.argv.slice(2);
const server = await startEmbedded({
  dataDirectory,
  clock: systemClock,
  durable: fate === "keep",
  log: () => undefined,
  ...(fate === "discard" ? { discard: dataDirectory } : {}),
});
process.stdout.write(`${JSON.stringify(server)}\n`);
if (server.kind === "running") {
  await once(process.stdin, "data");
  await server.stop();
  process.stdout.write('"stopped"\n');
}
process.stdin.destroy();
