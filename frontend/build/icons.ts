import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

/** One SVG file with a <symbol> per name; pages draw `<use href="icons.svg#name">`. */
export function spriteOf(names: string[], read: (name: string) => string): string {
  const symbols = names.map((name) => {
    const match = /<svg[^>]*viewBox="([^"]+)"[^>]*>([\s\S]*)<\/svg>/.exec(read(name));
    if (!match) throw new Error(`icon ${name} is not an SVG with a viewBox`);
    return `<symbol id="${name}" viewBox="${match[1]}" fill="currentColor">${(match[2] ?? "").trim()}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

/** Builds `icons.svg` from the bootstrap-icons package: the names listed in `list`, a JSON file. */
export function iconSprite(list: string): Plugin {
  const folder = join(dirname(createRequire(import.meta.url).resolve("bootstrap-icons/package.json")), "icons");
  return {
    name: "icon-sprite",
    apply: "build",
    generateBundle() {
      const names = JSON.parse(readFileSync(list, "utf8")) as string[];
      const source = spriteOf(names, (name) => readFileSync(join(folder, `${name}.svg`), "utf8"));
      this.emitFile({ type: "asset", fileName: "icons.svg", source });
    },
  };
}
