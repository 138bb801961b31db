// Nobody loses a right or what they wrote without being asked: near moves, late cancels, languages, the way back.
import { CLINIC, PHONE, axe, expect, shoot, test } from "./help";
import { book, chooseTime, goOn, somebody, tell } from "./booking";
import { day } from "./when";

test("a move to a time that is soon is asked about first", async ({ house }) => {
  const visitor = await house.someone(PHONE);
  const { link } = await book(visitor, "review", day(8), somebody("Noor", "Lindqvist"));
  await visitor.goto(`${link}/change?day=${day(1)}`);
  await visitor.locator(".slot input").first().check();
  await visitor.getByRole("button", { name: "Move here" }).click();
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("That is soon");
  await expect(visitor.locator(".note")).toContainText("Cancelling it counts as late.");
  await axe(visitor);
  await shoot(visitor, "near", { rtl: `${visitor.url()}&lang=ar` });
  await visitor.goto(`${visitor.url()}&lang=en`);
  await visitor.getByRole("button", { name: "Move all the same" }).click();
  await expect(visitor.locator(".next")).toContainText("Wednesday 25 November");
  // Now it is late to cancel, and the page that asks says so.
  await visitor.getByRole("link", { name: "Cancel", exact: true }).click();
  await expect(visitor.getByRole("dialog")).toContainText("Cancelling now counts as late");
  await visitor.goto(`${link}/cancel`);
  await shoot(visitor, "cancel-late", { few: true });
});

test("another language keeps what is written, and coming back asks to send nothing again", async ({ house }) => {
  const visitor = await house.someone(PHONE);
  const who = somebody("Oriel", "Hathaway");
  await chooseTime(visitor, "review", day(9));
  await goOn(visitor);
  await tell(visitor, who);
  await visitor.getByRole("banner").getByRole("button", { name: "العربية" }).click();
  await expect(visitor.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(visitor.locator("[name=email]")).toHaveValue(who.email);
  // Enter goes on, whatever buttons stand above the form.
  await visitor.locator("[name=email]").press("Enter");
  await expect(visitor.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(visitor.locator(".sum")).toContainText("Oriel Hathaway");
  await shoot(visitor, "confirm-language", { few: true });
  await visitor.getByRole("banner").getByRole("button", { name: "English" }).click();
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("Is all of this right?");
  await goOn(visitor);
  await expect(visitor).toHaveURL(/\?done=1$/);
  await visitor.goBack();
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("Choose a time");
  expect(new URL(visitor.url()).pathname).toBe(`${CLINIC}/book/review`);
});
