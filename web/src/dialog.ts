// Questions and messages. A link with data-dialog asks on the spot what its page would ask; a toast goes when told to.

export function dialog(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const opener = event.target.closest<HTMLElement>("[data-dialog]");
    const box = opener && document.getElementById(opener.dataset.dialog ?? "");
    if (box instanceof HTMLDialogElement) {
      event.preventDefault();
      box.showModal();
      return;
    }
    const closer = event.target.closest<HTMLElement>("[data-close]");
    if (!closer) return;
    event.preventDefault();
    const around = closer.closest("dialog");
    if (around) around.close();
    else closer.closest(".toast")?.remove();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) document.querySelector(".toast")?.remove();
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print]")) print();
  });
}
