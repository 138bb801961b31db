// The report over real appointments, which are not ours to keep beside the tests. scripts/real-data has imported them,
// serves them at KEEPWELL_URL, and says in KEEPWELL_REAL_PASSWORD where the clinic's manager sets a password.
import { DESK, expect, shoot, test } from "../tests/help";

test("the manager sees the attendance of 110,527 real appointments", async ({ house }) => {
  const password = process.env.KEEPWELL_REAL_PASSWORD;
  if (!password) throw new Error("run scripts/real-data: it sets KEEPWELL_REAL_PASSWORD");
  const manager = await house.someone(DESK);
  await manager.goto(password);
  await manager.getByLabel("New password").fill("harbour quilt and eleven spoons");
  await manager.getByRole("button", { name: "Set it and sign in" }).click();
  await manager.goto("/c/vitoria/reports/attendance?all=1");
  await expect(manager.locator("main")).toContainText("22,319 of 110,527 visits were missed, 20.2%");
  const sum = async (table: number, cell: number) => {
    const texts = await manager.getByRole("table").nth(table).locator(`tbody td:nth-of-type(${cell})`).allInnerTexts();
    return texts.reduce((sum, text) => sum + Number(text.replace(/\D/g, "")), 0);
  };
  for (const table of [0, 1, 2]) {
    expect(await sum(table, 1), "every visit is in one row of each table").toBe(110_527);
    expect(await sum(table, 3)).toBe(22_319);
  }
  await shoot(manager, "report-real");
});
