// The upload form: drop a file, see it travel. Without this script the form is a plain one.

const form = document.querySelector("form[data-upload]");
if (form instanceof HTMLFormElement) enhance(form);

/** @param {HTMLFormElement} form */
function enhance(form) {
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("file"));
  const zone = /** @type {HTMLElement} */ (form.querySelector("[data-drop]"));
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  });
  input.addEventListener("change", () => complain(form, isTooLarge(form, input) ? form.dataset.tooLarge : ""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isTooLarge(form, input)) complain(form, form.dataset.tooLarge);
    else send(form);
  });
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} input */
function isTooLarge(form, input) {
  const size = [...(input.files ?? [])].reduce((sum, file) => sum + file.size, 0);
  return size > Number(form.dataset.mostBytes);
}

/** @param {HTMLFormElement} form @param {string} [sentence] */
function complain(form, sentence = "") {
  const note = /** @type {HTMLElement} */ (form.querySelector("[data-error]"));
  note.textContent = sentence;
  note.hidden = !sentence;
}

/** @param {HTMLFormElement} form */
function send(form) {
  const request = new XMLHttpRequest(); // fetch tells no progress of an upload
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => show(form, event.loaded, event.total));
  request.addEventListener("load", () => arrived(form, request));
  request.addEventListener("error", () => stopped(form, form.dataset.lost));
  complain(form);
  mark(form);
  busy(form, true);
  request.send(new FormData(form));
}

/** @param {HTMLFormElement} form @param {XMLHttpRequest} request */
function arrived(form, request) {
  if (request.status === 201) location.assign(request.response.address);
  else if (request.response?.detail) {
    stopped(form, request.response.detail);
    mark(form, request.response.errors);
  } else location.reload(); // signed out meanwhile
}

/** @param {HTMLFormElement} form @param {string} [sentence] */
function stopped(form, sentence) {
  busy(form, false);
  complain(form, sentence);
}

/**
 * The fields that a refusal names, and only those, are shown as wrong; the first takes the cursor.
 * @param {HTMLFormElement} form
 * @param {{ field?: string }[]} [errors]
 */
function mark(form, errors = []) {
  const names = errors.map(({ field }) => field);
  const fields = /** @type {HTMLElement[]} */ ([...form.querySelectorAll(".field [name]")]);
  const wrong = fields.filter((field) => names.includes(field.getAttribute("name") ?? ""));
  for (const field of fields) {
    field.closest(".field")?.classList.toggle("has-error", wrong.includes(field));
    field.setAttribute("aria-invalid", String(wrong.includes(field)));
  }
  for (const field of wrong) field.closest("details")?.setAttribute("open", "");
  wrong[0]?.focus();
}

/** @param {HTMLFormElement} form @param {boolean} sending */
function busy(form, sending) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button.primary"));
  button.disabled = sending;
  /** @type {HTMLElement} */ (form.querySelector("[data-progress]")).hidden = !sending;
}

/** @param {HTMLFormElement} form @param {number} done @param {number} total */
function show(form, done, total) {
  const percent = Math.floor((100 * done) / total);
  const bar = /** @type {HTMLProgressElement} */ (form.querySelector("progress"));
  bar.value = percent;
  const text = /** @type {HTMLElement} */ (form.querySelector("[data-progress-text]"));
  const words = `${form.dataset.sending} ${percent - (percent % 10)} %`;
  if (text.textContent !== words) text.textContent = words; // every ten per cent is enough for a screen reader
}
