import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Fault } from "./fault.tsx";

it("a page that cannot be shown says so and can be loaded anew, as one whose version is gone has to be", () => {
  const fault = new Fault({ page: "/videos", children: "the page" });
  fault.state = { failure: { page: "/videos", message: "no such file" } };
  expect(renderToStaticMarkup(fault.render())).toMatch(/no such file.*<button[^>]*>Load the page anew/);
  fault.state = { failure: { page: "/channels", message: "no such file" } };
  expect(renderToStaticMarkup(fault.render())).toBe("the page");
});
