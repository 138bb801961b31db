// Live pages: the server says that something changed (never what), and the page brings its regions anew.
import { bring, busy } from "./region";

const SETTLE_MS = 150; // several changes in one breath are one change
const RETRY_FIRST_MS = 1_000;
const RETRY_MOST_MS = 30_000;

export function live(): void {
  const address = document.body.dataset.live;
  if (!address) return;
  let retry = RETRY_FIRST_MS;
  let due: number | undefined;
  let stale = false;

  const say = (state: "on" | "off") => {
    for (const mark of document.querySelectorAll<HTMLElement>("[data-live-state]")) {
      mark.dataset.liveState = state;
      const words = mark.dataset[state];
      if (words) mark.textContent = words;
    }
  };

  const refresh = async () => {
    // A hidden page waits until it is looked at; a page being written in waits until the person moves on.
    if (document.hidden || busy()) {
      stale = true;
      return;
    }
    stale = false;
    try {
      if (!(await bring(location.href, true))) location.reload();
    } catch {
      stale = true; // offline or overtaken: the next message or the next connection catches up
    }
  };
  const soon = () => {
    clearTimeout(due);
    due = window.setTimeout(refresh, SETTLE_MS);
  };
  const catchUp = () => {
    if (stale) soon();
  };
  document.addEventListener("visibilitychange", catchUp);
  document.addEventListener("focusout", () => setTimeout(catchUp));
  // Closing what was opened is moving on too. The event does not bubble.
  document.addEventListener("toggle", catchUp, { capture: true });

  let first = true;
  const connect = () => {
    const source = new EventSource(address);
    source.onopen = () => {
      retry = RETRY_FIRST_MS;
      say("on");
      if (!first) soon(); // whatever happened while the line was down
      first = false;
    };
    source.onmessage = soon;
    source.onerror = () => {
      say("off");
      // The browser reconnects a broken line by itself; one refused outright is ours to try again.
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(connect, retry * (0.75 + Math.random() / 2));
      retry = Math.min(retry * 2, RETRY_MOST_MS);
    };
    addEventListener("pagehide", () => source.close(), { once: true });
  };
  connect();
  addEventListener("pageshow", (event) => {
    if (event.persisted) connect();
  });
}
