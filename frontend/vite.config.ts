import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { iconSprite } from "./build/icons";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Django serves what is built here: static/dist/ with manifest.json, read by django-vite.
export default defineConfig({
  base: "/static/dist/",
  plugins: [iconSprite(here("icons.json"))],
  esbuild: { jsx: "automatic" },
  server: { port: 5173, strictPort: true },
  css: {
    preprocessorOptions: {
      // Bootstrap 5.3 still uses @import and old colour functions; its warnings are not ours to fix.
      scss: { quietDeps: true, silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"] },
    },
  },
  build: {
    outDir: here("../static/dist"),
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    target: "es2022",
    rollupOptions: { input: { site: here("src/site/main.ts"), builder: here("src/builder/main.tsx"), workbench: here("src/workbench/main.tsx"), editor: here("src/builder/edit.tsx") } },
  },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}", "build/**/*.test.ts"] },
});
