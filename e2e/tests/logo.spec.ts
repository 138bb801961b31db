// The clinic's logo, from the manager's file to the visitor's page.
import { deflateSync, crc32 } from "node:zlib";
import { CLINIC, PHONE, axe, expect, shoot, test } from "./help";

/** A picture of our own: dark bowls on a see-through ground, as PNG. */
function drawn(width: number, height: number): Buffer {
  const rows: Buffer[] = [];
  for (let y = 0; y < height; y++) {
    const row = Buffer.alloc(1 + width * 4);
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [(x % height) - height / 2, y - height * 0.4];
      const ring = Math.hypot(dx, dy) < height * 0.45 && Math.hypot(dx, dy) > height * 0.28 && dy > 0;
      const ball = Math.hypot(dx, dy + height * 0.12) < height * 0.16;
      if (ring || ball) row.set(ball ? [176, 74, 20, 255] : [24, 40, 60, 255], 1 + x * 4);
    }
    rows.push(row);
  }
  const chunk = (kind: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const around = Buffer.alloc(8);
    around.writeUInt32BE(data.length, 0);
    around.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
  };
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", size), chunk("IDAT", deflateSync(Buffer.concat(rows))), chunk("IEND", Buffer.alloc(0))]);
}

test("the manager's logo stands at the head of the public pages, in its place from the first", async ({ house }) => {
  test.setTimeout(120_000);
  const manager = await house.enter("Manager");
  const main = manager.locator("main");
  const page = `${CLINIC}/setup/clinic/logo`;
  const take = async () => {
    await manager.goto(page);
    const off = main.getByRole("button", { name: "Take the logo off the pages" });
    if (await off.count()) await off.click();
  };
  await take();
  try {
    await manager.goto(`${CLINIC}/setup/clinic`);
    await manager.getByRole("link", { name: "Logo" }).click();
    await axe(manager);
    await shoot(manager, "setup-logo-none");
    const choose = (name: string, mimeType: string, buffer: Buffer) => main.locator("input[type=file]").setInputFiles({ name, mimeType, buffer });
    await choose("logo.png", "image/png", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"));
    await main.locator("button.go").click();
    await expect(main.locator("#e-file")).toContainText("This is a drawing (SVG)");
    await axe(manager);
    await shoot(manager, "setup-logo-fault", { few: true });

    await choose("logo.png", "image/png", drawn(1600, 400));
    await main.locator("button.go").click();
    await expect(manager.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
    await axe(manager);
    await shoot(manager, "setup-logo");

    const visitor = await house.someone(PHONE);
    for (const path of [CLINIC, `${CLINIC}/sign-in`]) {
      await visitor.goto(path);
      const logo = visitor.locator(".house img.logo");
      await expect(logo).toHaveJSProperty("complete", true);
      expect(await logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
      const box = await logo.boundingBox();
      expect(box?.height).toBeLessThanOrEqual(40);
      expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(4, 0);
      await expect(visitor.getByRole("link", { name: "Linden Quay Physiotherapy" }).first()).toBeVisible();
    }
    await axe(visitor);
    await visitor.goto(CLINIC);
    await shoot(visitor, "logo", { rtl: `${CLINIC}?lang=ar`, whole: false });
    const client = await house.enter("Client", PHONE);
    await client.goto(`${CLINIC}/me`);
    await expect(client.locator(".house img.logo")).toBeVisible();
    // On a phone the written name gives way to the way out, and is still told.
    const [head, out] = [await client.locator(".house .brand").boundingBox(), await client.locator(".house .me").boundingBox()];
    expect((head?.x ?? 0) + (head?.width ?? 0)).toBeLessThanOrEqual(out?.x ?? 0);
    expect(await client.locator(".house .brand span").evaluate((name) => name.getBoundingClientRect().width)).toBeLessThanOrEqual(1);
    await expect(client.getByRole("link", { name: "Linden Quay Physiotherapy" }).first()).toBeVisible();
    await axe(client);
    await shoot(client, "logo-me", { rtl: `${CLINIC}/me?lang=ar`, whole: false });

    // It says the name: the name is not written beside it, and is told to who cannot see.
    await manager.goto(page);
    await main.getByLabel(/The logo says our name/).check();
    await main.locator("button.go").click();
    await visitor.goto(CLINIC);
    await expect(visitor.locator(".house .brand span")).toHaveCount(0);
    await expect(visitor.getByRole("img", { name: "Linden Quay Physiotherapy" })).toBeVisible();
    await axe(visitor);
    await shoot(visitor, "logo-says", { rtl: `${CLINIC}?lang=ar`, whole: false });

    // Nothing moves when it comes, and a first visit with it stays light.
    const newcomer = await house.someone(PHONE);
    await newcomer.addInitScript(() => {
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => ((window as unknown as { moved: number }).moved = ((window as unknown as { moved?: number }).moved ?? 0) + (entry as unknown as { value: number }).value))).observe({ type: "layout-shift", buffered: true });
    });
    const network = await newcomer.context().newCDPSession(newcomer);
    await network.send("Network.enable");
    let weight = 0;
    network.on("Network.loadingFinished", (event) => (weight += event.encodedDataLength));
    await newcomer.goto(CLINIC, { waitUntil: "networkidle" });
    expect(weight / 1024).toBeLessThan(60);
    expect(await newcomer.evaluate(() => (window as unknown as { moved?: number }).moved ?? 0)).toBeLessThan(0.01);
  } finally {
    await take();
  }
});
