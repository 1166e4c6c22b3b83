// Who looks: one invented person a role, who signs in as everybody does in a sandbox. `public` is nobody.
const KEYS = {
  auditor: "auth-auditor",
  authority: "auth-authority",
  issuer: "auth-issuer-head-",
  my: "auth-parent-",
  operator: "auth-operator",
  org: "auth-performer-director-",
  registrar: "auth-registrar",
};

/** Signs in and gives what the browser keeps of it. A second role of the same kind is named `issuer-preparer` and so on: the key's name or its beginning. */
export async function signIn(browser, base, role) {
  if (role === "public") return undefined;
  const context = await browser.newContext();
  context.setDefaultTimeout(15_000);
  const tab = await context.newPage();
  await tab.goto(`${base}/en/sandbox/sign-in`);
  await tab.locator(`button[name="key"]:is([value^="${KEYS[role] ?? `auth-${role}-`}"], [value="auth-${role}"])`).first().click();
  await tab.waitForLoadState("load");
  // Whoever may act for several chooses the first.
  if (new URL(tab.url()).pathname.endsWith("/auth/role")) {
    await tab.locator("main form button").first().click();
    await tab.waitForLoadState("load");
  }
  if (/sign-in|login/.test(new URL(tab.url()).pathname)) throw new Error(`${role} could not sign in: ${tab.url()}`);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Signs once more, as the sandbox does, where a page asks for it before money moves; it leads back to the page. Who has just signed is not asked. */
export async function stepUp(tab) {
  const ask = tab.locator("main a.govuk-button[href*='/auth/step-up']");
  if (await ask.count()) await ask.click();
  const sign = tab.locator("form[action$='/sandbox/step-up'] button");
  if (!(await sign.count())) return;
  await sign.click();
  await tab.waitForLoadState("load");
}
