// Whoever changes the language stays where they are, query included; whoever uses the keyboard can skip the menu.
import { equal } from "node:assert/strict";

export const role = "public";

export async function walk({ tab, href, scripts }) {
  await tab.goto(href("/design?region=75&done=saved"));
  await tab.getByRole("link", { name: "Русский" }).click();
  equal(tab.url(), href("/design?region=75&done=saved", "ru"));
  equal(await tab.locator("#done-title + *, .govuk-notification-banner__content").first().innerText(), "Сохранено.");
  await tab.getByRole("link", { name: "English" }).click();
  equal(tab.url(), href("/design?region=75&done=saved", "en"));
  await tab.goto(href("", "en"));
  await tab.keyboard.press("Tab");
  equal(await tab.locator(":focus").innerText(), "Skip to main content");
  await tab.keyboard.press("Enter");
  equal(new URL(tab.url()).hash, "#main-content");
  if (!scripts) return;
  // The menu of a phone opens and closes.
  await tab.setViewportSize({ width: 320, height: 640 });
  await tab.goto(href("", "en"));
  const menu = tab.locator("#navigation");
  equal(await menu.isVisible(), false);
  await tab.getByRole("button", { name: "Menu" }).click();
  equal(await menu.isVisible(), true);
}
