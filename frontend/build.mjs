// Builds src/sinergi/ui/static/ui/ and the icon table from this folder. The results are committed: running Sinergi needs no Node.
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const room = join(here, "..", "src", "sinergi", "ui");
const out = join(room, "static", "ui");
const modules = join(here, "node_modules");

// Our name of an icon -> its name in lucide.
const ICONS = {
  good: "circle-check", warn: "clock", bad: "triangle-alert", info: "info", mute: "circle-dot", pause: "pause",
  check: "check", cross: "x", ban: "ban", up: "arrow-up", down: "arrow-down", flat: "arrow-right", next: "chevron-right",
  back: "chevron-left", search: "search", file: "file-text", upload: "upload", download: "download", print: "printer",
  phone: "phone", chat: "message-circle", user: "user", edit: "pencil", calendar: "calendar", place: "map-pin", lock: "lock",
  dot: "circle",
};

function save(name, text) {
  const bytes = Buffer.from(text);
  const gz = gzipSync(bytes, { level: 9 });
  writeFileSync(join(out, name), bytes);
  writeFileSync(join(out, name + ".gz"), gz);
  writeFileSync(join(out, name + ".br"), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  console.log(`${name}: ${bytes.length} bytes, ${gz.length} gzipped`);
}

function style(name) {
  const { css } = sass.compile(join(here, "styles", name + ".scss"), { loadPaths: [modules], style: "compressed" });
  const small = esbuild.transformSync(css, { loader: "css", minify: true, target: ["chrome90", "firefox90", "safari14"] });
  save(name + ".css", small.code.trim());
}

function script(name) {
  const built = esbuild.buildSync({
    entryPoints: [join(here, "script", name + ".js")], bundle: true, minify: true, write: false, format: "iife", target: "es2020",
  });
  save(name + ".js", built.outputFiles[0].text.trim());
}

// One path of data per icon: circles, lines and rectangles become path commands, so that a template needs one attribute only.
function asPath(svg) {
  const number = (tag, name) => Number(new RegExp(`\\b${name}="([^"]+)"`).exec(tag)?.[1] ?? 0);
  return [...svg.matchAll(/<(path|circle|line|rect)\b[^>]*>/g)].map(([tag, kind]) => {
    if (kind === "path") return /\bd="([^"]+)"/.exec(tag)[1];
    if (kind === "circle") {
      const [x, y, r] = ["cx", "cy", "r"].map((n) => number(tag, n));
      return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
    }
    if (kind === "line") return `M${number(tag, "x1")} ${number(tag, "y1")}L${number(tag, "x2")} ${number(tag, "y2")}`;
    const [x, y, w, h] = ["x", "y", "width", "height"].map((n) => number(tag, n));
    return `M${x} ${y}h${w}v${h}h${-w}z`;
  }).map(absoluteStart).join("");
}

// A leading "m" is absolute only at the very beginning; joined paths need "M", and what follows it stays relative.
function absoluteStart(d) {
  return d.replace(/^m\s*(-?[\d.]+)[\s,]*(-?(?:\d+\.?\d*|\.\d+))\s*(?=([-\d.])?)/, (_, x, y, more) => `M${x} ${y}${more ? "l" : ""}`);
}

const chunks = (text) => Array.from({ length: Math.ceil(text.length / 100) }, (_, i) => text.slice(i * 100, i * 100 + 100));

function icons() {
  const rows = Object.entries(ICONS).map(([ours, theirs]) => {
    const svg = readFileSync(join(modules, "lucide-static", "icons", theirs + ".svg"), "utf8");
    const lines = chunks(asPath(svg)).map((part) => `        "${part}"`);
    return lines.length === 1 ? `    "${ours}": ${lines[0].trim()},` : `    "${ours}": (\n${lines.join("\n")}\n    ),`;
  });
  const { version } = JSON.parse(readFileSync(join(modules, "lucide-static", "package.json"), "utf8"));
  writeFileSync(join(room, "icons.py"), `"""Icon outlines (24 x 24), written by frontend/build.mjs; do not edit.

From lucide-static ${version}: ISC License, (c) 2026 Lucide Icons and Contributors; parts from Feather, MIT License,
(c) 2013-present Cole Bemis. Full text: frontend/LICENSES.md.
"""

from typing import Final

OUTLINES: Final[dict[str, str]] = {
${rows.join("\n")}
}
`);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
style("public");
style("desk");
script("public");
for (const name of ["band.svg", "favicon.svg"]) save(name, readFileSync(join(here, "assets", name), "utf8").trim());
copyFileSync(join(modules, "@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2"), join(out, "jakarta.woff2"));
icons();
