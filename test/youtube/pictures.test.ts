import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { seconds } from "#domain/time.ts";
import { PICTURE_BYTES_MAX, pictureReader } from "#youtube/pictures.ts";

const ADDRESS = new URL("https://i.ytimg.com/vi/dQw4w9WgXcQ/mqdefault.jpg");

/** What comes of one answer; `asked` are the paths that reached the server. */
async function read(answer: RequestListener, address = ADDRESS) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const over = new AbortController();
  const source = {
    servedBy: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    timeout: () => ({ signal: over.signal, [Symbol.dispose]: () => undefined }),
    patience: seconds(5),
  };
  server.on("late", () => over.abort());
  try {
    return { picture: await pictureReader(source)(address), asked };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const send =
  (status: number, type: string, body: string | Buffer, more = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { "content-type": type, ...more }).end(body);

describe("a picture", () => {
  it("is read as it is sent, by its address's path", async () => {
    const { picture, asked } = await read(send(200, "image/jpeg; q=1", "bytes"));
    expect([picture?.type, Buffer.from(picture?.bytes ?? []).toString()]).toEqual(["image/jpeg", "bytes"]);
    expect(asked).toEqual([ADDRESS.pathname]);
  });

  it.each([
    ["a page", send(200, "text/html", "<script>alert(1)</script>")],
    ["what may hold scripts", send(200, "image/svg+xml", "<svg/>")],
    ["an error", send(404, "image/jpeg", "grey")],
    ["a way to elsewhere", send(302, "image/jpeg", "", { location: "http://169.254.169.254/" })],
    ["nothing", send(200, "image/jpeg", "")],
    ["more than a picture has", send(200, "image/jpeg", Buffer.alloc(PICTURE_BYTES_MAX + 1))],
    ["a broken connection", ((_, response) => response.destroy()) as RequestListener],
  ])("is not taken from %s", async (_, answer) => {
    expect((await read(answer)).picture).toBeNull();
  });

  it("is waited for only so long", async () => {
    const answer: RequestListener = (request, response) => {
      response.writeHead(200, { "content-type": "image/jpeg" }).write("b");
      (request.socket as { server?: { emit(name: string): void } }).server?.emit("late");
    };
    expect((await read(answer)).picture).toBeNull();
  });

  it("is asked of the server that stands in for YouTube's, whatever the path reads like", async () => {
    const address = new URL("https://i.ytimg.com//evil.invalid/a.jpg");
    expect((await read(send(200, "image/jpeg", "bytes"), address)).asked).toEqual(["//evil.invalid/a.jpg"]);
  });

  it("is asked of YouTube's hosts only", async () => {
    const { picture, asked } = await read(send(200, "image/jpeg", "bytes"), new URL("https://evil.example/a.jpg"));
    expect([picture, asked]).toEqual([null, []]);
  });
});
