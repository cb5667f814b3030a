/** The values of a body of NDJSON, one a line, as they arrive. Whoever stops asking ends the download. */
export async function* linesOf<Item>(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Item> {
  if (!body) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line !== "") yield JSON.parse(line) as Item;
    }
    // What has no end of line was cut off: the server ends each.
    if (rest !== "") throw new Error("The download broke off in the middle of a line: ask for it again.");
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
