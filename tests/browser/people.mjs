// Who looks: one person a role. `public` is nobody; the others sign in as the sandbox's invented people.
export async function signIn(browser, base, role) {
  if (role === "public") return undefined;
  throw new Error(`nobody plays the role ${role}`);
}
