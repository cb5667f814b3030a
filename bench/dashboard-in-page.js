/* What the benchmark of the dashboard runs in the page: put there before the page's own scripts, under `bench`. */

const shifts = [];
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) shifts.push(value);
}).observe({ type: "layout-shift", buffered: true });

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const painted = async () => {
  await frame();
  await frame();
};

/** Waits until a condition holds, looked at with every change of the page. */
const until = (holds, patience = 10_000) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`waited in vain for ${holds}`)), patience);
    const look = () => {
      if (!holds()) return;
      clearTimeout(timer);
      observer.disconnect();
      resolve();
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true, attributes: true });
    look();
  });

const isDrawn = () => document.querySelector("h1") !== null && document.querySelector("main .waiting") === null;

const rowsText = () =>
  document.querySelector(".rows tbody")?.textContent ?? document.querySelector(".notice")?.textContent ?? "";

const go = (address) => history.pushState(null, "", address);

window.bench = {
  /** Milliseconds since the page was asked for: first paint of anything, and when all of it is drawn and it has time for a hand. */
  async load() {
    await until(isDrawn, 30_000);
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 5_000 }));
    const interactive = performance.now();
    const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null;
    return { paint, interactive };
  },
  /** Waits until everything has come, pictures too, and nothing has changed for a while. */
  async settled(quiet) {
    await until(isDrawn, 30_000);
    let last = performance.now();
    const observer = new MutationObserver(() => {
      last = performance.now();
    });
    observer.observe(document, { childList: true, subtree: true });
    const isMissing = () => [...document.images].some(({ complete, loading }) => !complete && loading !== "lazy");
    while (performance.now() - last < quiet || isMissing()) await frame();
    observer.disconnect();
  },
  /** The sum of all layout shifts so far that no hand caused. */
  shift: () => shifts.reduce((sum, value) => sum + value, 0),
  /** Goes to an address as a link does, and waits until it is drawn. */
  async visit(address) {
    go(address);
    await painted();
    await until(isDrawn, 30_000);
  },
  /** Changes the filter as the page's own controls do; milliseconds until other rows are painted. */
  async filter(address) {
    const before = rowsText();
    const from = performance.now();
    history.replaceState(null, "", address);
    await until(() => rowsText() !== before);
    await frame();
    return performance.now() - from;
  },
  /** Draws the curve of the page in another way; milliseconds from the first look at its samples to the last stroke. */
  async curve(address) {
    performance.clearMarks();
    history.replaceState(null, "", address);
    await painted();
    const [begun, drawn] = ["curve-begun", "chart-drawn"].map((name) => performance.getEntriesByName(name).at(-1));
    if (!begun || !drawn || drawn.startTime < begun.startTime) return null;
    return drawn.startTime - begun.startTime;
  },
  /** Brings so many rows, a page after the other. */
  async loadRows(wanted) {
    const box = document.querySelector(".rows");
    const rows = () => Number(document.querySelector("table[aria-rowcount]").getAttribute("aria-rowcount")) - 1;
    while (rows() < wanted) {
      const before = rows();
      box.scrollTop = box.scrollHeight;
      await until(() => rows() > before);
    }
    return rows();
  },
  /** Scrolls from the top with a speed, in pixels a second; how many frames there were in how many milliseconds. */
  async scroll(speed, lasts) {
    const box = document.querySelector(".rows");
    box.scrollTop = 0;
    await painted();
    const from = performance.now();
    let [frames, now, worst] = [0, from, 0];
    while (now - from < lasts) {
      const before = now;
      await frame();
      now = performance.now();
      worst = Math.max(worst, now - before);
      frames += 1;
      box.scrollTop = ((now - from) / 1000) * speed;
    }
    return { frames, milliseconds: now - from, worst };
  },
};
