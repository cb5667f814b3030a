import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** `vite dev dashboard` asks a service that runs already, as `npm run demo` starts one. */
const SERVICE = "http://127.0.0.1:8686";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    // A file as text in another would need a policy that lets texts run.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
  },
  server: { proxy: { "/api": SERVICE, "/formulas": SERVICE, "/login": SERVICE, "/logout": SERVICE } },
});
