/** `node bench/bench.ts NAME [--options] [--json]`: runs a benchmark of this folder and prints what it measured. */
type Benchmark = (args: readonly string[]) => Promise<object>;

const BENCHMARKS: Readonly<Record<string, () => Promise<Benchmark>>> = {
  api: async () => (await import("./api.ts")).api,
  backup: async () => (await import("./backup.ts")).backup,
  capacity: async () => (await import("./capacity.ts")).capacity,
  export: async () => (await import("./export.ts")).exporting,
  crash: async () => (await import("./crash.ts")).crash,
  soak: async () => (await import("./soak.ts")).soak,
  scale: async () => (await import("./scale.ts")).scale,
  dashboard: async () => (await import("./dashboard.ts")).dashboard,
  discovery: async () => (await import("./discovery.ts")).discovery,
  watch: async () => (await import("./watch.ts")).watch,
  forecast: async () => (await import("./forecast.ts")).forecast,
  frontier: async () => (await import("./frontier.ts")).frontier,
  fuzz: async () => (await import("./fuzz.ts")).fuzz,
  hostile: async () => (await import("./hostile.ts")).hostile,
  import: async () => (await import("./import.ts")).importing,
  insights: async () => (await import("./insights.ts")).insights,
  keys: async () => (await import("./keys.ts")).keys,
  keywords: async () => (await import("./keywords.ts")).keywords,
  planner: async () => (await import("./planner.ts")).planner,
};

const [name = "", ...args] = process.argv.slice(2);
const load = BENCHMARKS[name];
if (load) {
  const benchmark = await load();
  const result = await benchmark(args);
  if (args.includes("--json")) console.log(JSON.stringify(result));
  else
    console.table(
      "rows" in result && Array.isArray(result.rows) ? result.rows.map((row: object) => flat(row)) : [flat(result)],
    );
} else {
  process.stderr.write(`usage: npm run bench -- ${Object.keys(BENCHMARKS).join("|")} [--options] [--json]\n`);
  process.exitCode = 2;
}

/** A result as one level of columns, its numbers short enough to read. */
function flat(value: object, prefix = ""): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    if (typeof part === "object" && part !== null) Object.assign(columns, flat(part, `${prefix}${key}.`));
    else columns[`${prefix}${key}`] = typeof part === "number" ? Number(part.toPrecision(4)) : part;
  }
  return columns;
}
