// Passkeys. A form marked data-passkey asks that address what to ask the device for, hands the device's answer on as any
// form, and is shown only where the browser knows passkeys. What is asked and what is right, the server says.

interface Asked {
  ceremony: string;
  options: { publicKey: Record<string, unknown> };
  /** Where somebody shows first who they are. */
  again?: string;
}

interface Descriptor {
  id: string;
  [other: string]: unknown;
}

const bytes = (text: string) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const text = (buffer: ArrayBuffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** What the server asks for, with bytes where the browser wants bytes. */
function understood(asked: Record<string, unknown>): Record<string, unknown> {
  const known = { ...asked, challenge: bytes(String(asked.challenge)) } as Record<string, unknown>;
  const user = asked.user as Descriptor | undefined;
  if (user) known.user = { ...user, id: bytes(user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    const these = asked[list] as Descriptor[] | undefined;
    if (these) known[list] = these.map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return known;
}

/** What the device answered, with text where the server wants text. */
function answer(credential: PublicKeyCredential): string {
  const { response } = credential;
  const said: Record<string, unknown> = { clientDataJSON: text(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) {
    said.attestationObject = text(response.attestationObject);
    said.transports = response.getTransports();
  } else if (response instanceof AuthenticatorAssertionResponse) {
    said.authenticatorData = text(response.authenticatorData);
    said.signature = text(response.signature);
    said.userHandle = response.userHandle ? text(response.userHandle) : null;
  }
  const { id, type, rawId } = credential;
  return JSON.stringify({ id, type, rawId: text(rawId), response: said, extensions: {} });
}

async function ask(form: HTMLFormElement): Promise<boolean> {
  const reply = await fetch(form.dataset.passkey ?? "", { method: "POST", body: new URLSearchParams() });
  const asked = (await reply.json()) as Asked;
  if (asked.again) {
    location.assign(asked.again);
    return true;
  }
  if (!reply.ok) return false;
  const publicKey = understood(asked.options.publicKey);
  const credential = await ("user" in publicKey
    ? navigator.credentials.create({ publicKey: publicKey as unknown as PublicKeyCredentialCreationOptions })
    : navigator.credentials.get({ publicKey: publicKey as unknown as PublicKeyCredentialRequestOptions }));
  if (!(credential instanceof PublicKeyCredential)) return false;
  const put = (name: string, value: string) => {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  };
  put("ceremony", asked.ceremony);
  put("credential", answer(credential));
  form.submit();
  return true;
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  if (!("PublicKeyCredential" in window)) continue;
  const [button, said] = [form.querySelector("button"), form.querySelector<HTMLElement>("[role=status]")];
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!button || button.disabled) return;
    button.disabled = true;
    if (said) said.textContent = "";
    // Whoever turns the device's question down has said so to the device; the page says how to go on.
    const done = await ask(form).catch(() => false);
    if (!done && said) said.textContent = form.dataset.failed ?? "";
    button.disabled = false;
  });
  form.hidden = false;
}
