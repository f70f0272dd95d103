// Printing is the browser's own; without script its menu does the same, so the button is shown only here.
for (const knapp of document.querySelectorAll('[data-skriv-ut]')) {
  knapp.hidden = false;
  knapp.addEventListener('click', () => window.print());
}
