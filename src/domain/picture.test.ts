import { describe, expect, it } from "vitest";
import { pictureAddress } from "./picture.ts";

describe("the address of a picture", () => {
  it.each(["https://i.ytimg.com/vi/dQw4w9WgXcQ/mqdefault.jpg", "https://yt3.ggpht.com/abc=s240-c-k"])(
    "is one of YouTube's: %s",
    (text) => expect(pictureAddress(text)?.href).toBe(text),
  );

  it.each([
    null,
    "",
    "http://i.ytimg.com/vi/x/y.jpg",
    "https://i.ytimg.com:8443/vi/x/y.jpg",
    "https://user@i.ytimg.com/vi/x/y.jpg",
    "https://i.ytimg.com.evil.example/x.jpg",
    "https://evil.example/i.ytimg.com",
    "https://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:image/svg+xml,<svg/>",
    "//i.ytimg.com/x.jpg",
  ])("is nothing else: %s", (text) => expect(pictureAddress(text)).toBeNull());
});
