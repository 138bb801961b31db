// The reports, as the manager reads them: a sentence, charts, tables, a file, and paper.
import { CLINIC, DESK, PHONE, axe, axeOfLayout, expect, overflow, shoot, test } from "./help";

const REPORTS = [
  { name: "bookings", title: "Bookings", says: /[\d,]+ bookings from .* held their time/ },
  { name: "attendance", title: "Attendance", says: /of [\d,]+ visits were missed/ },
  { name: "utilisation", title: "Utilisation", says: /open hours of practitioners, [\d.]+%/ },
  { name: "clients", title: "Clients", says: /clients came .* for the first time/ },
] as const;

for (const { name, title, says } of REPORTS) {
  test(`the manager reads ${name} as a sentence, charts with words, tables and a file`, async ({ house }) => {
    const manager = await house.enter("Manager");
    await manager.goto(`${CLINIC}/reports/${name}`);
    await expect(manager.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(manager.getByRole("navigation", { name: "Reports" }).locator("[aria-current=page]")).toHaveText(title);
    await expect(manager.locator("main")).toContainText(says);
    await expect(manager.getByRole("heading", { name: "What is counted" })).toBeVisible();
    // Whoever sees no drawing is told it, and finds its figures in a table of the same part.
    for (const part of await manager.locator("section:has(figure)").all()) {
      await expect(part.getByRole("img")).toHaveAttribute("aria-label", /\d/);
      expect(await part.getByRole("table").locator("tbody tr").count()).toBeGreaterThan(0);
    }
    await axe(manager);
    await shoot(manager, `report-${name}`);
    const href = await manager.getByRole("link", { name: "As CSV" }).getAttribute("href");
    const file = await manager.request.get(new URL(href ?? "", manager.url()).href);
    expect(file.headers()["content-type"]).toContain("text/csv");
    const lines = (await file.text()).trim().split(/\r?\n/);
    expect(lines.length).toBeGreaterThan(3);
    expect(new Set(lines.map((line) => line.split(",").length)).size, "every line has the same columns").toBe(1);
  });
}

test("a period is chosen once for all reports, and a wrong one is told beside its field", async ({ house }) => {
  const manager = await house.enter("Manager", PHONE);
  await manager.goto(`${CLINIC}/reports`);
  await expect(manager).toHaveURL(/\/reports\/bookings$/);
  await manager.getByRole("link", { name: "This year" }).click();
  await expect(manager.getByRole("link", { name: "This year" })).toHaveAttribute("aria-current", "true");
  await manager.getByRole("navigation", { name: "Reports" }).getByRole("link", { name: "Utilisation" }).click();
  await expect(manager.getByRole("link", { name: "This year" })).toHaveAttribute("aria-current", "true");
  await axeOfLayout(manager, "light");
  await manager.getByLabel("From", { exact: true }).fill("2026-11-30");
  await manager.getByLabel("To", { exact: true }).fill("2026-11-01");
  await manager.getByRole("button", { name: "Show" }).click();
  await expect(manager.getByLabel("To", { exact: true })).toHaveAccessibleDescription(/The end is before the beginning/);
  await expect(manager.getByLabel("From", { exact: true })).toHaveValue("2026-11-30");
  expect(await overflow(manager)).toBe(0);
  await axe(manager);
  await shoot(manager, "report-fault", { few: true });
  await manager.goto(`${CLINIC}/reports/clients?from=2020-01-01&to=2020-01-31`);
  await expect(manager.locator("main")).toContainText("Nobody came in this time");
  await shoot(manager, "report-empty", { few: true });
});

test("a report on paper has its figures and nothing to press", async ({ house }) => {
  const manager = await house.enter("Manager", DESK);
  for (const name of ["bookings", "utilisation"]) {
    await manager.goto(`${CLINIC}/reports/${name}`);
    await manager.emulateMedia({ media: "print", colorScheme: "dark" });
    for (const gone of ["As CSV", "Show", "This month"]) await expect(manager.getByText(gone, { exact: true })).toBeHidden();
    await expect(manager.getByRole("table").first()).toBeVisible();
    // The paper is white and the ink dark, whatever the screen was.
    const ink = await manager.locator(".chart .say, .chart text").first().evaluate((text) => getComputedStyle(text).fill);
    const [, lightness] = /oklch\(([\d.]+)/.exec(ink) ?? [];
    if (lightness) expect(Number(lightness)).toBeLessThan(0.6);
    await manager.setViewportSize({ width: 1050, height: 1500 });
    await manager.screenshot({ path: `${process.env.SHOTS ?? "../shots"}/report-${name}-print.png` });
    await manager.emulateMedia({ media: null, colorScheme: null });
  }
});
