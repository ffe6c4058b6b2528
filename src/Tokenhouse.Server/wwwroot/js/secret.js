// Copies what a page shows once, and takes what can be shown again out of sight after thirty seconds. Without script people select it, and
// close the page.
const seconds = 30;

for (const shown of document.querySelectorAll("[data-secret]")) {
  const field = shown.querySelector("input");
  const copy = shown.querySelector("[data-copy]");
  const said = shown.querySelector("[data-said]");

  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "Copied.";
    } catch {
      field.select(); // where the browser does not let pages copy
      said.textContent = "Press Ctrl+C to copy it.";
    }
  });

  if (shown.dataset.secret === "mask")
    setTimeout(() => {
      field.value = "•".repeat(field.value.length);
      copy.remove();
      said.textContent = "Hidden again. Show it again if you need it.";
    }, seconds * 1000);
}
