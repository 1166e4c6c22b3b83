// Ours: what the pages gain where scripts run. Every page does its work without this file.
document.addEventListener("DOMContentLoaded", () => {
  // "Select everything on this page" above a list.
  for (const all of document.querySelectorAll("[data-select-all]")) {
    const boxes = document.querySelectorAll(`input[type="checkbox"][name="${all.dataset.selectAll}"]`);
    all.closest("[hidden]")?.removeAttribute("hidden");
    all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  }
  // A form is sent once, however often the button is pressed; the back button brings it to life again.
  for (const form of document.querySelectorAll("form[method='post']")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  }
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
});
