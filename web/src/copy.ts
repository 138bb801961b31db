// A button that copies what stands on the page. It is hidden where nothing can be copied: what it copies is selected by one press.
export function copy(): void {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copies]")) {
    const source = document.getElementById(button.dataset.copies ?? "");
    if (!source) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.textContent ?? "");
        button.textContent = button.dataset.copied ?? button.textContent;
      } catch {
        getSelection()?.selectAllChildren(source);
      }
    });
  }
}
