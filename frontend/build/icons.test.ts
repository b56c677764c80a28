import { expect, test } from "vitest";
import { spriteOf } from "./icons";

test("each icon becomes a symbol that takes the colour of the text", () => {
  const svg = '<svg xmlns="x" width="16" viewBox="0 0 16 16" class="bi">\n  <path d="M1 1"/>\n</svg>';

  expect(spriteOf(["dot"], () => svg)).toContain(
    '<symbol id="dot" viewBox="0 0 16 16" fill="currentColor"><path d="M1 1"/></symbol>',
  );
});

test("a file that is no SVG stops the build", () => {
  expect(() => spriteOf(["dot"], () => "oops")).toThrow("icon dot");
});
