// An incident from a suspicion to a closed one, by whoever works here and whoever answers for data.
import { CLINIC, axe, expect, shoot, test } from "./help";

test("a suspicion is reported, confirmed, assessed and closed once everybody was told", async ({ house }) => {
  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/incidents/report`);
  await axe(desk);
  await shoot(desk, "incident-report");
  // Nothing said: the form comes back with what is missing.
  await desk.getByRole("textbox", { name: "What happened" }).fill("gone");
  await desk.getByRole("button", { name: "Report a suspicion" }).click();
  await expect(desk.getByRole("alert").first()).toBeVisible();
  await expect(desk.getByRole("textbox", { name: "What happened" })).toHaveValue("gone");
  const said = `The tablet of the second room is gone (${Date.now().toString(36)}).`;
  await desk.getByLabel("What kind").selectOption({ label: "Lost or stolen device" });
  await desk.getByRole("textbox", { name: "What happened" }).fill(said);
  await desk.getByRole("button", { name: "Report a suspicion" }).click();
  await expect(desk.locator("main")).toContainText("has been told");

  const officer = await house.enter("Manager");
  await officer.goto(`${CLINIC}/incidents`);
  await axe(officer);
  await shoot(officer, "incidents", { rtl: `${CLINIC}/incidents?lang=ar` });
  await officer.goto(`${CLINIC}/incidents?lang=en`);
  await officer.locator("tbody a").first().click();
  const main = officer.locator("main");
  await expect(main).toContainText("Suspected");
  await expect(officer.getByRole("textbox", { name: "What happened" })).toHaveValue(said);
  await officer.getByRole("button", { name: "Confirm the incident" }).click();
  await expect(main).toContainText("Confirmed");

  await officer.getByLabel("How it is found").selectOption({ label: "Only those I name" });
  await officer.getByRole("button", { name: "Find them" }).click();
  await expect(async () => {
    await officer.reload();
    await expect(main).toContainText("What was decided by hand stays");
  }).toPass({ timeout: 30_000 });

  for (const label of ["What kind of data, and how easily", "Who used it, or to whom", "Whether it was really taken", "What was done about it"]) {
    await officer.getByLabel(label).fill("It was locked, and we closed its session.");
  }
  await officer.getByLabel("The risk to people").selectOption({ label: "A risk" });
  await officer.getByLabel("Why", { exact: true }).first().fill("It says who comes here.");
  await officer.getByRole("button", { name: "Assess it" }).click();
  await expect(main).toContainText("The authority of IE");
  await axe(officer);
  await shoot(officer, "incident");

  // It cannot be closed while the authority is to be told.
  await officer.getByLabel("What was learnt").fill("Tablets are locked away now.");
  await officer.getByRole("button", { name: "Close the incident" }).click();
  await expect(main).toContainText("Something is still to be done");
  await officer.goBack();
  await officer.getByRole("link", { name: /The authority of IE/ }).click();
  await axe(officer);
  await shoot(officer, "incident-paper");
  await officer.getByLabel("Number or name").fill("DPC-2026-17");
  await officer.getByRole("button", { name: "Note it" }).click();
  await expect(main).toContainText("told on");
  await officer.getByLabel("What was learnt").fill("Tablets are locked away now.");
  await officer.getByRole("button", { name: "Close the incident" }).click();
  await expect(main).toContainText("Tablets are locked away now.");
  await officer.getByRole("link", { name: "See all" }).click();
  await axe(officer);
  await shoot(officer, "incident-persons");
});
