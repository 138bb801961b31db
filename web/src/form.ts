// Forms: sent once, and the choice of a day or a person answered at once. Without script each has its button.
import { bring } from "./region";

/** A file larger than is taken is said to be so before it is sent: a page without script learns it from the answer. */
function heavy(form: HTMLFormElement): boolean {
  const input = form.querySelector<HTMLInputElement>("input[type=file][data-most]");
  const field = input?.closest(".field");
  if (!input || !field) return false;
  field.querySelector(".err")?.remove();
  const large = [...(input.files ?? [])].some((file) => file.size > Number(input.dataset.most));
  input.toggleAttribute("aria-invalid", large);
  if (!large) return false;
  const said = document.createElement("span");
  said.className = "err";
  said.id = `e-${input.name}`;
  said.role = "alert";
  said.textContent = input.dataset.tooLarge ?? "";
  field.append(said);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", said.id);
  input.focus();
  return true;
}

function once(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return;
    if (heavy(form)) {
      event.preventDefault();
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (form.method === "get") return;
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
  });
  // Coming back through the browser's memory of the page, the form may be sent anew.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    }
  });
}

/** A radio marked data-advance brings the page its form's data-advance address describes, keeping focus on the radio. */
function advance(): void {
  document.addEventListener("change", async (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || !("advance" in input.dataset) || !input.form) return;
    const form = input.form;
    const to = new URL(form.dataset.advance ?? location.href, location.href);
    const chosen = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      // A slot belongs to the day it was shown under.
      if (typeof value === "string" && name !== form.dataset.drops) chosen.append(name, value);
    }
    to.search = chosen.toString();
    form.setAttribute("aria-busy", "true");
    try {
      if (await bring(to.href)) history.replaceState(null, "", to);
      else location.assign(to);
    } catch (fault) {
      if (!(fault instanceof DOMException && fault.name === "AbortError")) location.assign(to);
      return;
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
}

/** The bar at the foot says what is chosen: a radio's data-says goes to the element marked data-chosen of its form. */
export function tell(form: HTMLFormElement): void {
  const chosen = form.querySelector<HTMLInputElement>("input[data-says]:checked");
  const place = form.querySelector<HTMLElement>("[data-chosen]");
  if (!chosen || !place) return;
  place.querySelector("b")?.replaceChildren(chosen.dataset.says ?? "");
  place.querySelector("small")?.replaceChildren(chosen.dataset.saysWith ?? "");
}

function says(): void {
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input instanceof HTMLInputElement && input.dataset.says !== undefined && input.form) tell(input.form);
  });
}

/** Fields that only matter for some answers are shown with them: data-when="name=value|value". */
function when(): void {
  const apply = () => {
    for (const part of document.querySelectorAll<HTMLElement>("[data-when]")) {
      const [name, values] = (part.dataset.when ?? "").split("=");
      const input = document.querySelector<HTMLInputElement | HTMLSelectElement>(`input[name="${name}"]:checked, select[name="${name}"]`);
      part.hidden = !input || !values?.split("|").includes(input.value);
      for (const field of part.querySelectorAll<HTMLInputElement>("input, select, textarea")) field.disabled = part.hidden;
    }
  };
  apply();
  document.addEventListener("change", apply);
  document.addEventListener("keepwell:swap", apply);
}

/** After a refused form the first field at fault has the focus, so that a screen reader starts there. */
function faults(): void {
  document.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
}

/** A page that answered a form cannot be asked for again: whoever comes back finds the page before it, not a warning. */
function before(): void {
  const { before } = document.body.dataset;
  if (before) history.replaceState(null, "", before);
}

export function form(): void {
  before();
  once();
  advance();
  says();
  when();
  faults();
}
