// Small comforts on top of pages that work without any script. No library, no inline code, no other host.

// 1. After a failed send: put the reader at the summary of errors, and take a click on an error to its field.
const summary = document.querySelector(".govuk-error-summary");
if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    const head = field.closest(".govuk-form-group")?.querySelector("legend, label") ?? field;
    head.scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

// 2. One click sends once. Nothing is disabled, so the pressed button's value still travels and "back" works.
const SENT = new WeakSet();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (SENT.has(form)) {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented) return;
  SENT.add(form);
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => ready(form), 15000); // a download leaves the page where it is
});
function ready(form) {
  SENT.delete(form);
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}
window.addEventListener("pageshow", () => [...document.forms].forEach(ready));

// 3. Answers that open further fields: <div data-reveal="field=value"> shows while that choice is made.
const reveals = [...document.querySelectorAll("[data-reveal]")];
function reveal() {
  for (const part of reveals) {
    const [name, value] = part.dataset.reveal.split("=");
    const inputs = [...document.getElementsByName(name)];
    const chosen = inputs.filter((i) => (i.type === "radio" || i.type === "checkbox" ? i.checked : true));
    part.hidden = !chosen.some((i) => value.split("|").includes(i.value));
  }
}
if (reveals.length) {
  document.addEventListener("change", reveal);
  window.addEventListener("pageshow", reveal);
  reveal();
}

// 4. Photos: shrink on the phone before they travel, and show what was chosen.
const LONGEST = 1600;
const WORTH_IT = 700_000;

async function shrink(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  if (file.size < WORTH_IT) return { canvas, file };
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!blob || blob.size >= file.size) return { canvas, file };
  const name = file.name.replace(/\.[^.]+$/, "") + ".jpg";
  return { canvas, file: new File([blob], name, { type: "image/jpeg", lastModified: file.lastModified }) };
}

function size(bytes) {
  const units = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${units[0].toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${units[1]}`;
}

async function chosen(input) {
  const box = input.parentElement.querySelector(".s-preview") ?? document.createElement("div");
  box.className = "s-preview";
  box.setAttribute("role", "status");
  box.replaceChildren();
  input.after(box);
  const kept = new DataTransfer();
  for (const original of input.files) {
    let file = original;
    if (input.dataset.shrink !== undefined && /^image\/(jpeg|png|webp)$/.test(original.type)) {
      try {
        const result = await shrink(original);
        file = result.file;
        result.canvas.setAttribute("role", "img");
        result.canvas.setAttribute("aria-label", original.name);
        box.append(result.canvas);
      } catch {
        // A picture this browser cannot read goes up as it is; the server says what is wrong with it.
      }
    }
    kept.items.add(file);
    const words = document.createElement("span");
    words.textContent = `${file.name} · ${size(file.size)}`;
    box.append(words);
  }
  input.files = kept.files;
  // The picture came in above whoever has gone on with the keyboard meanwhile: what has the focus stays in view.
  const here = document.activeElement;
  if (here !== input && input.form?.contains(here)) here.scrollIntoView({ block: "nearest" });
}
document.addEventListener("change", (event) => {
  if (event.target.type === "file" && event.target.files.length) chosen(event.target);
});

// 5. "Cetak" appears only where a click can print.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
