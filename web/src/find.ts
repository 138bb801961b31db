// On staff pages a slash goes to the field that finds a client.

export function find(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement)) return;
    if (event.target.matches("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
    const field = document.querySelector<HTMLInputElement>(".find input");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}
