// Ours: what the pages gain where scripts run. Every page does its work without this file.
document.addEventListener("DOMContentLoaded", () => {
  // A form is sent once, however often the button is pressed; the back button brings it to life again.
  for (const form of document.querySelectorAll("form[method='post']")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  }
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
});
